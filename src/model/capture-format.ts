/** Tools whose captures become traces, and what their captures cannot say. */

export const CAPTURE_FORMATS = ['eslogger', 'mac-monitor', 'osquery'] as const;
export type CaptureFormat = (typeof CAPTURE_FORMATS)[number];

export type ForeignFormat = Exclude<CaptureFormat, 'eslogger'>;

interface CaptureFormatAbout {
  readonly title: string;
  /** One sentence each; empty for eslogger itself. */
  readonly missing: readonly string[];
}

export const CAPTURE_FORMAT_ABOUT: Readonly<Record<CaptureFormat, CaptureFormatAbout>> = {
  eslogger: { title: 'eslogger', missing: [] },
  'mac-monitor': {
    title: 'Mac Monitor',
    missing: [
      'times are those of the Mac in its own time zone, although they end in Z, to the millisecond',
      'event types that Mac Monitor does not know (clone, copyfile, truncate and others), and whatever was muted',
      'a missing number may be an event that was lost, or one that was muted, cleared or not chosen for the export',
    ],
  },
  osquery: {
    title: 'osquery (es_process_events)',
    missing: [
      'every event but exec, fork and exit: no files, mounts or launch items',
      'the child of a fork, and the program before an exec',
      'times below a second, and mach_time: a restart of the Mac looks like one of osquery',
      'effective and audit ids, flags of the signature but ad hoc, environment, scripts, terminal, thread, message version',
    ],
  },
};

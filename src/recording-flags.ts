/** Flags that say what is recorded and how it is kept, in the same words for one recording and for one over restarts. */
import * as Flags from '@oclif/core/flags';
import { byteSize } from './limit-flags.ts';

/** How a Mac is upgraded while it is recorded. */
export const RECORDED_METHODS = [
  'ota',
  'full-installer',
  'background-security-improvement',
  'control',
] as const;

export const recordingFlags = {
  events: Flags.string({
    default: 'upgrade',
    helpValue: 'PRESET|LIST',
    summary: 'Presets (lifecycle, upgrade, full) or event names, separated by commas.',
  }),
  label: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME=VALUE',
    summary: 'A label of your own; may be repeated.',
  }),
  redact: Flags.option({
    options: ['none', 'default', 'strict'] as const,
    default: 'default' as const,
    summary: 'What of names, arguments and environments stays out of the trace.',
  })(),
  sync: Flags.option({
    options: ['interval', 'always', 'none'] as const,
    default: 'interval' as const,
    summary: 'Against power loss: sync every 5 s, with every flush (1 s), or at the end only.',
  })(),
  'max-size': byteSize({ summary: 'End when the trace has this size, such as 20GiB.' }),
  'disk-floor': byteSize({ summary: 'End when less than this is free on its disk. [default: 2GiB]' }),
};

export const DISK_FLOOR_BYTES = 2 * 1024 ** 3;

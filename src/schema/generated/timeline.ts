// Made from schemas/timeline.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';
/**
 * How an image is signed: platform, a team id, adhoc, unsigned, or signed (without a team).
 */
type Authority = string;

/**
 * What happened in a trace, in order.
 */
export interface Timeline {
  kind: 'esdrift.timeline';
  formatVersion: 1;
  producer: Producer;
  recording: Recording;
  filters: {
    program?: string;
    events?: string[];
    sinceMs?: number;
    untilMs?: number;
  };
  quiet: Counts;
  entries: (
    | {
        kind: 'event';
        /**
         * From the first event of the trace.
         */
        offsetMs: number;
        /**
         * The last of the events it stands for.
         */
        lastMs: number;
        segment: number;
        /**
         * Of the first.
         */
        globalSeq: number;
        /**
         * Events it stands for.
         */
        count: number;
        eventType: string;
        program: TimelineProgram;
        /**
         * starts, becomes, ends, fails to start, or the event type.
         */
        verb: string;
        /**
         * What it was done to; where several, what their paths have in common.
         */
        object: string | null;
        /**
         * The origin of a rename, clone, copy or link, the parent of a start.
         */
        source: string | null;
        /**
         * How a process ended, the name of an attribute, a job label.
         */
        detail: string | null;
      }
    | {
        kind: 'segment';
        offsetMs: number;
        segment: number;
        boot: number;
      }
    | {
        kind: 'blind';
        offsetMs: number;
        forMs: number;
        reason: string;
      }
    | {
        kind: 'gap';
        offsetMs: number;
        segment: number;
        lost: number;
        /**
         * Runs of missing numbers that it stands for.
         */
        gaps: number;
      }
  )[];
  /**
   * Events that the entries stand for.
   */
  events: number;
  badLines: number;
  /**
   * Where the limit stopped the reading; null when everything was read.
   */
  stoppedAtMs: number | null;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * What a view says about the recording it shows.
 */
interface Recording {
  /**
   * Trace id.
   */
  trace: string;
  provenance: Provenance;
  method: Method;
  os?: OsVersion;
  target?: OsVersion;
  /**
   * Time of the first event, RFC 3339, UTC: offsets count from here.
   */
  startedAt: string;
  /**
   * Time of the last event.
   */
  endedAt: string;
  events: number;
  segments: {
    segment: number;
    /**
     * Counts restarts of the machine, from 0.
     */
    boot: number;
    /**
     * From the first event of the trace.
     */
    startMs: number;
    endMs: number;
    events: number;
    /**
     * By the global counter.
     */
    lost: number;
  }[];
  /**
   * Events lost, by the global counter.
   */
  lost: number;
  lostByType: Counts;
  /**
   * Lines left out when the trace was made.
   */
  badLines: number;
  oversizeLines: number;
  /**
   * The file ends before the recording was closed.
   */
  cut: boolean;
  /**
   * Times without any recording.
   */
  blindWindows: {
    fromMs: number;
    toMs: number;
    reason: string;
  }[];
}
interface OsVersion {
  /**
   * As sw_vers prints it, e.g. 26.2.
   */
  productVersion: string;
  /**
   * As sw_vers prints it, e.g. 25C56.
   */
  buildVersion: string;
}
/**
 * Number by event type.
 */
interface Counts {
  [k: string]: number;
}
interface TimelineProgram {
  /**
   * Last part of the path.
   */
  name: string;
  /**
   * null where the entry stands for several processes.
   */
  pid: number | null;
  path: string;
  signingId: string | null;
  authority: Authority;
}

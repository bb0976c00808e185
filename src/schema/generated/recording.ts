// Made from schemas/recording.schema.json by `npm run generate`. Do not edit.

/**
 * What `esdrift record --json` prints.
 */
export interface RecordingReport {
  kind: 'esdrift.recording';
  producer: Producer;
  /**
   * The trace.
   */
  path: string;
  id: string;
  source: 'eslogger' | 'input';
  /**
   * Why it ended.
   */
  endReason:
    'end-of-input' | 'stopped' | 'max-time' | 'max-size' | 'disk-floor' | 'command-ended' | 'eslogger-gone';
  durationMs: number;
  segments: number;
  events: number;
  eventsByType: Counts;
  lost: number;
  lostByType: Counts;
  /**
   * Lost by the global counter but by no type's.
   */
  lostUnattributed: number;
  duplicates: number;
  badLines: number;
  oversizeLines: number;
  /**
   * Starts of eslogger after the first; each is a blind window.
   */
  restarts: number;
  /**
   * Null where none was sent.
   */
  canaries: {
    seen: number;
    missed: number;
  } | null;
  /**
   * What eslogger was asked for; null where lines came from elsewhere.
   */
  subscription: {
    events: string[];
    /**
     * Asked for, but not offered by this Mac.
     */
    missing: string[];
    select: string[];
  } | null;
  redaction: {
    policy: 'none' | 'default' | 'strict';
    changedLines: number;
    replaced: Counts;
  };
  /**
   * How the command that was run ended; null where there was none.
   */
  command: string | null;
  rawBytes: number;
  bytes: number;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * Number by event type.
 */
interface Counts {
  [k: string]: number;
}

/** What `esdrift record` leaves behind beside the trace. Absent knowledge is null. */
import type { Producer } from './trace.ts';

export interface RecordingReport {
  readonly kind: 'esdrift.recording';
  readonly producer: Producer;
  /** The trace. */
  readonly path: string;
  readonly id: string;
  readonly source: 'eslogger' | 'input';
  /** Why it ended. */
  readonly endReason:
    'end-of-input' | 'stopped' | 'max-time' | 'max-size' | 'disk-floor' | 'command-ended' | 'eslogger-gone';
  readonly durationMs: number;
  readonly segments: number;
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  readonly lostUnattributed: number;
  readonly duplicates: number;
  readonly badLines: number;
  readonly oversizeLines: number;
  /** Starts of eslogger after the first; each is a blind window. */
  readonly restarts: number;
  /** Null where none was sent: there is no Mac to send one on, or the events asked for would not show it. */
  readonly canaries: { readonly seen: number; readonly missed: number } | null;
  /** What eslogger was asked for; null where lines came from elsewhere. */
  readonly subscription: {
    readonly events: readonly string[];
    /** Asked for, but not offered by this Mac. */
    readonly missing: readonly string[];
    readonly select: readonly string[];
  } | null;
  readonly redaction: {
    readonly policy: 'none' | 'default' | 'strict';
    readonly changedLines: number;
    /** Replacements by kind; only kinds that occurred. */
    readonly replaced: Readonly<Record<string, number>>;
  };
  /** How the command that was run ended: an exit code, a signal, or why it was not started. Null where there was none. */
  readonly command: string | null;
  /** Of event lines, and of the file. */
  readonly rawBytes: number;
  readonly bytes: number;
}

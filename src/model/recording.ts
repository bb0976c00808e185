/** What every view of a recording says beside its content: where it comes from, and what it does not hold. */
import type { Method, OsVersion, Provenance } from './trace.ts';

export interface RecordingSegment {
  readonly segment: number;
  /** Counts restarts of the machine within the recording, from 0. */
  readonly boot: number;
  /** ms from the first event of the trace. */
  readonly startMs: number;
  readonly endMs: number;
  readonly events: number;
  /** By the global counter. */
  readonly lost: number;
}

export interface RecordingNote {
  /** Trace id. */
  readonly trace: string;
  readonly provenance: Provenance;
  readonly method: Method;
  readonly os?: OsVersion;
  readonly target?: OsVersion;
  /** Time of the first event, RFC 3339, UTC: offsets count from here. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly events: number;
  readonly segments: readonly RecordingSegment[];
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  /** Lines that were left out when the trace was made. */
  readonly badLines: number;
  readonly oversizeLines: number;
  /** The file ends before the recording was closed. */
  readonly cut: boolean;
  /** Times without any recording, ms from the first event. */
  readonly blindWindows: readonly BlindWindow[];
}

export interface BlindWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
}

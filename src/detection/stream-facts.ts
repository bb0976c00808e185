import type { RecordingNote } from '../model/recording.ts';
import type { OsVersion } from '../model/trace.ts';
import type { RecordedTypes } from './rule-report.ts';

/** What is known of a recording or a stream beside its events. */
export interface StreamFacts extends RecordedTypes {
  /** Undefined for a live stream. */
  readonly recording: RecordingNote | undefined;
  readonly lost: number;
  readonly os: OsVersion | undefined;
  readonly target: OsVersion | undefined;
  /** The system that ran in a segment, where the recorder asked. */
  readonly osOf: (segment: number) => OsVersion | undefined;
}

/** How far a long operation is, as it tells whoever wants to draw it. */
export interface BytesRead {
  /** What the bytes are read for, one verb; absent where they are read for the first time. */
  readonly doing?: string | undefined;
  /** The file that is read now, from 1, of so many. */
  readonly file: number;
  readonly files: number;
  readonly path: string;
  /** Bytes read of all files together, as they lie on the disk. */
  readonly bytes: number;
  /** Null where the end is not known: standard input. */
  readonly totalBytes: number | null;
}

/** Work on what was read. */
export interface StepsDone {
  readonly doing: string;
  /** The step that begins now, from 1, of so many. */
  readonly step: number;
  readonly steps: number;
}

export type Progress = BytesRead | StepsDone;

export type OnProgress = (progress: Progress) => void;

/** How far a recording is, told while it grows. */
export interface RecordingProgress {
  readonly events: number;
  /** Since the last progress. */
  readonly eventsPerSecond: number;
  readonly elapsedMs: number;
  readonly rawBytes: number;
  readonly bytesWritten: number;
  /** So far, by the numbers that did not come. */
  readonly lost: number;
  /** Age of the oldest line that is not in the file yet. */
  readonly unflushedMs: number;
}

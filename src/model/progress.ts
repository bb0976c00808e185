/** How far a long operation is, as it tells whoever wants to draw it. */
export interface Progress {
  /** The file that is read now, from 1, of so many. */
  readonly file: number;
  readonly files: number;
  readonly path: string;
  /** Bytes read of all files together, as they lie on the disk. */
  readonly bytes: number;
  /** Null where the end is not known: standard input. */
  readonly totalBytes: number | null;
}

export type OnProgress = (progress: Progress) => void;

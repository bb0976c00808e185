/** One line of a piece, valid until the call it is given to returns. */
export interface EventLine {
  /** Redacted; the line lies from `start` to `end`, without its newline. */
  readonly piece: Buffer;
  readonly start: number;
  readonly end: number;
  /** What came. */
  original(): Buffer;
}

/** One for all lines of a piece: an object and two views for each line took longer than copying it. */
export class PieceLine implements EventLine {
  readonly piece: Buffer;
  readonly #originals: Buffer;
  start = 0;
  end = 0;
  #from = 0;
  #to = 0;

  constructor(originals: Buffer, piece: Buffer) {
    this.#originals = originals;
    this.piece = piece;
  }

  /** Of the line that came. */
  get bytes(): number {
    return this.#to - this.#from;
  }

  place(from: number, to: number, start: number, end: number): void {
    this.#from = from;
    this.#to = to;
    this.start = start;
    this.end = end;
  }

  original(): Buffer {
    return this.#originals.subarray(this.#from, this.#to);
  }

  redacted(): Buffer {
    return this.piece.subarray(this.start, this.end);
  }
}

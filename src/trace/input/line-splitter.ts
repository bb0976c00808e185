/** A line of the input, without its newline. `bytes` is valid until the visitor returns. */
export interface InputLine {
  readonly kind: 'line';
  /** From 1. */
  readonly number: number;
  /** Byte offset of its first byte in the (decompressed) input. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** False for the last line of an input that ends without a newline. */
  readonly ended: boolean;
}

/** A line longer than the limit: seen, measured, never held. */
export interface OversizeLine {
  readonly kind: 'oversize';
  readonly number: number;
  readonly offset: number;
  readonly length: number;
}

type Visit = (line: InputLine | OversizeLine) => void;

const NEWLINE = 0x0a;

/** Cuts a stream into lines, however it comes in pieces. Holds at most one line of the longest length allowed. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #visit: Visit;
  /** Start of a line whose end has not come yet, in a buffer that grows by doubling. */
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the current line so far; those of an oversize line are not held. */
  #length = 0;
  #number = 1;
  #offset = 0;

  constructor(maxLineBytes: number, visit: Visit) {
    this.#maxLineBytes = maxLineBytes;
    this.#visit = visit;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      if (this.#length === 0) this.#emit(chunk.subarray(start, end), end - start, true);
      else {
        this.#hold(chunk, start, end);
        this.#emitHeld(true);
      }
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk, start, chunk.length);
  }

  /** The input has ended: a last line without a newline is still one. */
  end(): void {
    if (this.#length > 0) this.#emitHeld(false);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const length = this.#length + (end - start);
    if (length > this.#maxLineBytes) this.#held = Buffer.alloc(0);
    else {
      if (length > this.#held.length) {
        const grown = Buffer.allocUnsafe(
          Math.min(this.#maxLineBytes, Math.max(length, 2 * this.#held.length, 4096)),
        );
        this.#held.copy(grown, 0, 0, this.#length);
        this.#held = grown;
      }
      chunk.copy(this.#held, this.#length, start, end);
    }
    this.#length = length;
  }

  #emitHeld(ended: boolean): void {
    const length = this.#length;
    this.#length = 0;
    this.#emit(this.#held.subarray(0, Math.min(length, this.#held.length)), length, ended);
  }

  #emit(bytes: Buffer, length: number, ended: boolean): void {
    const number = this.#number;
    const offset = this.#offset;
    this.#number += 1;
    this.#offset += length + 1;
    if (length > this.#maxLineBytes) this.#visit({ kind: 'oversize', number, offset, length });
    else this.#visit({ kind: 'line', number, offset, bytes, ended });
  }
}

import type { InputFile } from '../platform/input-file.ts';

const WINDOW_BYTES = 256 * 1024;

/** Small reads that mostly move forward, from one buffered window of the file. */
export class ByteWindow {
  readonly #file: InputFile;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(file: InputFile) {
    this.#file = file;
  }

  get size(): number {
    return this.#file.size;
  }

  /** Up to `length` bytes at `offset`; fewer only at the end of the file. Valid until the next call. */
  async peek(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (offset < this.#start || offset + wanted > this.#start + this.#bytes.length) {
      this.#bytes = await this.#file.read(offset, Math.max(wanted, WINDOW_BYTES));
      this.#start = offset;
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + wanted);
  }
}

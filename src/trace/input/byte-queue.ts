/** Pull reading of a stream: look at the next bytes, take them, or pass over them. Holds no more than what is looked at. */
export class ByteQueue {
  readonly #source: AsyncIterator<Buffer>;
  #chunks: Buffer[] = [];
  #available = 0;
  #ended = false;
  #offset = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Up to `length` bytes, left in place; fewer only at the end. */
  async peek(length: number): Promise<Buffer> {
    await this.#fill(length);
    const [first] = this.#chunks;
    if (first === undefined) return Buffer.alloc(0);
    if (first.length >= length || this.#chunks.length === 1) return first.subarray(0, length);
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined.subarray(0, length);
  }

  /** Up to `length` bytes; fewer only at the end. */
  async take(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    this.#drop(bytes.length);
    return bytes;
  }

  /** Passes over `length` bytes without keeping them; returns how many there were. */
  async skip(length: number): Promise<number> {
    let left = length;
    while (left > 0 && (await this.#fill(1))) {
      const step = Math.min(left, this.#available);
      this.#drop(step);
      left -= step;
    }
    return length - left;
  }

  /** Everything that is left. */
  async *rest(): AsyncGenerator<Buffer, void> {
    while (await this.#fill(1)) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) return;
      this.#drop(chunk.length);
      yield chunk;
    }
  }

  /** Lets go of the source, wherever reading stopped. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#source.return?.();
  }

  async #fill(length: number): Promise<boolean> {
    while (this.#available < length && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else if (next.value.length > 0) {
        this.#chunks.push(next.value);
        this.#available += next.value.length;
      }
    }
    return this.#available >= length;
  }

  #drop(length: number): void {
    this.#available -= length;
    this.#offset += length;
    let left = length;
    while (left > 0) {
      const [first] = this.#chunks;
      if (first === undefined) return;
      if (first.length > left) {
        this.#chunks[0] = first.subarray(left);
        return;
      }
      left -= first.length;
      this.#chunks.shift();
    }
  }
}

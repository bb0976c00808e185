/** Blocks of one size for what is read: those given back are used again, a few at most. */
const MOST_SPARE = 64;

export class BlockPool {
  readonly #blockBytes: number;
  readonly #spare: ArrayBuffer[] = [];
  /** Handed out and not yet given back; what nobody gives back goes with whoever holds it. */
  readonly #out = new WeakSet<ArrayBufferLike>();

  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
  }

  take(): Buffer {
    const block = this.#spare.pop() ?? new ArrayBuffer(this.#blockBytes);
    this.#out.add(block);
    return Buffer.from(block);
  }

  /** `piece`: all that is in use of a block. Anything else is left alone. */
  giveBack(piece: Buffer): void {
    const { buffer } = piece;
    if (!(buffer instanceof ArrayBuffer) || !this.#out.delete(buffer)) return;
    if (this.#spare.length < MOST_SPARE) this.#spare.push(buffer);
  }
}

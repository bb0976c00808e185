import { DamageError } from '../damage.ts';
import {
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  parseBlockHeader,
  type ZstdFrameHeader,
} from '../frame-header.ts';
import type { ByteQueue } from './byte-queue.ts';
import type { RatioGuard } from './ratio-guard.ts';

/** The input ends within a frame. */
export class CutError extends Error {}

/** Takes one data frame from a stream, block by block: its end follows from its headers. */
export class FrameBytes {
  readonly #queue: ByteQueue;
  readonly #header: ZstdFrameHeader;
  readonly #offset: number;
  readonly #guard: RatioGuard;
  /** The input ended before the frame did. */
  cut = false;

  constructor(queue: ByteQueue, header: ZstdFrameHeader, offset: number, guard: RatioGuard) {
    this.#queue = queue;
    this.#header = header;
    this.#offset = offset;
    this.#guard = guard;
  }

  /** One block a piece, the frame header with the first, the checksum with the last. Errors: DamageError. */
  async *blocks(): AsyncGenerator<Buffer, void> {
    let before = await this.#take(this.#header.headerBytes);
    for (let last = false; !last;) {
      const start = await this.#queue.peek(BLOCK_HEADER_BYTES);
      const block = start.length < BLOCK_HEADER_BYTES ? undefined : parseBlockHeader(start);
      if (typeof block === 'string') throw new DamageError(this.#offset, block);
      if (!block) this.cut = true;
      else {
        last = block.last;
        const bytes = await this.#take(BLOCK_HEADER_BYTES + block.bytes);
        const after = last && this.#header.checksum ? await this.#take(CHECKSUM_BYTES) : Buffer.alloc(0);
        yield Buffer.concat([before, bytes, after]);
        before = Buffer.alloc(0);
      }
      if (this.cut) return;
    }
  }

  /** The whole frame. Errors: CutError, DamageError where it is larger than `maxBytes`. */
  async whole(maxBytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let total = 0;
    for await (const piece of this.blocks()) {
      pieces.push(piece);
      total += piece.length;
      if (total > maxBytes) throw new DamageError(this.#offset, 'a frame is far larger than its content');
    }
    if (this.cut) throw new CutError();
    return Buffer.concat(pieces);
  }

  async #take(bytes: number): Promise<Buffer> {
    const taken = await this.#queue.take(bytes);
    this.#guard.took(taken.length);
    if (taken.length < bytes) this.cut = true;
    return taken;
  }
}

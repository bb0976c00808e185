import type { Envelope } from '../eslogger/scan-envelope.ts';
import { FrameAccount } from './account.ts';
import { FRAME_CONTENT_BYTES } from './limits.ts';

const NEWLINE = 0x0a;

/** The frame of one segment while lines come. */
export class OpenFrame {
  readonly account: FrameAccount;
  readonly buffer: Buffer;
  #used = 0;

  constructor(segment: number, buffer: Buffer) {
    this.account = new FrameAccount(segment);
    this.buffer = buffer;
  }

  get content(): Buffer {
    return this.buffer.subarray(0, this.#used);
  }

  hasRoomFor(bytes: number): boolean {
    return this.#used + bytes <= this.buffer.length;
  }

  /** A line without its newline, as a part of `piece`. */
  add(piece: Buffer, start: number, end: number, meta: Envelope): void {
    piece.copy(this.buffer, this.#used, start, end);
    this.#used += end - start + 1;
    this.buffer[this.#used - 1] = NEWLINE;
    this.account.add(meta);
  }
}

/** Buffers of frames that are written serve the next ones. */
export class FrameBuffers {
  readonly #spare: Buffer[] = [];

  take(firstLineBytes: number): Buffer {
    if (firstLineBytes > FRAME_CONTENT_BYTES) return Buffer.allocUnsafe(firstLineBytes);
    return this.#spare.pop() ?? Buffer.allocUnsafe(FRAME_CONTENT_BYTES);
  }

  giveBack(buffer: Buffer): void {
    if (buffer.length === FRAME_CONTENT_BYTES) this.#spare.push(buffer);
  }
}

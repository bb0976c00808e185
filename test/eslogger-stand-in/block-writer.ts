import { openSync, writeSync } from 'node:fs';

/**
 * stdout as a C program has it: written when a block is full, and blocking while the reader is slow.
 * What is still in the block when the process dies is lost, in the middle of a line as like as not.
 */
export class BlockWriter {
  readonly #blockBytes: number;
  #waiting: Buffer[] = [];
  #size = 0;

  constructor(blockBytes: number | undefined) {
    this.#blockBytes = blockBytes ?? 0;
  }

  /** The bytes may be used again after the call. */
  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#blockBytes === 0) {
      writeFully(bytes);
      return;
    }
    this.#waiting.push(Buffer.from(bytes));
    this.#size += bytes.length;
    if (this.#size < this.#blockBytes) return;
    const all = Buffer.concat(this.#waiting);
    const whole = all.length - (all.length % this.#blockBytes);
    for (let from = 0; from < whole; from += this.#blockBytes) {
      writeFully(all.subarray(from, from + this.#blockBytes));
    }
    this.#waiting = [all.subarray(whole)];
    this.#size = all.length - whole;
  }

  /** An orderly end, as `exit` does it. */
  flush(): void {
    writeFully(Buffer.concat(this.#waiting));
    this.#waiting = [];
    this.#size = 0;
  }
}

/** A full millisecond for each full pipe would hold the stand-in to 60 MB a second, whatever its reader takes. */
const RETRY_MS = 0.02;
/** Node makes the pipe it gets as stdout one that does not block; opened anew it does, as eslogger's. A socket cannot be opened. */
const STDOUT = blockingStdout();

function blockingStdout(): number {
  try {
    return openSync('/dev/stdout', 'w');
  } catch {
    return 1;
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4));

function writeFully(bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(STDOUT, bytes, from);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The pipe is full and not blocking, or a signal came in between: again.
      if (code === 'EAGAIN' || code === 'EINTR') Atomics.wait(NEVER, 0, 0, RETRY_MS);
      else if (code === 'EPIPE') process.exit(0);
      else throw error;
    }
  }
}

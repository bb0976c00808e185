import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { AppError } from '../errors.ts';
import { BlockPool } from './block-pool.ts';

const STDIN = 0;
/** What a pipe holds at most on Linux, and macOS. */
const BLOCK_BYTES = 64 * 1024;
/** Read ahead of whoever takes the pieces. */
const MOST_WAITING = 16;

/** The pipe in blocks, where somebody reads it so: `process.stdin` must not open it a second time. */
let inBlocks: Socket | undefined;

/** Standard input, piece by piece. Errors: usage where a person sits at it. */
export async function* readStdin(): AsyncGenerator<Buffer, void> {
  const { stdin } = process;
  if (stdin.isTTY) {
    throw new AppError(
      'usage',
      'Nothing is piped into standard input.',
      'Pipe lines into it, or name a file instead of `-`.',
    );
  }
  // process.stdin is twice as fast as a read stream on fd 0.
  for await (const chunk of stdin) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

export interface StdinBlocks {
  readonly chunks: AsyncGenerator<Buffer, void>;
  /** A piece that is not looked at any more: its memory is read into again. */
  readonly release: (chunk: Buffer) => void;
}

/**
 * The same for whoever reads gigabytes: memory that is given back is used again. Node gives every read a block of its own, and collecting
 * them took a seventh of a recording's CPU. A piece that is never given back is simply kept.
 */
export function readStdinInBlocks(): StdinBlocks {
  const status = fstatSync(STDIN);
  if (!status.isFIFO() && !status.isSocket()) return { chunks: readStdin(), release: () => undefined };
  const pool = new BlockPool(BLOCK_BYTES);
  return { chunks: blocksOf(pool), release: (chunk) => pool.giveBack(chunk) };
}

async function* blocksOf(pool: BlockPool): AsyncGenerator<Buffer, void> {
  const waiting: Buffer[] = [];
  let end: { readonly error?: Error } | undefined;
  let wake = (): void => undefined;
  const socket = new Socket({
    fd: STDIN,
    readable: true,
    writable: false,
    onread: {
      buffer: () => pool.take(),
      callback: (bytes, block) => {
        waiting.push(Buffer.from(block.buffer, block.byteOffset, bytes));
        wake();
        return waiting.length < MOST_WAITING;
      },
    },
  });
  inBlocks = socket;
  socket.once('error', (error) => (end ??= { error }));
  socket.once('close', () => {
    end ??= {};
    wake();
  });
  socket.resume();
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) {
        if (waiting.length < MOST_WAITING) socket.resume();
        yield next;
      } else if (end !== undefined) {
        if (end.error !== undefined) throw end.error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    socket.destroy();
  }
}

/** Ends reading although the writer goes on; without it a pipe keeps the process alive. */
export function closeStdin(): void {
  (inBlocks ?? process.stdin).destroy();
}

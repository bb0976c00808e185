import { AppError } from '../../errors.ts';
import { gunzip } from '../../platform/gunzip.ts';
import { InputFile } from '../../platform/input-file.ts';
import { readStdin, readStdinInBlocks } from '../../platform/stdin.ts';
import { zstdEngine } from '../../platform/zstd.ts';
import { isSkippableMagic, ZSTD_MAGIC } from '../container.ts';
import { DamageError } from '../damage.ts';
import type { TraceLimits } from '../limits.ts';
import { ByteQueue } from './byte-queue.ts';
import type { InputPart } from './content.ts';
import { inputDamaged } from './input-errors.ts';
import { RatioGuard } from './ratio-guard.ts';
import { readZstdFrames } from './zstd-frames.ts';

/** An input of `trace import`: a path, or `-` for standard input. */
export interface Input {
  /** As the person gave it, for messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Buffer>;
}

const STDIN_NAME = 'standard input';

/** The bytes of a file. Errors: not-found, not-a-file, permission-denied. */
async function* fileChunks(path: string): AsyncGenerator<Buffer, void> {
  await using file = await InputFile.open(path);
  yield* file.chunks();
}

export function openInput(path: string): Input {
  return path === '-' ? { name: STDIN_NAME, chunks: readStdin() } : { name: path, chunks: fileChunks(path) };
}

/** The same for whoever says when a piece was used, so that a pipe is read into the same memory again and again. */
export function openInputInBlocks(path: string): {
  readonly input: Input;
  readonly release: (chunk: Buffer) => void;
} {
  if (path !== '-') return { input: openInput(path), release: () => undefined };
  const { chunks, release } = readStdinInBlocks();
  return { input: { name: STDIN_NAME, chunks }, release };
}

/** Plain, gzip or zstd, told by the first bytes. Errors: trace-damaged, limit-exceeded, unsupported-here. */
export async function* readInput(input: Input, limits: TraceLimits): AsyncGenerator<InputPart, void> {
  const queue = new ByteQueue(input.chunks);
  try {
    yield* readQueue(input.name, queue, new RatioGuard(input.name, limits.maxRatio));
  } finally {
    await queue.close();
  }
}

async function* readQueue(
  name: string,
  queue: ByteQueue,
  guard: RatioGuard,
): AsyncGenerator<InputPart, void> {
  const start = await queue.peek(4);
  if (start[0] === 0x1f && start[1] === 0x8b) return yield* readGzip(name, queue, guard);
  const magic = start.length < 4 ? 0 : start.readUInt32LE(0);
  if (magic === ZSTD_MAGIC || isSkippableMagic(magic)) {
    return yield* readZstdFrames({ name, queue, guard, engine: await zstdEngine() });
  }
  const other = OTHER_COMPRESSION.find(([prefix]) => start.subarray(0, prefix.length).equals(prefix));
  if (other) throw otherCompression(name, other[1]);
  for await (const bytes of queue.rest()) yield { kind: 'content', bytes };
}

async function* readGzip(name: string, queue: ByteQueue, guard: RatioGuard): AsyncGenerator<InputPart, void> {
  const contents = gunzip(guarded(queue, guard));
  for (;;) {
    const next = await contents.next();
    if (next.done !== true) {
      guard.makes(next.value.length);
      yield { kind: 'content', bytes: next.value };
      continue;
    }
    if (next.value.kind === 'cut') yield { kind: 'cut', offset: queue.offset };
    else if (next.value.kind === 'damaged') {
      throw inputDamaged(name, new DamageError(queue.offset, `at or before here, ${next.value.reason}`));
    }
    return;
  }
}

async function* guarded(queue: ByteQueue, guard: RatioGuard): AsyncGenerator<Buffer, void> {
  for await (const chunk of queue.rest()) {
    guard.took(chunk.length);
    yield chunk;
  }
}

const OTHER_COMPRESSION: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('BZh'), 'bzip2'],
  [Buffer.from([0xfd, 0x37, 0x7a, 0x58]), 'xz'],
  [Buffer.from('PK\u0003\u0004'), 'zip'],
  [Buffer.from([0x04, 0x22, 0x4d, 0x18]), 'lz4'],
];

function otherCompression(name: string, what: string): AppError {
  return new AppError(
    'unsupported-here',
    `${name} is compressed with ${what}; plain, gzip and zstd input is read.`,
    `Decompress it on the way in: \`${what === 'zip' ? 'unzip -p' : `${what} -dc`} ${name} | esdrift trace import -\`.`,
  );
}

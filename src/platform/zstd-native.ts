import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { AppError } from '../errors.ts';
import { decodeSteps } from './decode-steps.ts';
import type { ZstdEngine } from './zstd.ts';
import { ZstdError } from './zstd-error.ts';

const available: Partial<Pick<typeof zlib, 'zstdCompress'>> = zlib;

/** Whether this runtime brings zstd: Node 22.15, 23.8 and newer. */
export function nativeZstdExists(): boolean {
  return available.zstdCompress !== undefined;
}

/** 4 MiB: the most that a data frame usually holds. */
const FRAME_WINDOW_LOG = 22;

let engine: ZstdEngine | undefined;

export function nativeZstd(): ZstdEngine {
  if (!nativeZstdExists()) {
    throw new AppError(
      'unsupported-here',
      `Node ${process.versions.node} has no zstd of its own.`,
      'Unset ESDRIFT_ZSTD, or run Node 22.15 or newer.',
    );
  }
  engine ??= build();
  return engine;
}

/**
 * Level 3 is zstd's default; one-shot calls run on the thread pool. Large output chunks spare a round trip per 16 KiB.
 * Lines of JSON repeat in long stretches: with matches of 7 bytes at least, over the whole frame, level 3 is both faster and 4 % smaller.
 */
function build(): ZstdEngine {
  const { constants } = zlib;
  const compress = promisify((content: Uint8Array, done: (error: Error | null, frame: Buffer) => void) =>
    zlib.zstdCompress(
      content,
      {
        chunkSize: 512 * 1024,
        pledgedSrcSize: content.length,
        params: {
          [constants.ZSTD_c_compressionLevel]: 3,
          [constants.ZSTD_c_windowLog]: FRAME_WINDOW_LOG,
          [constants.ZSTD_c_minMatch]: 7,
          [constants.ZSTD_c_checksumFlag]: 1,
          [constants.ZSTD_c_contentSizeFlag]: 1,
        },
      },
      done,
    ),
  );
  const decompress = promisify(
    (frame: Uint8Array, bytes: number, done: (error: Error | null, content: Buffer) => void) =>
      zlib.zstdDecompress(frame, decodeOptions(bytes), done),
  );
  return {
    name: 'native',
    maxContentBytes: 0x1fff_ffff,
    compress: async (content) => compress(content),
    decompress: async (frame, contentBytes) => {
      try {
        return sized(await decompress(frame, contentBytes), contentBytes);
      } catch (error) {
        throw zstdError(error);
      }
    },
    decompressSync: (frame, contentBytes) => {
      try {
        return sized(zlib.zstdDecompressSync(frame, decodeOptions(contentBytes)), contentBytes);
      } catch (error) {
        throw zstdError(error);
      }
    },
    stream: decodeStream,
  };
}

/** Frames of nearly one size get rooms of one size, so that each takes the memory of one before it instead of new pages. */
const ROOM_STEP = 64 * 1024;

/** One output chunk holds the whole content, and one byte more than promised is already an error. */
function decodeOptions(contentBytes: number): zlib.ZstdOptions {
  const chunkSize =
    contentBytes < ROOM_STEP ? contentBytes + 64 : (Math.floor(contentBytes / ROOM_STEP) + 1) * ROOM_STEP;
  return { chunkSize, maxOutputLength: Math.max(1, contentBytes) };
}

function sized(content: Buffer, contentBytes: number): Buffer {
  if (content.length === contentBytes) return content;
  throw new ZstdError(`it holds ${content.length} bytes where its header promises ${contentBytes}`);
}

async function* decodeStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const end = yield* decodeSteps(zlib.createZstdDecompress({ chunkSize: 256 * 1024 }), pieces);
  if (end.kind === 'failed') throw zstdError(end.error);
  if (end.kind === 'ended-early') throw new ZstdError('it ends before its last block');
}

function zstdError(error: unknown): ZstdError {
  if (error instanceof ZstdError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ZstdError(`zstd says: ${reason}`, { cause: error });
}

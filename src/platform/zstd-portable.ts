import xxhash from 'xxhash-wasm';
import zstdCodec from 'zstd-codec';
import { AppError } from '../errors.ts';
import type { ZstdEngine } from './zstd.ts';
import { ZstdError } from './zstd-error.ts';

/**
 * zstd 1.3.6 as WebAssembly. Its heap has a fixed 16 MiB: 6 MiB of content abort it for good, so more than a line of
 * 4 MiB and its newline never gets there. It leaves the checksum out, so the flag is set and the checksum appended here:
 * the low four bytes of XXH64 over the content (RFC 8878, 3.1.1).
 */
const MAX_CONTENT_BYTES = 4 * 1024 * 1024 + 1;
/** Compressed data may be a little larger than its content: ZSTD_COMPRESSBOUND for 4 MiB, and a frame header. */
const MAX_FRAME_BYTES = MAX_CONTENT_BYTES + (MAX_CONTENT_BYTES >> 8) + 64;
const DESCRIPTOR_OFFSET = 4;
const CHECKSUM_FLAG = 0b100;

let engine: Promise<ZstdEngine> | undefined;

export async function portableZstd(): Promise<ZstdEngine> {
  engine ??= load();
  return engine;
}

async function load(): Promise<ZstdEngine> {
  const hashes = await xxhash();
  const codec = await new Promise<Parameters<Parameters<typeof zstdCodec.ZstdCodec.run>[0]>[0]>((resolve) =>
    zstdCodec.ZstdCodec.run(resolve),
  );
  const simple = new codec.Simple();

  function compress(content: Uint8Array): Buffer {
    if (content.length > MAX_CONTENT_BYTES) throw tooLarge(content.length);
    const frame = attempt(() => simple.compress(content, 3));
    if (!frame) throw new ZstdError('the portable engine could not compress a frame');
    const withChecksum = Buffer.allocUnsafe(frame.length + 4);
    withChecksum.set(frame);
    withChecksum[DESCRIPTOR_OFFSET] = withChecksum.readUInt8(DESCRIPTOR_OFFSET) | CHECKSUM_FLAG;
    withChecksum.writeUInt32LE(Number(hashes.h64Raw(content) & 0xffff_ffffn), frame.length);
    return withChecksum;
  }

  function decompressSync(frame: Uint8Array, contentBytes: number): Buffer {
    if (contentBytes > MAX_CONTENT_BYTES || frame.length > MAX_FRAME_BYTES) throw tooLarge(contentBytes);
    const content = attempt(() => simple.decompress(frame));
    if (!content) throw new ZstdError('its content does not decode, or does not fit its checksum');
    if (content.length !== contentBytes) {
      throw new ZstdError(`it holds ${content.length} bytes where its header promises ${contentBytes}`);
    }
    return Buffer.from(content.buffer, content.byteOffset, content.length);
  }

  return {
    name: 'portable',
    maxContentBytes: MAX_CONTENT_BYTES,
    compress: (content) => Promise.resolve(content).then(compress),
    decompress: (frame, contentBytes) =>
      Promise.resolve(frame).then((bytes) => decompressSync(bytes, contentBytes)),
    decompressSync,
    stream: undefined,
  };
}

/** What the WebAssembly module throws when it gives up is no error of its own kind. */
function attempt(work: () => Uint8Array | null): Uint8Array | null {
  try {
    return work();
  } catch (error) {
    throw new ZstdError('the portable zstd engine gave up', { cause: error });
  }
}

function tooLarge(bytes: number): AppError {
  return new AppError(
    'unsupported-here',
    `The portable zstd engine handles at most ${MAX_CONTENT_BYTES} bytes in one frame; this one holds ${bytes}.`,
    'Run Node 22.15 or newer, which brings zstd of its own (and unset ESDRIFT_ZSTD).',
  );
}

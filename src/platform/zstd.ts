import { AppError } from '../errors.ts';
import { nativeZstd, nativeZstdExists } from './zstd-native.ts';

/**
 * One zstd frame at a time. Two engines stand behind this: Node's own zstd (Node 22.15 and newer), and zstd 1.3.6 as
 * WebAssembly for older runtimes and as an independent witness in tests. Both write frames with content size and checksum,
 * and each reads what the other wrote.
 */
export interface ZstdEngine {
  readonly name: ZstdEngineName;
  /** The most content one frame may hold here, in bytes. */
  readonly maxContentBytes: number;
  /** One frame with content size and checksum. */
  compress(content: Uint8Array): Promise<Buffer>;
  /**
   * The content of exactly one frame. `contentBytes` is what its header promises; the caller has checked it against a limit.
   * Throws ZstdError where the frame is damaged or holds another number of bytes.
   */
  decompress(frame: Uint8Array, contentBytes: number): Promise<Buffer>;
  decompressSync(frame: Uint8Array, contentBytes: number): Buffer;
  /**
   * Content of one frame of any size, piece by piece, from its bytes, one block a piece. Undefined where the engine cannot.
   * Throws ZstdError at damage or an early end, after all content before it was given.
   */
  readonly stream: ((pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Buffer>) | undefined;
}

export type ZstdEngineName = 'native' | 'portable';

/** The variable that forces an engine: `native` or `portable`. */
export const ZSTD_VARIABLE = 'ESDRIFT_ZSTD';

/** The engine for this process: the native one where the runtime has it, unless ESDRIFT_ZSTD says otherwise. */
export async function zstdEngine(name: ZstdEngineName = chosenEngine()): Promise<ZstdEngine> {
  if (name === 'native') return nativeZstd();
  const { portableZstd } = await import('./zstd-portable.ts');
  return portableZstd();
}

function chosenEngine(): ZstdEngineName {
  const forced = process.env[ZSTD_VARIABLE] ?? '';
  if (forced === 'native' || forced === 'portable') return forced;
  if (forced === '') return nativeZstdExists() ? 'native' : 'portable';
  throw new AppError(
    'config-invalid',
    `${ZSTD_VARIABLE} is "${forced}".`,
    'Set it to native or portable, or unset it.',
  );
}

import zlib from 'node:zlib';
import { systemCode } from './file-errors.ts';
import { decodeSteps } from './decode-steps.ts';

/** How a gzip stream ended. Whatever decoded before was given. */
export type GunzipEnd =
  | { readonly kind: 'whole' }
  /** The input ends within a member. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'damaged'; readonly reason: string };

/** gzip makes at most 1032 bytes of one, so that one piece makes at most 16 MiB. */
const PIECE_BYTES = 16 * 1024;

/** The content of a gzip stream of any number of members. */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, GunzipEnd> {
  const end = yield* decodeSteps(zlib.createGunzip({ chunkSize: 256 * 1024 }), pieces(source));
  switch (end.kind) {
    case 'ended':
      return { kind: 'whole' };
    case 'ended-early':
      return { kind: 'damaged', reason: 'other bytes follow the gzip data' };
    case 'failed':
      if (systemCode(end.error) === 'Z_BUF_ERROR') return { kind: 'cut' };
      return { kind: 'damaged', reason: end.error instanceof Error ? end.error.message : String(end.error) };
  }
}

async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

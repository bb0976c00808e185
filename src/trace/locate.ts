import type { ByteWindow } from './byte-window.ts';
import { isSkippableMagic, SKIPPABLE_HEADER_BYTES, ZSTD_MAGIC } from './container.ts';
import {
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  frameHeaderBytes,
  parseBlockHeader,
  parseFrameHeader,
} from './frame-header.ts';

/** A frame whose bytes are all there. Nothing is said yet about whether it decodes. */
export type LocatedFrame =
  | { readonly kind: 'skippable'; readonly offset: number; readonly bytes: number; readonly magic: number }
  | {
      readonly kind: 'data';
      readonly offset: number;
      readonly bytes: number;
      readonly contentBytes: number | undefined;
      readonly checksum: boolean;
      readonly dictionary: boolean;
    };

export type Location =
  | LocatedFrame
  /** The file ends inside this frame. */
  | { readonly kind: 'cut'; readonly offset: number }
  /** Here is no frame. */
  | { readonly kind: 'not-a-frame'; readonly offset: number; readonly reason: string };

/** The frame that begins at `offset`: where it ends follows from its headers alone. */
export async function locateFrame(window: ByteWindow, offset: number): Promise<Location> {
  const start = await window.peek(offset, SKIPPABLE_HEADER_BYTES);
  if (start.length < 4) return { kind: 'cut', offset };
  const magic = start.readUInt32LE(0);
  if (magic === ZSTD_MAGIC) return locateDataFrame(window, offset);
  if (!isSkippableMagic(magic)) return { kind: 'not-a-frame', offset, reason: 'no frame begins here' };
  if (start.length < SKIPPABLE_HEADER_BYTES) return { kind: 'cut', offset };
  const bytes = SKIPPABLE_HEADER_BYTES + start.readUInt32LE(4);
  return offset + bytes > window.size ? { kind: 'cut', offset } : { kind: 'skippable', offset, bytes, magic };
}

async function locateDataFrame(window: ByteWindow, offset: number): Promise<Location> {
  const descriptor = await window.peek(offset + 4, 1);
  const [flags] = descriptor;
  if (flags === undefined) return { kind: 'cut', offset };
  const headerBytes = frameHeaderBytes(flags);
  const bytes = await window.peek(offset, headerBytes);
  if (bytes.length < headerBytes) return { kind: 'cut', offset };
  const header = parseFrameHeader(bytes);
  if (typeof header === 'string') return { kind: 'not-a-frame', offset, reason: header };
  let end = offset + headerBytes;
  for (let last = false; !last;) {
    const blockBytes = await window.peek(end, BLOCK_HEADER_BYTES);
    if (blockBytes.length < BLOCK_HEADER_BYTES) return { kind: 'cut', offset };
    const block = parseBlockHeader(blockBytes);
    if (typeof block === 'string') return { kind: 'not-a-frame', offset, reason: block };
    end += BLOCK_HEADER_BYTES + block.bytes;
    last = block.last;
  }
  if (header.checksum) end += CHECKSUM_BYTES;
  if (end > window.size) return { kind: 'cut', offset };
  const { contentBytes, checksum, dictionary } = header;
  return { kind: 'data', offset, bytes: end - offset, contentBytes, checksum, dictionary };
}

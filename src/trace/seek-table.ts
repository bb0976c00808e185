/**
 * The seek table of the zstd seekable format (zstd, contrib/seekable_format): the payload of the file's last skippable frame.
 *
 *     one entry per frame before it:  compressed size 4 · content size 4      (little endian; skippable frames hold no content)
 *     footer:                         number of entries 4 · descriptor 1 · magic 0x8F92EAB1 4
 *
 * Every frame has an entry, our skippable ones too, so that adding up compressed sizes gives each frame's offset.
 */
import { SEEK_TABLE_MAGIC, SKIPPABLE_HEADER_BYTES, skippableFrame } from './container.ts';
import { MAX_FRAMES } from './limits.ts';

export interface SeekEntry {
  readonly bytes: number;
  /** 0 for skippable frames. */
  readonly contentBytes: number;
}

const SEEKABLE_MAGIC = 0x8f92eab1;
const ENTRY_BYTES = 8;
export const SEEK_FOOTER_BYTES = 9;

export function encodeSeekTable(entries: readonly SeekEntry[]): Buffer {
  const payload = Buffer.alloc(entries.length * ENTRY_BYTES + SEEK_FOOTER_BYTES);
  entries.forEach((entry, index) => {
    payload.writeUInt32LE(entry.bytes, index * ENTRY_BYTES);
    payload.writeUInt32LE(entry.contentBytes, index * ENTRY_BYTES + 4);
  });
  const footer = entries.length * ENTRY_BYTES;
  payload.writeUInt32LE(entries.length, footer);
  payload.writeUInt8(0, footer + 4);
  payload.writeUInt32LE(SEEKABLE_MAGIC, footer + 5);
  return skippableFrame(SEEK_TABLE_MAGIC, payload);
}

/** Size of the whole seek table frame, from the last bytes of a file; undefined where they are no footer of ours. */
export function seekTableBytes(footer: Buffer): number | undefined {
  if (footer.length !== SEEK_FOOTER_BYTES || footer.readUInt32LE(5) !== SEEKABLE_MAGIC) return undefined;
  const entries = footer.readUInt32LE(0);
  if (footer.readUInt8(4) !== 0 || entries > MAX_FRAMES) return undefined;
  return SKIPPABLE_HEADER_BYTES + entries * ENTRY_BYTES + SEEK_FOOTER_BYTES;
}

/** `frame` is the whole skippable frame at `offset`. Undefined where its parts do not add up to `offset`. */
export function decodeSeekTable(frame: Buffer, offset: number): readonly SeekEntry[] | undefined {
  const bytes = seekTableBytes(frame.subarray(-SEEK_FOOTER_BYTES));
  if (bytes !== frame.length || frame.readUInt32LE(0) !== SEEK_TABLE_MAGIC) return undefined;
  if (frame.readUInt32LE(4) !== frame.length - SKIPPABLE_HEADER_BYTES) return undefined;
  const entries: SeekEntry[] = [];
  let total = 0;
  for (let at = SKIPPABLE_HEADER_BYTES; at < frame.length - SEEK_FOOTER_BYTES; at += ENTRY_BYTES) {
    const entry = { bytes: frame.readUInt32LE(at), contentBytes: frame.readUInt32LE(at + 4) };
    entries.push(entry);
    total += entry.bytes;
  }
  return total === offset ? entries : undefined;
}

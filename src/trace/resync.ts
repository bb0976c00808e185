import { ByteWindow } from './byte-window.ts';
import { HEADER_MAGIC, RECORDS_MAGIC, SEEK_TABLE_MAGIC, SUMMARY_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import type { FrameReader } from './frame-reader.ts';
import {
  MAX_FRAME_BYTES,
  MAX_FRAME_CONTENT_BYTES,
  MAX_JSON_FRAME_BYTES,
  MAX_SEEK_TABLE_BYTES,
  MAX_SUMMARY_BYTES,
} from './limits.ts';
import { locateFrame, type LocatedFrame } from './locate.ts';
import { decodeSeekTable } from './seek-table.ts';

const STEP_BYTES = 1 << 20;
const ZSTD_START = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** The last three bytes of every skippable magic; the first is 0x50 to 0x5F. */
const SKIPPABLE_END = Buffer.from([0x2a, 0x4d, 0x18]);

/**
 * The next whole frame of ours at or after `offset`, where the chain of frames is broken. This is the one place that looks for
 * magic numbers, and a match counts only if the frame proves itself: by its checksum, its CRC, or the sum of its parts.
 */
export async function findFrame(reader: FrameReader, offset: number): Promise<LocatedFrame | undefined> {
  const { file } = reader;
  const window = new ByteWindow(file);
  for (let start = offset; start < file.size; start += STEP_BYTES) {
    // Magics that straddle two steps are seen by the first of them.
    const bytes = await file.read(start, STEP_BYTES + 3);
    for (const at of candidates(bytes)) {
      const frame = await provenFrame(reader, window, start + at);
      if (frame) return frame;
    }
  }
  return undefined;
}

function candidates(bytes: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(ZSTD_START); at !== -1; at = bytes.indexOf(ZSTD_START, at + 1)) found.push(at);
  for (let at = bytes.indexOf(SKIPPABLE_END); at !== -1; at = bytes.indexOf(SKIPPABLE_END, at + 1)) {
    const first = bytes[at - 1];
    if (first !== undefined && first >>> 4 === 5) found.push(at - 1);
  }
  return found.sort((a, b) => a - b);
}

async function provenFrame(
  reader: FrameReader,
  window: ByteWindow,
  offset: number,
): Promise<LocatedFrame | undefined> {
  const frame = await locateFrame(window, offset);
  if (frame.kind === 'cut' || frame.kind === 'not-a-frame') return undefined;
  try {
    return (await proves(reader, frame)) ? frame : undefined;
  } catch (error) {
    if (error instanceof DamageError) return undefined;
    throw error;
  }
}

async function proves(reader: FrameReader, frame: LocatedFrame): Promise<boolean> {
  const { offset, bytes } = frame;
  if (frame.kind === 'data') {
    const { contentBytes, checksum } = frame;
    if (contentBytes === undefined || contentBytes > MAX_FRAME_CONTENT_BYTES || !checksum) return false;
    if (bytes > MAX_FRAME_BYTES) return false;
    await reader.decode(await reader.readBytes(offset, bytes, MAX_FRAME_BYTES), offset, contentBytes);
    return true;
  }
  if (frame.magic === SEEK_TABLE_MAGIC) {
    return decodeSeekTable(await reader.readBytes(offset, bytes, MAX_SEEK_TABLE_BYTES), offset) !== undefined;
  }
  const maxBytes = frame.magic === SUMMARY_MAGIC ? MAX_SUMMARY_BYTES : MAX_JSON_FRAME_BYTES;
  if (![HEADER_MAGIC, RECORDS_MAGIC, SUMMARY_MAGIC].includes(frame.magic)) return false;
  await reader.decodeJson(frame.magic, offset, bytes, maxBytes);
  return true;
}

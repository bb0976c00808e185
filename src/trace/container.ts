/**
 * The trace file, `NAME.jsonl.zst`.
 *
 * It is a row of zstd frames (RFC 8878), so every zstd tool reads the events: data frames hold whole event lines, byte for
 * byte as eslogger wrote them. What we say beside them travels in skippable frames, which those tools pass over:
 *
 *     header        skippable 0x184D2A50   JSON, the first frame
 *     data frame    zstd      0xFD2FB528   event lines; content size and checksum set; at most 4 MiB of whole lines
 *     records       skippable 0x184D2A51   JSON: records in stream order, and the segment of the data frames that follow
 *     summary       skippable 0x184D2A52   JSON, after the last data frame and records
 *     seek table    skippable 0x184D2A5E   zstd seekable format, the last frame
 *
 * A skippable frame is a magic number, a length (both 32 bits, little endian) and that many bytes.
 *
 * Every byte is covered, so that no flipped bit passes: data frames by their checksum and by a SHA-256 in the summary, JSON
 * frames by a CRC-32 of their own (json-frame.ts), the seek table by the sum of its parts (seek-table.ts).
 *
 * A file that ends early is still a trace: every whole frame stands by itself. What is missing then is summary and seek table,
 * and readers rebuild them (reader.ts).
 */

export const ZSTD_MAGIC = 0xfd2fb528;
export const HEADER_MAGIC = 0x184d2a50;
export const RECORDS_MAGIC = 0x184d2a51;
export const SUMMARY_MAGIC = 0x184d2a52;
export const SEEK_TABLE_MAGIC = 0x184d2a5e;

/** All sixteen skippable magics: 0x184D2A50 to 0x184D2A5F. */
export function isSkippableMagic(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

/** Bytes before the payload of a skippable frame. */
export const SKIPPABLE_HEADER_BYTES = 8;

export function skippableFrame(magic: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(SKIPPABLE_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(magic, 0);
  frame.writeUInt32LE(payload.length, 4);
  frame.set(payload, SKIPPABLE_HEADER_BYTES);
  return frame;
}

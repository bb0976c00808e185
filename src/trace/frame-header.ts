/**
 * Frame headers of zstd (RFC 8878, 3.1.1), as far as they are needed to find a frame's end without decoding it:
 *
 *     magic 4 · descriptor 1 · window 0–1 · dictionary id 0–4 · content size 0–8 · blocks … · checksum 0 or 4
 *     descriptor: content size flag (2 bits), single segment, unused, reserved, checksum, dictionary id flag (2 bits)
 *     block: last 1 bit, type 2 bits (raw, run, compressed, reserved), size 21 bits; then that many bytes, or 1 for a run
 */
export const MAX_FRAME_HEADER_BYTES = 18;
export const BLOCK_HEADER_BYTES = 3;
export const CHECKSUM_BYTES = 4;
const MAX_BLOCK_BYTES = 128 * 1024;

export interface ZstdFrameHeader {
  readonly headerBytes: number;
  /** Undefined where the frame does not say. */
  readonly contentBytes: number | undefined;
  readonly checksum: boolean;
  readonly dictionary: boolean;
}

const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;

/** How many bytes the header has, from its magic and descriptor. */
export function frameHeaderBytes(descriptor: number): number {
  const single = (descriptor & 0b0010_0000) !== 0;
  return 5 + (single ? 0 : 1) + dictionaryBytes(descriptor) + contentSizeBytes(descriptor, single);
}

function contentSizeBytes(descriptor: number, single: boolean): number {
  const bytes = CONTENT_SIZE_BYTES[(descriptor >>> 6) & 3] ?? 0;
  return bytes === 0 && single ? 1 : bytes;
}

function dictionaryBytes(descriptor: number): number {
  return DICTIONARY_BYTES[descriptor & 3] ?? 0;
}

/** `bytes` begin with the magic and hold the whole header. A string is the reason why it is none. */
export function parseFrameHeader(bytes: Uint8Array): ZstdFrameHeader | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const descriptor = view.getUint8(4);
  if ((descriptor & 0b0000_1000) !== 0) return 'its frame header has a reserved bit set';
  const single = (descriptor & 0b0010_0000) !== 0;
  const sizeBytes = contentSizeBytes(descriptor, single);
  const headerBytes = frameHeaderBytes(descriptor);
  const at = headerBytes - sizeBytes;
  let contentBytes: number | undefined;
  if (sizeBytes === 1) contentBytes = view.getUint8(at);
  else if (sizeBytes === 2) contentBytes = view.getUint16(at, true) + 256;
  else if (sizeBytes === 4) contentBytes = view.getUint32(at, true);
  else if (sizeBytes === 8) contentBytes = Number(view.getBigUint64(at, true));
  return {
    headerBytes,
    contentBytes,
    checksum: (descriptor & 0b0000_0100) !== 0,
    dictionary: dictionaryBytes(descriptor) > 0,
  };
}

export interface BlockHeader {
  readonly last: boolean;
  /** Bytes that follow in the file. */
  readonly bytes: number;
}

export function parseBlockHeader(bytes: Uint8Array, at = 0): BlockHeader | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const type = (value >>> 1) & 3;
  const size = value >>> 3;
  if (type === 3) return 'it has a block of a reserved type';
  if (type !== 1 && size > MAX_BLOCK_BYTES) return 'it has a block larger than zstd allows';
  return { last: (value & 1) === 1, bytes: type === 1 ? 1 : size };
}

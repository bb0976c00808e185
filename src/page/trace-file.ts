/** The frames of a trace file, one after the other, without the file ever being in memory as a whole. src/trace/container.ts teaches the format. */
import {
  HEADER_MAGIC,
  isSkippableMagic,
  RECORDS_MAGIC,
  SKIPPABLE_HEADER_BYTES,
  ZSTD_MAGIC,
} from '../trace/container.ts';
import {
  BLOCK_HEADER_BYTES,
  CHECKSUM_BYTES,
  MAX_FRAME_HEADER_BYTES,
  parseBlockHeader,
  parseFrameHeader,
} from '../trace/frame-header.ts';

export type FileFrame =
  | { readonly kind: 'header' | 'records'; readonly value: unknown }
  | { readonly kind: 'data'; readonly bytes: Uint8Array; readonly contentBytes: number }
  /** No more can be read: the file ends within a frame, or here is none. */
  | { readonly kind: 'cut'; readonly reason: string };

export interface PlacedFrame {
  readonly frame: FileFrame;
  /** Where it ends in the file. */
  readonly end: number;
}

/** Content that the WebAssembly decoder can hold, and what a frame of it may take. */
const MAX_CONTENT_BYTES = 4 * 1024 * 1024 + 1;
const WINDOW_BYTES = 8 * 1024 * 1024;
const MAX_JSON_BYTES = 16 * 1024 * 1024;

export async function* fileFrames(file: File): AsyncGenerator<PlacedFrame, void> {
  let offset = 0;
  let start = 0;
  let buffer = new Uint8Array(0);
  const bytesAt = async (from: number, length: number): Promise<Uint8Array> => {
    if (from < start || from + length > start + buffer.length) {
      buffer = new Uint8Array(await file.slice(from, from + Math.max(length, WINDOW_BYTES)).arrayBuffer());
      start = from;
    }
    return buffer.subarray(from - start, from - start + length);
  };
  while (offset < file.size) {
    const { frame, end } = await frameAt(file.size, offset, bytesAt);
    if (frame !== undefined) yield { frame, end };
    if (frame?.kind === 'cut') return;
    offset = end;
  }
}

type BytesAt = (from: number, length: number) => Promise<Uint8Array>;

/** Frames of other kinds (summary, seek table) are passed over: everything is counted from the lines. */
async function frameAt(
  size: number,
  offset: number,
  bytesAt: BytesAt,
): Promise<{ readonly frame: FileFrame | undefined; readonly end: number }> {
  const cut = (reason: string): { frame: FileFrame; end: number } => ({
    frame: { kind: 'cut', reason },
    end: size,
  });
  const head = await bytesAt(offset, SKIPPABLE_HEADER_BYTES);
  if (head.length < SKIPPABLE_HEADER_BYTES) return cut('the file ends within a frame');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0, true);
  if (isSkippableMagic(magic)) {
    const length = view.getUint32(4, true);
    const end = offset + SKIPPABLE_HEADER_BYTES + length;
    if (end > size) return cut('the file ends within a frame');
    if (magic !== HEADER_MAGIC && magic !== RECORDS_MAGIC) return { frame: undefined, end };
    if (length > MAX_JSON_BYTES) return cut('a frame is larger than any that esdrift writes');
    const text = new TextDecoder().decode(await bytesAt(offset + SKIPPABLE_HEADER_BYTES, length));
    return { frame: { kind: magic === HEADER_MAGIC ? 'header' : 'records', value: JSON.parse(text) }, end };
  }
  if (magic !== ZSTD_MAGIC) return cut('here is no frame of a trace');
  return dataFrameAt(size, offset, bytesAt, cut);
}

async function dataFrameAt(
  size: number,
  offset: number,
  bytesAt: BytesAt,
  cut: (reason: string) => { frame: FileFrame; end: number },
): Promise<{ readonly frame: FileFrame | undefined; readonly end: number }> {
  const head = await bytesAt(offset, Math.min(MAX_FRAME_HEADER_BYTES, size - offset));
  const header =
    head.length < MAX_FRAME_HEADER_BYTES ? 'the file ends within a frame' : parseFrameHeader(head);
  if (typeof header === 'string') return cut(header);
  let end = offset + header.headerBytes;
  for (let last = false; !last;) {
    const bytes = await bytesAt(end, BLOCK_HEADER_BYTES);
    if (bytes.length < BLOCK_HEADER_BYTES) return cut('the file ends within a frame');
    const block = parseBlockHeader(bytes);
    if (typeof block === 'string') return cut(block);
    end += BLOCK_HEADER_BYTES + block.bytes;
    last = block.last;
  }
  if (header.checksum) end += CHECKSUM_BYTES;
  if (end > size) return cut('the file ends within a frame');
  const { contentBytes } = header;
  if (contentBytes === undefined) return cut('a frame does not say how much it holds');
  if (contentBytes > MAX_CONTENT_BYTES)
    return cut(`a frame holds ${contentBytes} bytes; this page decodes frames of up to 4 MiB`);
  return { frame: { kind: 'data', bytes: await bytesAt(offset, end - offset), contentBytes }, end };
}

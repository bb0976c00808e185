import type { TraceHeader, TraceSummary } from '../model/trace.ts';
import { validateDocument } from '../schema/validate.ts';
import { ByteWindow } from './byte-window.ts';
import { HEADER_MAGIC, RECORDS_MAGIC, SEEK_TABLE_MAGIC, SUMMARY_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import type { FrameReader } from './frame-reader.ts';
import { MAX_FRAME_BYTES, MAX_SEEK_TABLE_BYTES } from './limits.ts';
import { locateFrame, type LocatedFrame } from './locate.ts';
import { readSummary } from './open-index.ts';
import { decodeTraceFrame, lineMetas } from './rebuild.ts';
import type { RecordsFrame } from './records.ts';
import { findFrame } from './resync.ts';
import { decodeSeekTable, type SeekEntry } from './seek-table.ts';
import type { LineMeta } from './account.ts';

interface Span {
  readonly offset: number;
  readonly bytes: number;
}

/** A frame that proved itself, or bytes between such frames. */
export type ScanPart = Span &
  (
    | { readonly kind: 'header'; readonly header: TraceHeader }
    | { readonly kind: 'records'; readonly frame: RecordsFrame }
    | {
        readonly kind: 'data';
        readonly compressed: Buffer;
        readonly content: Buffer;
        /** Segment as the records before say. */
        readonly segment: number;
        readonly metas: readonly LineMeta[];
      }
    | { readonly kind: 'summary'; readonly summary: TraceSummary }
    | { readonly kind: 'seek-table'; readonly entries: readonly SeekEntry[] }
    /** Bytes that are no good frame; good frames follow. */
    | { readonly kind: 'damage'; readonly reason: string }
    /** Bytes up to the end of the file that are no good frame. `ends`: the file ends within what would be a frame. */
    | { readonly kind: 'rest'; readonly reason: string; readonly ends: boolean }
  );

/**
 * Everything in a trace file, whatever state it is in, from the first byte to the last. Each frame is checked as far as it can
 * be on its own; behind damage it goes on with the next frame that proves itself. Errors: future-version.
 */
export async function* scanTrace(reader: FrameReader): AsyncGenerator<ScanPart, void> {
  const window = new ByteWindow(reader.file);
  let offset = 0;
  let segment = 0;
  while (offset < window.size) {
    const located = await locateFrame(window, offset);
    let reason = located.kind === 'not-a-frame' ? located.reason : 'the file ends within a frame';
    if (located.kind === 'data' || located.kind === 'skippable') {
      try {
        const part = await readPart(reader, located, segment);
        if (part.kind === 'records') segment = part.frame.segment ?? segment;
        yield part;
        offset += part.bytes;
        continue;
      } catch (error) {
        if (!(error instanceof DamageError)) throw error;
        reason = error.message;
      }
    }
    const next = await findFrame(reader, offset + 1);
    if (!next) {
      yield { kind: 'rest', offset, bytes: window.size - offset, reason, ends: located.kind === 'cut' };
      return;
    }
    yield { kind: 'damage', offset, bytes: next.offset - offset, reason };
    offset = next.offset;
  }
}

async function readPart(reader: FrameReader, located: LocatedFrame, segment: number): Promise<ScanPart> {
  const { offset, bytes } = located;
  const span = { offset, bytes };
  if (located.kind === 'data') {
    const compressed = await reader.readBytes(offset, bytes, MAX_FRAME_BYTES);
    const content = await decodeTraceFrame(reader, located, compressed);
    return {
      kind: 'data',
      ...span,
      compressed,
      content,
      segment,
      metas: lineMetas(content, segment, offset),
    };
  }
  switch (located.magic) {
    case HEADER_MAGIC: {
      const value = await reader.decodeJson(HEADER_MAGIC, offset, bytes);
      if (value['kind'] !== 'esdrift.trace') throw new DamageError(offset, 'this frame is no trace header');
      return { kind: 'header', ...span, header: validateDocument('trace-header', value, reader.file.path) };
    }
    case RECORDS_MAGIC:
      return { kind: 'records', ...span, frame: await reader.decodeRecords(offset, bytes) };
    case SUMMARY_MAGIC:
      return { kind: 'summary', ...span, summary: await readSummary(reader, offset, bytes) };
    case SEEK_TABLE_MAGIC: {
      const entries = decodeSeekTable(await reader.readBytes(offset, bytes, MAX_SEEK_TABLE_BYTES), offset);
      if (!entries) throw new DamageError(offset, 'the parts of the seek table do not add up');
      return { kind: 'seek-table', ...span, entries };
    }
    default:
      throw new DamageError(offset, 'a skippable frame of another kind');
  }
}

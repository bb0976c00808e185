import type { TraceSummary } from '../model/trace.ts';
import { isDocument } from '../schema/validate.ts';
import { SUMMARY_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import type { FrameReader } from './frame-reader.ts';
import { MAX_SUMMARY_BYTES } from './limits.ts';
import { decodeSeekTable, SEEK_FOOTER_BYTES, seekTableBytes, type SeekEntry } from './seek-table.ts';

export interface SkippableRef {
  readonly offset: number;
  readonly bytes: number;
}

/** Bytes that are no whole frame. */
export interface Remainder {
  readonly offset: number;
  readonly bytes: number;
}

export interface TraceIndex {
  readonly summary: TraceSummary;
  readonly recordFrames: readonly SkippableRef[];
  readonly closed: boolean;
  readonly cut: Remainder | undefined;
  readonly tail: Remainder | undefined;
}

/**
 * The index of a file that ends with a good seek table, by that table and the summary alone.
 * Undefined for any other file. Errors: DamageError, future-version.
 */
export async function readStoredIndex(
  reader: FrameReader,
  headerBytes: number,
): Promise<TraceIndex | undefined> {
  const table = await readSeekTable(reader);
  if (!table) return undefined;
  const summaryEntry = table.entries.at(-1);
  if (!summaryEntry) throw new DamageError(table.offset, 'its seek table is empty');
  const summary = await readSummary(reader, table.offset - summaryEntry.bytes, summaryEntry.bytes);
  const recordFrames = matchTable(table, summary, headerBytes);
  return { summary, recordFrames, closed: true, cut: undefined, tail: undefined };
}

interface SeekTable {
  readonly offset: number;
  readonly entries: readonly SeekEntry[];
}

/** Undefined where the file does not end with a seek table whose parts add up. */
async function readSeekTable(reader: FrameReader): Promise<SeekTable | undefined> {
  const { size } = reader.file;
  const footer = await reader.file.read(Math.max(0, size - SEEK_FOOTER_BYTES), SEEK_FOOTER_BYTES);
  const bytes = seekTableBytes(footer);
  if (bytes === undefined || bytes > size) return undefined;
  const offset = size - bytes;
  const entries = decodeSeekTable(await reader.file.read(offset, bytes), offset);
  return entries && { offset, entries };
}

/** Errors: DamageError, future-version. */
export async function readSummary(reader: FrameReader, offset: number, bytes: number): Promise<TraceSummary> {
  const value = await reader.decodeJson(SUMMARY_MAGIC, offset, bytes, MAX_SUMMARY_BYTES);
  if (!isDocument('trace-summary', value)) throw new DamageError(offset, 'its summary has an unknown form');
  return {
    ...value,
    gaps: value.gaps.map(({ segment, eventType, from, to, lost, after, before }) => {
      return { segment, eventType, from, to, lost, after, before };
    }),
  };
}

/** The seek table and the summary's index must name the same frames; what is left are the record frames. */
function matchTable(table: SeekTable, summary: TraceSummary, headerBytes: number): readonly SkippableRef[] {
  const records: SkippableRef[] = [];
  let offset = 0;
  let next = 0;
  table.entries.forEach((entry, position) => {
    const frame = summary.frames[next];
    if (frame?.offset === offset) {
      if (frame.compressedBytes !== entry.bytes || frame.rawBytes !== entry.contentBytes) {
        throw new DamageError(
          table.offset,
          `seek table and summary disagree about the frame at byte ${offset}`,
        );
      }
      next += 1;
    } else if (entry.contentBytes !== 0) {
      throw new DamageError(table.offset, `the summary does not know the frame at byte ${offset}`);
    } else if (position === 0 && entry.bytes !== headerBytes) {
      throw new DamageError(table.offset, 'the seek table names another header');
    } else if (position > 0 && position < table.entries.length - 1) {
      records.push({ offset, bytes: entry.bytes });
    }
    offset += entry.bytes;
  });
  if (next !== summary.frames.length) {
    throw new DamageError(table.offset, 'the summary names frames that the seek table does not know');
  }
  return records;
}

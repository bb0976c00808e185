import type { TraceRecord } from '../model/trace.ts';
import { isDocument } from '../schema/validate.ts';
import { DamageError } from './damage.ts';

/** The content of a records frame. */
export interface RecordsFrame {
  /** Data frames from here on belong to this segment; undefined: as before. */
  readonly segment: number | undefined;
  readonly records: readonly TraceRecord[];
}

/** `value` is the JSON of the records frame at `offset`. Errors: DamageError. */
export function parseRecords(value: Readonly<Record<string, unknown>>, offset: number): RecordsFrame {
  const { segment, records } = value;
  if (!Array.isArray(records)) throw new DamageError(offset, 'this frame holds no list of records');
  if (
    segment !== undefined &&
    !(typeof segment === 'number' && Number.isSafeInteger(segment) && segment >= 0)
  ) {
    throw new DamageError(offset, 'this frame names no valid segment');
  }
  const checked = records.map((record: unknown) => {
    if (!isDocument('trace-record', record)) throw new DamageError(offset, 'a record has an unknown form');
    return record;
  });
  return { segment, records: checked };
}

type SegmentStart = Extract<TraceRecord, { kind: 'segment-start' }>;

/** What a segment's first record says of it, for a writer that begins it again. */
export function segmentFacts(record: SegmentStart): Omit<SegmentStart, 'kind' | 'segment'> {
  const { time, os, bootTime, source } = record;
  return {
    ...(time !== undefined && { time }),
    ...(os && { os }),
    ...(bootTime !== undefined && { bootTime }),
    ...(source !== undefined && { source }),
  };
}

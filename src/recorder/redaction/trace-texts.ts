/** Where a trace holds text beside its event lines: header and records. Everything else in them is numbers, times and words of our own. */
import { assertNever } from '../../errors.ts';
import type { TraceHeader, TraceRecord } from '../../model/trace.ts';

export interface TextChange {
  /** Free text: a label, a file name, what a program said. */
  readonly text: (text: string) => string;
  /** What a probe read of the system: hashes and names of snapshots are meant to be there. */
  readonly reading: (text: string) => string;
  /** The beginning of a line that is no event; `bytes` is the length of all of it. */
  readonly sample: (sample: string, bytes: number) => string;
}

export function changeHeader(header: TraceHeader, change: TextChange): TraceHeader {
  const { eslogger } = header;
  return {
    ...header,
    labels: Object.fromEntries(
      Object.entries(header.labels).map(([name, value]) => [name, change.text(value)]),
    ),
    ...(eslogger && {
      eslogger: { ...eslogger, ...(eslogger.select && { select: eslogger.select.map(change.text) }) },
    }),
  };
}

export function changeRecord(record: TraceRecord, change: TextChange): TraceRecord {
  switch (record.kind) {
    case 'segment-start':
      return record.source === undefined ? record : { ...record, source: change.text(record.source) };
    case 'segment-end':
    case 'blind-window':
      return { ...record, reason: change.text(record.reason) };
    case 'bad-line':
      return {
        ...record,
        source: change.text(record.source),
        sample: change.sample(record.sample, record.bytes),
      };
    case 'more-bad-lines':
    case 'oversize-line':
      return { ...record, source: change.text(record.source) };
    case 'probe':
      return {
        ...record,
        values: Object.fromEntries(
          Object.entries(record.values).map(([name, value]) => [name, changeReading(value, change)]),
        ),
      };
    case 'gap':
    case 'canary':
    case 'own-process':
    case 'upgrade-outcome':
    case 'backpressure':
    case 'disk-floor':
    case 'recorder-cost':
      return record;
    default:
      return assertNever(record);
  }
}

function changeReading(value: unknown, change: TextChange): unknown {
  if (typeof value === 'string') return change.reading(value);
  if (Array.isArray(value)) return value.map((item: unknown) => changeReading(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changeReading(item, change)]));
}

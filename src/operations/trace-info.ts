import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { SequenceGap, SegmentSummary, TraceRecord } from '../model/trace.ts';
import type { BlindWindowInfo, GapInfo, SegmentInfo, TraceInfo } from '../model/trace-report.ts';
import { lossTotals, unattributed } from '../trace/loss-totals.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';

/** Everything a trace says about itself. Errors: those of openTrace. */
export async function traceInfo(path: string): Promise<TraceInfo> {
  await using reader = await openTrace(path);
  const { header, summary } = reader;
  const told = await readRecords(reader);
  const { lost, lostByType, lostUnattributed, duplicates } = lossTotals(summary.segments);
  return {
    kind: 'esdrift.trace-info',
    formatVersion: header.formatVersion,
    producer: header.producer,
    path,
    id: header.id,
    provenance: header.provenance,
    method: header.method,
    labels: header.labels,
    host: header.host,
    os: header.os ?? null,
    target: header.target ?? null,
    eslogger: header.eslogger ?? null,
    redaction: header.redaction,
    startedAt: header.startedAt,
    endedAt: latestTime(summary.segments) ?? header.startedAt,
    closed: reader.closed,
    cut: reader.cut ?? null,
    tail: reader.tail ?? null,
    segments: summary.segments.map((segment, index) =>
      segmentInfo(segment, summary.segments[index - 1], told),
    ),
    events: summary.events,
    eventsByType: summary.eventsByType,
    badLines: summary.badLines,
    badLinesByReason: Object.fromEntries([...told.badReasons].sort(([a], [b]) => (a < b ? -1 : 1))),
    firstBadLine: told.firstBadLine ?? null,
    oversizeLines: summary.oversizeLines,
    gaps: summary.gaps.map(gapInfo),
    lost,
    lostByType,
    lostUnattributed,
    duplicates,
    blindWindows: told.blindWindows,
    canaries: told.canaries,
    bytes: reader.bytes,
    rawBytes: summary.frames.reduce((sum, frame) => sum + frame.rawBytes, 0),
    frames: summary.frames.length,
    digest: summary.digest,
  };
}

interface Told {
  readonly starts: Map<number, Extract<TraceRecord, { kind: 'segment-start' }>>;
  readonly endReasons: Map<number, string>;
  readonly blindWindows: BlindWindowInfo[];
  readonly badReasons: Map<string, number>;
  readonly canaries: { seen: number; missed: number };
  firstBadLine: TraceInfo['firstBadLine'] | undefined;
}

async function readRecords(reader: TraceReader): Promise<Told> {
  const told: Told = {
    starts: new Map(),
    endReasons: new Map(),
    blindWindows: [],
    badReasons: new Map(),
    canaries: { seen: 0, missed: 0 },
    firstBadLine: undefined,
  };
  for await (const record of reader.records()) note(told, record);
  return told;
}

function note(told: Told, record: TraceRecord): void {
  const countBad = (reason: string, lines: number) =>
    told.badReasons.set(reason, (told.badReasons.get(reason) ?? 0) + lines);
  switch (record.kind) {
    case 'segment-start':
      told.starts.set(record.segment, record);
      break;
    case 'segment-end':
      told.endReasons.set(record.segment, record.reason);
      break;
    case 'blind-window':
      told.blindWindows.push({ from: record.from ?? null, to: record.to ?? null, reason: record.reason });
      break;
    case 'canary':
      if (record.seen) told.canaries.seen += 1;
      else told.canaries.missed += 1;
      break;
    case 'bad-line': {
      const { source, line, offset, bytes, reason, sample } = record;
      told.firstBadLine ??= { source, line, offset, bytes, reason, sample };
      countBad(reason, 1);
      break;
    }
    case 'more-bad-lines':
      for (const [reason, lines] of Object.entries(record.reasons)) countBad(reason, lines);
      break;
    case 'gap':
    case 'probe':
    case 'oversize-line':
    case 'backpressure':
    case 'disk-floor':
    case 'recorder-cost':
      break;
  }
}

function segmentInfo(segment: SegmentSummary, previous: SegmentSummary | undefined, told: Told): SegmentInfo {
  const start = told.starts.get(segment.segment);
  return {
    ...segment,
    reboot: previous !== undefined && segment.firstMachTime < previous.lastMachTime,
    source: start?.source ?? null,
    os: start?.os ?? null,
    endReason: told.endReasons.get(segment.segment) ?? null,
    lostUnattributed: unattributed(segment),
  };
}

function gapInfo({ segment, eventType, from, to, lost, after, before }: SequenceGap): GapInfo {
  return {
    segment,
    eventType: eventType ?? null,
    from,
    to,
    lost,
    after: after ?? null,
    before: before ?? null,
  };
}

function latestTime(segments: readonly SegmentSummary[]): string | undefined {
  const times = segments.map((segment) => segment.lastTime);
  return times.toSorted((a, b) => (parseTimeMs(a) ?? 0) - (parseTimeMs(b) ?? 0)).at(-1);
}

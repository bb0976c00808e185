import { CAPTURE_FORMAT_ABOUT } from '../model/capture-format.ts';
import { isAfterRestart } from '../model/segments.ts';
import { targetOf, type SequenceGap, type SegmentSummary } from '../model/trace.ts';
import type { GapInfo, SegmentInfo, TraceInfo } from '../model/trace-report.ts';
import { lossTotals, unattributed } from '../trace/loss-totals.ts';
import { openTrace } from '../trace/reader.ts';
import { latestTime } from './recording-span.ts';
import { NO_CANARIES, toldRecords, type ToldRecords } from './told-records.ts';

/** Everything a trace says about itself. Errors: those of openTrace. */
export async function traceInfo(path: string): Promise<TraceInfo> {
  await using reader = await openTrace(path);
  const { header, summary } = reader;
  const told = await toldRecords(reader);
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
    target: targetOf(header, told.lastOs) ?? null,
    eslogger: header.eslogger ?? null,
    format: header.format ?? 'eslogger',
    missing: CAPTURE_FORMAT_ABOUT[header.format ?? 'eslogger'].missing,
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
    firstBadLine: told.firstBadLine,
    oversizeLines: summary.oversizeLines,
    gaps: summary.gaps.map(gapInfo),
    lost,
    lostByType,
    lostUnattributed,
    duplicates,
    blindWindows: told.blindWindows,
    canaries: totalCanaries(told),
    probes: told.probes,
    outcome: told.outcome,
    bytes: reader.bytes,
    rawBytes: summary.frames.reduce((sum, frame) => sum + frame.rawBytes, 0),
    frames: summary.frames.length,
    digest: summary.digest,
  };
}

function segmentInfo(
  segment: SegmentSummary,
  previous: SegmentSummary | undefined,
  told: ToldRecords,
): SegmentInfo {
  const start = told.starts.get(segment.segment);
  return {
    ...segment,
    reboot: isAfterRestart(segment, previous),
    source: start?.source ?? null,
    os: start?.os ?? null,
    bootTime: start?.bootTime ?? null,
    endReason: told.endReasons.get(segment.segment) ?? null,
    canaries: told.canaries.get(segment.segment) ?? NO_CANARIES,
    lostUnattributed: unattributed(segment),
  };
}

function totalCanaries({ canaries }: ToldRecords): TraceInfo['canaries'] {
  const all = [...canaries.values()];
  const sum = (of: 'seen' | 'missed') => all.reduce((total, one) => total + one[of], 0);
  return { seen: sum('seen'), missed: sum('missed') };
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

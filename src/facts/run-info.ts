/** What a profile keeps of its recording: what decides whether two runs can be compared, and what was lost. No host, user or time of day. */
import type { RunInfo } from '../model/facts.ts';
import { isAfterRestart } from '../model/segments.ts';
import {
  targetOf,
  type OsVersion,
  type SegmentSummary,
  type SequenceGap,
  type TraceHeader,
  type TraceSummary,
} from '../model/trace.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';

export interface RunSource {
  readonly header: TraceHeader;
  readonly summary: TraceSummary;
  /** The recording went on behind its last event: the file, or what it was made of, was cut. */
  readonly cut: boolean;
  /** What each segment ran on, where the recording says. */
  readonly systems: ReadonlyMap<number, OsVersion>;
  /** Time of the last canary that was seen, by segment; undefined where the recording has no canaries at all. */
  readonly lastCanaries?: ReadonlyMap<number, string | undefined> | undefined;
  readonly role: RunInfo['role'];
  /** Time of the first event, ms since the epoch: offsets count from here. */
  readonly startMs: number;
}

/** Windows of loss kept for one run; beyond that neighbours are joined, which can only make more of the time doubtful. */
const MOST_GAPS = 240;

export function buildRunInfo(source: RunSource): RunInfo {
  const { header, summary, cut, systems, role, startMs } = source;
  const { host, os, eslogger } = header;
  const target = targetOf(header, systems.get(Math.max(...systems.keys())));
  const lostByType = sumByType(summary.segments);
  return {
    trace: header.id,
    sha256: summary.digest,
    provenance: header.provenance,
    ...(header.format === undefined ? {} : { format: header.format }),
    method: header.method,
    role,
    ...(os === undefined ? {} : { os }),
    ...(target === undefined ? {} : { target }),
    ...(host.arch === undefined ? {} : { arch: host.arch }),
    ...(host.model === undefined ? {} : { model: host.model }),
    ...(host.virtualMachine === undefined ? {} : { virtualMachine: host.virtualMachine }),
    labels: header.labels,
    ...(eslogger?.events === undefined ? {} : { subscribed: [...eslogger.events].sort() }),
    eventsByType: sorted(new Map(Object.entries(summary.eventsByType))),
    messageVersions: [...new Set(summary.segments.flatMap((segment) => segment.messageVersions))].sort(
      (a, b) => a - b,
    ),
    events: summary.events,
    badLines: summary.badLines,
    oversizeLines: summary.oversizeLines,
    segments: segmentsOf(source),
    lost: sum(summary.segments.map((segment) => segment.lost)),
    lostByType: sorted(lostByType),
    lostUnattributed: sum(summary.segments.map(unattributed)),
    gaps: joinGaps(gapsOf(summary, startMs)),
    cut,
    handoffsForgotten: 0,
  };
}

function segmentsOf({ summary, systems, lastCanaries, startMs }: RunSource): RunInfo['segments'] {
  const { segments } = summary;
  return segments.map((segment, index) => {
    const previous = segments[index - 1];
    const build = systems.get(segment.segment)?.buildVersion;
    return {
      startMs: offset(segment.firstTime, startMs),
      endMs: offset(segment.lastTime, startMs),
      reboot: isAfterRestart(segment, previous),
      ...(build === undefined ? {} : { build }),
      ...(lastCanaries === undefined
        ? {}
        : { trustedMs: offset(lastCanaries.get(segment.segment) ?? segment.firstTime, startMs) }),
    };
  });
}

type Gap = RunInfo['gaps'][number];

function gapsOf(summary: TraceSummary, startMs: number): readonly Gap[] {
  const index = new Map(summary.segments.map((segment, position) => [segment.segment, position]));
  return summary.gaps.map((gap) => {
    const { from, to } = windowOf(gap, summary.segments, index.get(gap.segment) ?? 0);
    return {
      ...(gap.eventType === undefined ? {} : { eventType: gap.eventType }),
      lost: gap.lost,
      fromMs: offset(from, startMs),
      toMs: offset(to, startMs),
    };
  });
}

/** A loss before the first event of a segment lies after the segment before; one behind the last event is not seen at all. */
function windowOf(
  gap: SequenceGap,
  segments: readonly SegmentSummary[],
  index: number,
): { from: string | undefined; to: string | undefined } {
  const own = segments[index];
  return {
    from: gap.after ?? segments[index - 1]?.lastTime ?? own?.firstTime,
    to: gap.before ?? own?.lastTime,
  };
}

function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const byType = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const type = gap.eventType ?? '';
    const list = byType.get(type);
    if (list === undefined) byType.set(type, [gap]);
    else list.push(gap);
  }
  const most = Math.max(4, Math.floor(MOST_GAPS / Math.max(1, byType.size)));
  return [...byType.keys()].sort().flatMap((type) => {
    const list = (byType.get(type) ?? []).sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
    const size = Math.ceil(list.length / most);
    return size <= 1 ? list : chunks(list, size).map(join);
  });
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function join(gaps: readonly Gap[]): Gap {
  const eventType = gaps[0]?.eventType;
  return {
    ...(eventType === undefined ? {} : { eventType }),
    lost: sum(gaps.map((gap) => gap.lost)),
    fromMs: Math.min(...gaps.map((gap) => gap.fromMs)),
    toMs: Math.max(...gaps.map((gap) => gap.toMs)),
  };
}

function offset(time: string | undefined, startMs: number): number {
  const ms = time === undefined ? undefined : parseTimeMs(time);
  return ms === undefined ? 0 : Math.round(ms - startMs);
}

function sumByType(segments: readonly SegmentSummary[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { lostByType } of segments) {
    for (const [type, lost] of Object.entries(lostByType)) totals.set(type, (totals.get(type) ?? 0) + lost);
  }
  return totals;
}

function unattributed(segment: SegmentSummary): number {
  return Math.max(0, segment.lost - sum(Object.values(segment.lostByType)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the records of a trace say, gathered for a view of the whole. */
import type { OsVersion, TraceRecord } from '../model/trace.ts';
import type { BlindWindowInfo, SegmentCanaries, TraceInfo } from '../model/trace-report.ts';
import type { TraceReader } from '../trace/reader.ts';

type RecordOf<Kind extends TraceRecord['kind']> = Extract<TraceRecord, { kind: Kind }>;

export interface ToldRecords {
  readonly starts: ReadonlyMap<number, RecordOf<'segment-start'>>;
  readonly endReasons: ReadonlyMap<number, string>;
  readonly blindWindows: readonly BlindWindowInfo[];
  readonly badReasons: ReadonlyMap<string, number>;
  /** By segment. */
  readonly canaries: ReadonlyMap<number, SegmentCanaries>;
  readonly ownProcesses: readonly RecordOf<'own-process'>[];
  readonly probes: TraceInfo['probes'];
  readonly outcome: TraceInfo['outcome'];
  readonly firstBadLine: TraceInfo['firstBadLine'];
  /** What the last segment ran on that says. */
  readonly lastOs: OsVersion | undefined;
}

export const NO_CANARIES: SegmentCanaries = { seen: 0, missed: 0, lastSeenAt: null, longestLatencyMs: null };

/** Errors: trace-damaged. */
export async function toldRecords(reader: TraceReader): Promise<ToldRecords> {
  const told = new Gathered();
  for await (const record of reader.records()) told.note(record);
  return told;
}

class Gathered implements ToldRecords {
  readonly starts = new Map<number, RecordOf<'segment-start'>>();
  readonly endReasons = new Map<number, string>();
  readonly blindWindows: BlindWindowInfo[] = [];
  readonly badReasons = new Map<string, number>();
  readonly canaries = new Map<number, SegmentCanaries>();
  readonly ownProcesses: RecordOf<'own-process'>[] = [];
  probes: TraceInfo['probes'] = { count: 0, last: null };
  outcome: TraceInfo['outcome'] = null;
  firstBadLine: TraceInfo['firstBadLine'] = null;
  lastOs: OsVersion | undefined;

  note(record: TraceRecord): void {
    switch (record.kind) {
      case 'segment-start':
        this.starts.set(record.segment, record);
        this.lastOs = record.os ?? this.lastOs;
        break;
      case 'segment-end':
        this.endReasons.set(record.segment, record.reason);
        break;
      case 'blind-window':
        this.blindWindows.push(blindWindow(record));
        break;
      case 'canary':
        this.canaries.set(record.segment, withCanary(this.canaries.get(record.segment), record));
        break;
      case 'probe':
        this.probes = { count: this.probes.count + 1, last: { time: record.time, values: record.values } };
        break;
      case 'upgrade-outcome': {
        const { outcome, from = null, to = null, time } = record;
        this.outcome = { outcome, from, to, time };
        break;
      }
      case 'bad-line': {
        const { source, line, offset, bytes, reason, sample } = record;
        this.firstBadLine ??= { source, line, offset, bytes, reason, sample };
        this.#countBad(reason, 1);
        break;
      }
      case 'more-bad-lines':
        for (const [reason, lines] of Object.entries(record.reasons)) this.#countBad(reason, lines);
        break;
      case 'own-process':
        this.ownProcesses.push(record);
        break;
      case 'gap':
      case 'oversize-line':
      case 'backpressure':
      case 'disk-floor':
      case 'recorder-cost':
        break;
    }
  }

  #countBad(reason: string, lines: number): void {
    this.badReasons.set(reason, (this.badReasons.get(reason) ?? 0) + lines);
  }
}

function blindWindow(record: RecordOf<'blind-window'>): BlindWindowInfo {
  const { from, to, reason, fromOs, toOs, fromBootTime, toBootTime } = record;
  return {
    from: from ?? null,
    to: to ?? null,
    reason,
    fromOs: fromOs ?? null,
    toOs: toOs ?? null,
    fromBootTime: fromBootTime ?? null,
    toBootTime: toBootTime ?? null,
  };
}

function withCanary(
  so: SegmentCanaries = NO_CANARIES,
  { seen, time, latencyMs }: RecordOf<'canary'>,
): SegmentCanaries {
  if (!seen) return { ...so, missed: so.missed + 1 };
  const latency = Math.max(so.longestLatencyMs ?? 0, latencyMs ?? 0);
  return { ...so, seen: so.seen + 1, lastSeenAt: time ?? so.lastSeenAt, longestLatencyMs: latency };
}

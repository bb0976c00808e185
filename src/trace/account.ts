import { createHash } from 'node:crypto';
import { SequenceAccount } from '../eslogger/sequence.ts';
import { ownText } from '../eslogger/own-text.ts';
import type { Envelope } from '../eslogger/scan-envelope.ts';
import type { EsEvent } from '../model/event.ts';
import {
  TRACE_FORMAT_VERSION,
  type FrameIndexEntry,
  type SegmentSummary,
  type SequenceGap,
  type TraceRecord,
  type TraceSummary,
} from '../model/trace.ts';

/** What the index needs to know of an event line, and in which segment it is. Any decoded event fits. */
export type LineMeta = Envelope & Pick<EsEvent, 'segment'>;

/** Where a data frame lies and what it weighs. */
export type FrameRef = Pick<FrameIndexEntry, 'offset' | 'compressedBytes' | 'rawBytes' | 'sha256'>;

/** First and last, by global_seq_num and by time: lines may come out of order. */
class Extent {
  firstGlobalSeq = Number.POSITIVE_INFINITY;
  lastGlobalSeq = Number.NEGATIVE_INFINITY;
  /** Parts of larger texts. */
  #firstTime = '';
  #lastTime = '';
  firstMachTime = Number.POSITIVE_INFINITY;
  lastMachTime = Number.NEGATIVE_INFINITY;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  get firstTime(): string {
    return ownText(this.#firstTime);
  }

  get lastTime(): string {
    return ownText(this.#lastTime);
  }

  add(meta: Envelope): void {
    if (meta.globalSeq < this.firstGlobalSeq) this.firstGlobalSeq = meta.globalSeq;
    if (meta.globalSeq > this.lastGlobalSeq) this.lastGlobalSeq = meta.globalSeq;
    if (meta.machTime < this.firstMachTime) this.firstMachTime = meta.machTime;
    if (meta.machTime > this.lastMachTime) this.lastMachTime = meta.machTime;
    if (meta.timeMs < this.#firstMs) {
      this.#firstMs = meta.timeMs;
      this.#firstTime = meta.time;
    }
    if (meta.timeMs > this.#lastMs) {
      this.#lastMs = meta.timeMs;
      this.#lastTime = meta.time;
    }
  }
}

/** Lines of one kind come in runs: the last counter is at hand. */
class TypeCounts {
  readonly #counts = new Map<string, { count: number }>();
  #type = '';
  #last = { count: 0 };

  add(type: string): void {
    if (type !== this.#type) {
      this.#type = type;
      this.#last = this.#counts.get(type) ?? { count: 0 };
      if (this.#last.count === 0) this.#counts.set(type, this.#last);
    }
    this.#last.count += 1;
  }

  total(): ReadonlyMap<string, number> {
    return new Map([...this.#counts].map(([type, { count }]) => [type, count]));
  }
}

function countsObject(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one data frame holds. */
export class FrameAccount {
  readonly segment: number;
  #lines = 0;
  readonly #extent = new Extent();
  readonly #types = new TypeCounts();

  constructor(segment: number) {
    this.segment = segment;
  }

  add(meta: Envelope): void {
    this.#lines += 1;
    this.#extent.add(meta);
    this.#types.add(meta.type);
  }

  entry(ref: FrameRef): FrameIndexEntry {
    const { firstGlobalSeq, lastGlobalSeq, firstTime, lastTime } = this.#extent;
    return {
      offset: ref.offset,
      compressedBytes: ref.compressedBytes,
      rawBytes: ref.rawBytes,
      segment: this.segment,
      lines: this.#lines,
      eventsByType: countsObject(this.#types.total()),
      firstGlobalSeq,
      lastGlobalSeq,
      firstTime,
      lastTime,
      sha256: ref.sha256,
    };
  }
}

interface SegmentResult {
  readonly summary: SegmentSummary;
  readonly gaps: readonly SequenceGap[];
}

/** What one segment holds and lost. */
class SegmentAccount {
  readonly #segment: number;
  readonly #sequence = new SequenceAccount();
  readonly #extent = new Extent();
  readonly #versions = new Set<number>();
  #version: number | undefined;
  #events = 0;

  constructor(segment: number) {
    this.#segment = segment;
  }

  add(meta: Envelope): void {
    this.#events += 1;
    this.#extent.add(meta);
    if (meta.messageVersion !== this.#version) {
      this.#version = meta.messageVersion;
      this.#versions.add(meta.messageVersion);
    }
    this.#sequence.add(this.#segment, meta.type, meta.seq, meta.globalSeq, meta.time);
  }

  finish(): SegmentResult {
    const { firstTime, lastTime, firstGlobalSeq, lastGlobalSeq, firstMachTime, lastMachTime } = this.#extent;
    const loss = this.#sequence.finish();
    const summary = {
      segment: this.#segment,
      events: this.#events,
      firstTime,
      lastTime,
      firstGlobalSeq,
      lastGlobalSeq,
      firstMachTime,
      lastMachTime,
      lost: loss.lost,
      lostByType: loss.lostByType,
      duplicates: loss.duplicates,
      messageVersions: [...this.#versions].sort((a, b) => a - b),
    };
    return { summary, gaps: loss.gaps };
  }
}

/** Adds up a trace while it is written, or while it is read again. Lines may go to any segment that has not ended. */
export class TraceAccount {
  readonly #open = new Map<number, SegmentAccount>();
  readonly #ended = new Map<number, SegmentResult>();
  readonly #frames: FrameIndexEntry[] = [];
  #badLines = 0;
  #oversizeLines = 0;

  addLine(segment: number, meta: Envelope): void {
    let account = this.#open.get(segment);
    if (!account) {
      account = new SegmentAccount(segment);
      this.#open.set(segment, account);
    }
    account.add(meta);
  }

  addFrame(entry: FrameIndexEntry): void {
    this.#frames.push(entry);
  }

  addRecord(record: TraceRecord): void {
    if (record.kind === 'bad-line') this.#badLines += 1;
    else if (record.kind === 'more-bad-lines') this.#badLines += record.lines;
    else if (record.kind === 'oversize-line') this.#oversizeLines += 1;
  }

  /** Frees what the segment needed for counting; undefined where it has no event. */
  endSegment(segment: number): SegmentResult | undefined {
    const account = this.#open.get(segment);
    if (!account) return this.#ended.get(segment);
    this.#open.delete(segment);
    const result = account.finish();
    this.#ended.set(segment, result);
    return result;
  }

  summary(): TraceSummary {
    for (const segment of [...this.#open.keys()]) this.endSegment(segment);
    const segments = [...this.#ended.values()].sort((a, b) => a.summary.segment - b.summary.segment);
    return {
      kind: 'esdrift.trace-summary',
      formatVersion: TRACE_FORMAT_VERSION,
      events: this.#frames.reduce((sum, frame) => sum + frame.lines, 0),
      eventsByType: totalByType(this.#frames),
      badLines: this.#badLines,
      oversizeLines: this.#oversizeLines,
      segments: segments.map((segment) => segment.summary),
      gaps: segments.flatMap((segment) => segment.gaps),
      frames: this.#frames,
      digest: digestOf(this.#frames),
    };
  }
}

function totalByType(frames: readonly FrameIndexEntry[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>();
  for (const frame of frames) {
    for (const [type, count] of Object.entries(frame.eventsByType))
      total.set(type, (total.get(type) ?? 0) + count);
  }
  return countsObject(total);
}

/** SHA-256 over the frames' own digests, in order: names the events of a trace without reading them again. */
function digestOf(frames: readonly Pick<FrameIndexEntry, 'sha256'>[]): string {
  const hash = createHash('sha256');
  for (const frame of frames) hash.update(frame.sha256, 'hex');
  return hash.digest('hex');
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

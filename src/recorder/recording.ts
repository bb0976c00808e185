/**
 * One recording while it grows: segments, flushes, limits, and why it ended. Knows nothing of where lines come from.
 *
 * What was flushed survives the end of this process; what was synced survives a power loss as well. Nothing waits longer than one flush interval.
 */
import type { Envelope } from '../eslogger/scan-envelope.ts';
import type { RecordingProgress } from '../model/progress.ts';
import type { OsVersion, TraceRecord, TraceSummary } from '../model/trace.ts';
import { processCost } from '../platform/process-cost.ts';
import type { SegmentFacts, TraceWriter } from '../trace/writer.ts';
import type { EventLine } from './event-line.ts';
import { reachedLimit, type RecordingLimits } from './recording-limits.ts';
import { RecordingTally } from './recording-tally.ts';

export type StopReason =
  | 'end-of-input'
  /** By a signal. */
  | 'stopped'
  | 'max-time'
  | 'max-size'
  | 'disk-floor'
  | 'command-ended'
  | 'eslogger-gone'
  /** Of an armed recording: the upgrade is over, or took too long. */
  | 'settled'
  | 'deadline'
  | 'failed';

export type SyncPolicy = 'interval' | 'always' | 'none';

/** What an earlier process left in the trace that this one goes on with. */
export interface EarlierPart {
  /** The last segment. */
  readonly segment: number;
  /** Of its last event. */
  readonly lastTime: string | undefined;
  readonly os: OsVersion | undefined;
  readonly bootTime: string | undefined;
  /** Why nobody recorded between it and this one. */
  readonly reason: string;
}

export interface RecordingOptions {
  readonly sync: SyncPolicy;
  readonly limits: RecordingLimits;
  readonly flushMs: number;
  /** Between syncs of the policy `interval`. */
  readonly syncMs: number;
  /** Between records of what recording costs. */
  readonly costMs: number;
  readonly freeBytes: () => Promise<number | undefined>;
  /** Monotonic, and wall clock; milliseconds. */
  readonly clock: () => number;
  readonly now: () => number;
  readonly onProgress?: ((progress: RecordingProgress) => void) | undefined;
  readonly earlier?: EarlierPart | undefined;
}

/** Where the last segment ran, and why nothing was recorded since. */
interface Before {
  readonly os?: OsVersion | undefined;
  readonly bootTime?: string | undefined;
  readonly reason: string;
}

export class Recording {
  readonly writer: TraceWriter;
  /** Resolves as soon as the recording is to end. */
  readonly stopping: Promise<StopReason>;
  /** Resolves with the first event. */
  readonly ready: Promise<void>;
  readonly #options: RecordingOptions;
  readonly #startedMs: number;
  #resolveStop: (reason: StopReason) => void = () => undefined;
  #resolveReady: () => void = () => undefined;
  #reason: StopReason | undefined;
  #failure: { readonly error: unknown } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #segment: number;
  #before: Before;
  #isOpen = false;
  #lastTime: string | undefined;
  readonly #tally: RecordingTally;
  #canaries = { seen: 0, missed: 0 };
  #unflushedSince: number | undefined;
  #syncedMs: number;
  #costMs: number;

  constructor(writer: TraceWriter, options: RecordingOptions) {
    this.writer = writer;
    this.#options = options;
    this.#startedMs = this.#syncedMs = this.#costMs = options.clock();
    this.#tally = new RecordingTally(this.#startedMs);
    const { earlier } = options;
    this.#segment = earlier?.segment ?? -1;
    this.#lastTime = earlier?.lastTime;
    this.#before = earlier ?? { reason: 'eslogger-restarted' };
    this.stopping = new Promise((resolve) => (this.#resolveStop = resolve));
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve));
    this.#timer = setInterval(() => void (this.#ticking ??= this.#tick()), options.flushMs);
  }

  get isStopping(): boolean {
    return this.#reason !== undefined;
  }

  get events(): number {
    return this.#tally.events;
  }

  /** The segment that is open, or the next one. */
  get segment(): number {
    return this.#isOpen ? this.#segment : this.#segment + 1;
  }

  /** Those of earlier parts included. */
  get segmentsSoFar(): number {
    return this.#segment + 1;
  }

  /** Of this part. */
  get canaries(): { readonly seen: number; readonly missed: number } {
    return this.#canaries;
  }

  get isSegmentOpen(): boolean {
    return this.#isOpen;
  }

  get lastTime(): string | undefined {
    return this.#lastTime;
  }

  nowText(): string {
    return new Date(this.#options.now()).toISOString();
  }

  /** The first reason counts. */
  stop(reason: StopReason): void {
    this.#reason ??= reason;
    this.#resolveStop(this.#reason);
  }

  /** Resolves early when the recording is to end. */
  async pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([new Promise((resolve) => (timer = setTimeout(resolve, ms))), this.stopping]);
    clearTimeout(timer);
  }

  /** A run of eslogger shows its first event. Before it nobody was listening since the last segment. */
  beginSegment(time: string, facts: SegmentFacts): void {
    this.#segment += 1;
    this.#isOpen = true;
    if (this.#lastTime !== undefined) this.#recordBlindWindow(this.#lastTime, time, facts);
    this.#before = { os: facts.os, bootTime: facts.bootTime, reason: 'eslogger-restarted' };
    this.writer.startSegment(this.#segment, { time, ...facts });
  }

  endSegment(reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.writer.endSegment(this.#segment, reason);
  }

  /** `segment`: the open one, unless the caller keeps its own count. */
  event({ piece, start, end }: EventLine, envelope: Envelope, segment = this.#segment): void {
    this.writer.writeEvent(piece, start, end, segment, envelope);
    this.#tally.add(segment, envelope.globalSeq, end - start + 1);
    this.#lastTime = envelope.time;
    this.#unflushedSince ??= this.#options.clock();
    if (this.#tally.events === 1) this.#resolveReady();
  }

  record(record: TraceRecord): void {
    this.writer.record(record);
    if (record.kind === 'canary') this.#canaries[record.seen ? 'seen' : 'missed'] += 1;
  }

  /** Waits while the disk is behind. Errors: those of writing, also of a flush that went wrong meanwhile. */
  async drain(): Promise<void> {
    await this.writer.drain();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  recordCost(): void {
    this.#costMs = this.#options.clock();
    const { bytesWritten } = this.writer;
    this.record({
      kind: 'recorder-cost',
      segment: Math.max(0, this.#segment),
      time: this.nowText(),
      ...processCost(),
      bytesWritten,
    });
  }

  /** No more timers; the trace is still open. */
  async settle(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async close(reason: StopReason): Promise<TraceSummary> {
    if (reason === 'eslogger-gone')
      this.record({
        kind: 'blind-window',
        ...(this.#lastTime === undefined ? {} : { from: this.#lastTime }),
        to: this.nowText(),
        reason,
      });
    this.recordCost();
    return this.writer.close(reason);
  }

  #recordBlindWindow(from: string, to: string, facts: SegmentFacts): void {
    const { os: fromOs, bootTime: fromBootTime, reason } = this.#before;
    const { os: toOs, bootTime: toBootTime } = facts;
    this.record({
      kind: 'blind-window',
      from,
      to,
      reason,
      ...(fromOs && { fromOs }),
      ...(toOs && { toOs }),
      ...(fromBootTime !== undefined && { fromBootTime }),
      ...(toBootTime !== undefined && { toBootTime }),
    });
  }

  /** Leaves the trace to a later part. */
  async suspend(): Promise<void> {
    this.recordCost();
    await this.writer.suspend('stopped');
  }

  async #tick(): Promise<void> {
    try {
      this.#options.onProgress?.(this.#progress());
      await this.#flush();
      await this.#checkLimits();
      if (this.#options.clock() - this.#costMs >= this.#options.costMs) this.recordCost();
    } catch (error) {
      this.#failure ??= { error };
      this.stop('failed');
    } finally {
      this.#ticking = undefined;
    }
  }

  async #flush(): Promise<void> {
    const { sync, syncMs, clock } = this.#options;
    const isDue = sync === 'always' || (sync === 'interval' && clock() - this.#syncedMs >= syncMs);
    this.#unflushedSince = undefined;
    await this.writer.flush({ durable: isDue });
    if (isDue) this.#syncedMs = clock();
  }

  async #checkLimits(): Promise<void> {
    if (this.isStopping) return;
    const { limits, clock, freeBytes } = this.#options;
    const recorded = { ms: clock() - this.#startedMs, bytes: this.writer.bytesWritten };
    const reached = await reachedLimit(limits, recorded, freeBytes);
    if (reached === undefined) return;
    if (reached.kind === 'disk-floor') {
      const { kind, ...space } = reached;
      this.record({ kind, segment: Math.max(0, this.#segment), time: this.nowText(), ...space });
    }
    this.stop(reached.kind);
  }

  #progress(): RecordingProgress {
    const now = this.#options.clock();
    return {
      events: this.#tally.events,
      eventsPerSecond: this.#tally.rateSince(now),
      elapsedMs: now - this.#startedMs,
      lost: this.#tally.lost,
      rawBytes: this.#tally.rawBytes,
      bytesWritten: this.writer.bytesWritten,
      unflushedMs: this.#unflushedSince === undefined ? 0 : Math.round(now - this.#unflushedSince),
    };
  }
}

/**
 * eslogger as the source of a recording: started, kept alive, and started again where it ends, hangs or writes rubbish. Every run that shows an event is a
 * segment of its own, because its numbers begin anew; the time between two is a blind window.
 */
import type { TraceRecord } from '../model/trace.ts';
import type { MacHost } from '../platform/macos/mac-host.ts';
import { valueOf } from '../platform/macos/reading.ts';
import { Canaries, visibleCanary } from './canary.ts';
import type { EsloggerEnd, EsloggerRun, NotStarted } from './eslogger-process.ts';
import { LineIntake } from './line-intake.ts';
import type { LiveTiming } from './live-timing.ts';
import { OutputWatch } from './output-watch.ts';
import { probe } from './probe.ts';
import type { Recording } from './recording.ts';
import { RecordingQueue } from './recording-queue.ts';
import type { Redactor } from './redaction/redactor.ts';

export interface LiveOptions {
  readonly host: MacHost;
  /** A new run of eslogger with these events and prefixes. */
  readonly startEslogger: () => Promise<EsloggerRun | NotStarted>;
  /** Of this process: what it does is no behaviour of the Mac. */
  readonly pid: number;
  readonly events: readonly string[];
  readonly select: readonly string[];
  readonly redactor: Redactor;
  readonly maxLineBytes: number;
  readonly queueBytes: number;
  /** Where the trace is written. */
  readonly folder: string;
  /** Runs the marked program, which makes a file of that name. */
  readonly releaseCanary: (name: string) => Promise<unknown>;
  readonly newMark: () => string;
  readonly timing: LiveTiming;
  readonly clock: () => number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
  /** Never gives up: what is missing may come, a permission or a restart. */
  readonly isPersistent?: boolean;
  readonly onCanarySeen?: () => void;
  /** A run of eslogger ended, and not because it was told to. */
  readonly onEnd?: (end: EsloggerEnd) => void;
}

export interface LiveResult {
  /** Starts of eslogger after the first. */
  readonly restarts: number;
  readonly canaries: { readonly seen: number; readonly missed: number };
  /** How the last run ended; undefined where it was not ended by itself. */
  readonly lastEnd: EsloggerEnd | undefined;
}

const GARBAGE_BYTES = 1024 * 1024;
const PROVOKE_MS = 250;
const MOST_DOUBLINGS = 20;
const FAREWELL_PAUSE_MS = 50;
const SOURCE = 'eslogger';

/** Until the recording is to end, or eslogger is gone for good. Its refusal at the first start is the caller's to explain. */
export async function recordLive(recording: Recording, options: LiveOptions): Promise<LiveResult> {
  const source = new LiveSource(recording, options);
  const { backOffMs, longestBackOffMs, mostFruitlessRuns } = options.timing;
  let fruitless = 0;
  let restarts = 0;
  for (;;) {
    const { end, events } = await source.run();
    const lastEnd = recording.isStopping ? undefined : end;
    fruitless = events === 0 ? fruitless + 1 : 0;
    const isHopeless = recording.events === 0 && (end.kind === 'refused' || end.kind === 'not-started');
    if (options.isPersistent !== true && (isHopeless || fruitless >= mostFruitlessRuns))
      recording.stop('eslogger-gone');
    if (!recording.isStopping) {
      options.onEnd?.(end);
      options.warn(`eslogger ended (${describeEnd(end)}); starting it again as a new segment.`);
      await recording.pause(Math.min(longestBackOffMs, backOffMs * 2 ** Math.min(fruitless, MOST_DOUBLINGS)));
    }
    if (recording.isStopping) return { restarts, canaries: source.canaryTotals, lastEnd };
    restarts += 1;
  }
}

export function describeEnd(end: EsloggerEnd): string {
  switch (end.kind) {
    case 'refused':
      return `refused: ${end.refusal.kind}`;
    case 'not-started':
      return `not started: ${end.detail}`;
    case 'stopped':
      return 'stopped by esdrift: it hung or wrote no events';
    case 'died':
      return end.exit.kind === 'code' ? `code ${end.exit.code}` : end.exit.signal;
  }
}

class LiveSource {
  readonly #recording: Recording;
  readonly #options: LiveOptions;
  readonly #canaries: Canaries;
  readonly #record: (record: TraceRecord) => void;

  constructor(recording: Recording, options: LiveOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#record = (record) => {
      recording.record(record);
      if (record.kind === 'canary' && record.seen) options.onCanarySeen?.();
    };
    this.#canaries = new Canaries({
      expect: visibleCanary(options.events, options.select),
      release: options.releaseCanary,
      newMark: options.newMark,
      clock: options.clock,
      now: options.now,
      patienceMs: options.timing.canaryPatienceMs,
      record: this.#record,
    });
  }

  get canaryTotals(): LiveResult['canaries'] {
    return { seen: this.#canaries.seen, missed: this.#canaries.missed };
  }

  async run(): Promise<{ readonly end: EsloggerEnd; readonly events: number }> {
    const { host, events, select, clock, timing, folder } = this.#options;
    const values = await probe(host, folder);
    const [os, kernel] = await Promise.all([host.osVersion(), host.kernel()]);
    const bootTime = valueOf(kernel)?.bootTime;
    const version = valueOf(os);
    const running = await this.#options.startEslogger();
    if ('kind' in running) return { end: running, events: 0 };
    const before = this.#recording.events;
    const watch = new OutputWatch(
      { silenceMs: timing.silenceMs, garbageBytes: GARBAGE_BYTES },
      this.#options.clock(),
    );
    let reason = 'eslogger-ended';
    const stop = (why: string) => {
      reason = why;
      void running.stop();
    };
    const timers = new Timers();
    let isOver = false;
    void this.#recording.stopping.then(async (why) => {
      if (why !== 'failed' && why !== 'disk-floor') await this.#farewell(() => isOver);
      if (!isOver) stop(why);
    });
    timers.every(timing.watchMs, () => {
      this.#canaries.giveUp(false);
      const verdict = watch.verdict(clock());
      if (verdict.kind === 'garbage') stop('eslogger-garbage');
      if (verdict.kind === 'silent' && visibleCanary(events, select).length > 0) stop('eslogger-silent');
    });
    timers.every(timing.probeMs, () => void this.#probe());
    // eslogger does not say when it is ready: a program is run until something shows. Only then a canary can be expected to be seen.
    const provoking = timers.every(PROVOKE_MS, () => void host.runNothing());
    const begin = (time: string) => {
      timers.stop(provoking);
      this.#recording.beginSegment(time, {
        source: SOURCE,
        ...(version && {
          os: { productVersion: version.productVersion, buildVersion: version.buildVersion },
        }),
        ...(bootTime !== undefined && { bootTime }),
      });
      this.#record({
        kind: 'own-process',
        segment: this.#recording.segment,
        pid: this.#options.pid,
        role: 'recorder',
      });
      this.#recordProbe(values);
      void this.#canaries.send(this.#recording.segment);
      timers.every(timing.canaryMs, () => void this.#canaries.send(this.#recording.segment));
    };
    try {
      await this.#take(running, watch, begin);
      const end = await running.ended;
      if (this.#recording.isSegmentOpen) await this.#probe();
      return { end, events: this.#recording.events - before };
    } finally {
      isOver = true;
      timers.stopAll();
      await running.stop();
      this.#canaries.giveUp(true);
      this.#recording.endSegment(reason);
    }
  }

  /** Everything eslogger writes, until its pipe is closed. */
  async #take(running: EsloggerRun, watch: OutputWatch, begin: (time: string) => void): Promise<void> {
    const { clock, redactor, maxLineBytes, queueBytes } = this.#options;
    const queue = new RecordingQueue({
      limitBytes: queueBytes,
      clock,
      onWaited: (waited) =>
        this.#record({
          kind: 'backpressure',
          segment: this.#recording.segment,
          time: this.#recording.nowText(),
          ...waited,
        }),
    });
    const intake = new LineIntake({
      source: SOURCE,
      maxLineBytes,
      redactor,
      onRecord: this.#record,
      onEvent: (line, envelope) => {
        if (!this.#recording.isSegmentOpen) begin(envelope.time);
        this.#recording.event(line, envelope);
        if (this.#canaries.isAwaited) this.#canaries.observe(envelope.type, line.original());
      },
    });
    const filling = queue.fillFrom(watched(running.stdout, watch, clock));
    try {
      for await (const chunk of queue.chunks()) {
        intake.push(chunk);
        await this.#recording.drain();
      }
      intake.end();
    } finally {
      queue.close();
      running.stdout.destroy();
      await filling;
    }
  }

  /** A last canary. eslogger may hold back a block of lines, so something is run until it shows. */
  async #farewell(isOver: () => boolean): Promise<void> {
    if (!this.#recording.isSegmentOpen) return;
    const { clock, host, timing } = this.#options;
    const until = clock() + timing.farewellMs;
    await this.#canaries.send(this.#recording.segment);
    while (this.#canaries.isAwaited && !isOver() && clock() < until) {
      await host.runNothing();
      await new Promise((resolve) => setTimeout(resolve, FAREWELL_PAUSE_MS));
    }
  }

  async #probe(): Promise<void> {
    const values = await probe(this.#options.host, this.#options.folder);
    if (this.#recording.isSegmentOpen) this.#recordProbe(values);
  }

  #recordProbe(values: Readonly<Record<string, unknown>>): void {
    this.#record({
      kind: 'probe',
      segment: this.#recording.segment,
      time: this.#recording.nowText(),
      values,
    });
  }
}

async function* watched(
  stdout: AsyncIterable<unknown>,
  watch: OutputWatch,
  clock: () => number,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of stdout) {
    if (!Buffer.isBuffer(chunk)) continue;
    watch.add(chunk, clock());
    yield chunk;
  }
}

class Timers {
  readonly #running = new Set<NodeJS.Timeout>();

  every(ms: number, action: () => void): NodeJS.Timeout {
    const timer = setInterval(action, ms);
    this.#running.add(timer);
    return timer;
  }

  stop(timer: NodeJS.Timeout): void {
    clearInterval(timer);
    this.#running.delete(timer);
  }

  stopAll(): void {
    for (const timer of this.#running) clearInterval(timer);
  }
}

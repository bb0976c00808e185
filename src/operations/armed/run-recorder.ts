/**
 * The recorder of an armed recording, as launchd runs it: one boot of it. It goes on with the trace that the last boot left, and either leaves it to the next
 * one (the Mac shuts down) or closes it: when the upgrade has settled, at the deadline, or at a limit. Then it takes itself off this Mac; the trace waits
 * for `collect`.
 */
import { AppError } from '../../errors.ts';
import type { ArmedEnd, ArmedState } from '../../model/armed.ts';
import type { RecordingProgress } from '../../model/progress.ts';
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import { refuseOpenFolder } from '../../platform/trusted-path.ts';
import { startEsloggerJob } from '../../recorder/armed/eslogger-job.ts';
import { openArmedTrace, type ArmedTrace } from '../../recorder/armed/open-trace.ts';
import type { ArmedPaths } from '../../recorder/armed/paths.ts';
import { readArmedState } from '../../recorder/armed/armed-state.ts';
import { readRedactionKey } from '../../recorder/armed/redaction-key.ts';
import { removeJob } from '../../recorder/armed/remove-job.ts';
import { removeMachinery } from '../../recorder/armed/stand-down.ts';
import { StateKeeper } from '../../recorder/armed/state-keeper.ts';
import { UpgradeWatch } from '../../recorder/armed/upgrade-watch.ts';
import type { EsloggerEnd } from '../../recorder/eslogger-process.ts';
import { describeRefusal, remedyFor } from '../../recorder/eslogger-refusal.ts';
import { ESLOGGER_JOB } from '../../recorder/launchd-labels.ts';
import { describeEnd } from '../../recorder/live-source.ts';
import { FLUSH_MS, LIVE_TIMING, QUEUE_BYTES, type LiveTiming } from '../../recorder/live-timing.ts';
import type { Recording, StopReason } from '../../recorder/recording.ts';
import { Redactor } from '../../recorder/redaction/redactor.ts';
import { DEFAULT_LIMITS } from '../../trace/limits.ts';
import { openRecording, recordMac } from '../live-recording.ts';
import { prepareMac, type PreparedMac } from '../record-mac.ts';
import { recordedHeader } from '../recorded-header.ts';

export interface RecorderTiming extends LiveTiming {
  readonly flushMs: number;
  /** Between looks at the job of eslogger. */
  readonly pollMs: number;
  /** Between looks at time, build and limits. */
  readonly tickMs: number;
  /** Between writes of the state. */
  readonly saveMs: number;
}

const RECORDER_TIMING: RecorderTiming = {
  ...LIVE_TIMING,
  flushMs: FLUSH_MS,
  pollMs: 500,
  tickMs: 1_000,
  saveMs: 5_000,
};

export interface RunRecorderOptions {
  readonly paths: ArmedPaths;
  readonly host: MacHost;
  readonly platform: string;
  readonly uid: number;
  readonly pid: number;
  /** Of whoever may own the files: root, but in tests. */
  readonly owner?: number;
  /** Ends this boot's part in an orderly way. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly clock: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: (message: string) => void;
  readonly timing?: Partial<RecorderTiming>;
}

/** `ended`: the recording is over, or there is none. `left`: it goes on at the next boot. Errors: those of record. */
export async function runRecorder(options: RunRecorderOptions): Promise<'ended' | 'left'> {
  const { paths, host } = options;
  await refuseOpenFolder(paths.folder, options.owner ?? 0);
  const state = await readArmedState(paths);
  if (state === undefined || state.ended !== null) return 'ended';
  const keeper = new StateKeeper(paths, state, options.now);
  try {
    return await new RecorderRun(options, keeper).run();
  } catch (error) {
    const { message, hint } =
      error instanceof AppError ? error : { message: String(error), hint: 'sudo esdrift status' };
    keeper.problem({ message, hint });
    await keeper.save();
    throw error;
  } finally {
    await removeJob(host, ESLOGGER_JOB, options.timing?.pollMs ?? RECORDER_TIMING.pollMs);
  }
}

class RecorderRun {
  readonly #options: RunRecorderOptions;
  readonly #timing: RecorderTiming;
  readonly #keeper: StateKeeper;
  readonly #watch: UpgradeWatch;
  readonly #atStart: ArmedState['progress'];

  constructor(options: RunRecorderOptions, keeper: StateKeeper) {
    this.#options = options;
    this.#timing = { ...RECORDER_TIMING, ...options.timing };
    this.#keeper = keeper;
    const { plan, progress } = keeper.state;
    this.#atStart = progress;
    this.#watch = new UpgradeWatch(plan, progress);
  }

  async run(): Promise<'ended' | 'left'> {
    const { host, paths, platform, uid, pid } = this.#options;
    const { plan } = this.#keeper.state;
    const mac = await prepareMac({ platform, uid, pid, events: plan.events }, host);
    const isNewBoot = await this.#startBoot(mac);
    const trace = await openArmedTrace(
      paths,
      () => recordedHeader({ ...plan, now: this.#options.now, randomBytes: this.#options.randomBytes }, mac),
      isNewBoot ? 'restart' : 'recorder-restarted',
    );
    for (const warning of [...mac.warnings, trace.warning ?? ''])
      if (warning !== '') this.#options.log(warning);
    const recording = this.#newRecording(trace);
    const timer = setInterval(() => this.#tick(recording), this.#timing.tickMs);
    const saving = setInterval(() => void this.#save(recording), this.#timing.saveMs);
    try {
      await this.#record(recording, mac);
      await recording.settle();
    } finally {
      clearInterval(timer);
      clearInterval(saving);
    }
    return this.#finish(recording, await recording.stopping);
  }

  /** Whether the Mac has restarted since the recorder last ran. */
  async #startBoot(mac: PreparedMac): Promise<boolean> {
    const bootSession = valueOf(await this.#options.host.kernel())?.bootSession ?? null;
    const before = this.#atStart;
    const isNewBoot = before.boots === 0 || bootSession === null || bootSession !== before.bootSession;
    if (mac.os !== undefined) this.#watch.start(mac.os, isNewBoot);
    this.#keeper.problem(null);
    this.#keeper.progress({ ...this.#watch.state, bootSession });
    await this.#keeper.save();
    return isNewBoot;
  }

  #newRecording({ writer, earlier }: ArmedTrace): Recording {
    const { clock, now, host, signal } = this.#options;
    const { plan } = this.#keeper.state;
    const recording = openRecording(writer, {
      host,
      sync: plan.sync,
      limits: { maxBytes: plan.maxBytes ?? undefined, diskFloorBytes: plan.diskFloorBytes },
      flushMs: this.#timing.flushMs,
      clock,
      now,
      onProgress: (progress) => this.#noteProgress(recording, progress),
      earlier,
      signal,
    });
    return recording;
  }

  async #record(recording: Recording, mac: PreparedMac): Promise<void> {
    const { host, paths, pid, clock, now, log, randomBytes } = this.#options;
    const { plan } = this.#keeper.state;
    const redactor = new Redactor({
      policy: plan.redact,
      key: await readRedactionKey(paths.redactionKey),
      names: mac.names,
    });
    await recordMac(recording, mac, {
      startEslogger: () =>
        startEsloggerJob({
          host,
          paths,
          events: mac.subscribed,
          transport: this.#keeper.state.transport,
          pollMs: this.#timing.pollMs,
        }),
      pid,
      select: [],
      redactor,
      maxLineBytes: DEFAULT_LIMITS.maxLineBytes,
      queueBytes: QUEUE_BYTES,
      timing: this.#timing,
      clock,
      now,
      randomBytes,
      warn: log,
      isPersistent: true,
      onCanarySeen: () => this.#watch.canarySeen(),
      onEnd: (end) => this.#explain(end, recording),
    });
  }

  /** eslogger ended by itself. Where it never said a word, and was not refused, its output may not reach the pipe. */
  #explain(end: EsloggerEnd, recording: Recording): void {
    if (end.kind === 'refused') {
      const hint = remedyFor(end.refusal, { kind: 'launch-daemon' });
      this.#keeper.problem({ message: describeRefusal(end.refusal), hint });
    } else if (recording.events === 0 && this.#keeper.state.transport === 'pipe') {
      this.#options.log('No event came through the named pipe: eslogger writes into a file from now on.');
      this.#keeper.transport('spool');
    } else {
      const message = `eslogger ended (${describeEnd(end)}).`;
      this.#keeper.problem({
        message,
        hint: `See ${this.#options.paths.messages} and ${this.#options.paths.log}.`,
      });
    }
    void this.#save(recording);
  }

  #noteProgress(recording: Recording, { events, lost, bytesWritten }: RecordingProgress): void {
    const before = this.#atStart;
    const isFirst = before.events === 0 && events > 0 && this.#keeper.state.progress.events === 0;
    if (events > 0) this.#keeper.problem(null);
    this.#keeper.progress({
      segments: recording.segmentsSoFar,
      events: before.events + events,
      lost: before.lost + lost,
      bytes: bytesWritten,
      canaries: {
        seen: before.canaries.seen + recording.canaries.seen,
        missed: before.canaries.missed + recording.canaries.missed,
      },
      lastEventAt: recording.lastTime ?? null,
    });
    // Whoever armed it waits for this.
    if (isFirst) void this.#save(recording);
  }

  #tick(recording: Recording): void {
    this.#watch.tick(this.#options.clock());
    this.#keeper.progress(this.#watch.state);
    if (this.#watch.isSettled) recording.stop('settled');
    else if (this.#watch.isOverdue) recording.stop('deadline');
  }

  async #save(recording: Recording): Promise<void> {
    try {
      await this.#keeper.save();
    } catch (error) {
      // The trace goes on without it; a disk that takes nothing more shows there as well.
      this.#options.log(
        `The state could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (recording.isStopping) throw error;
    }
  }

  async #finish(recording: Recording, reason: StopReason): Promise<'ended' | 'left'> {
    const final = finalReason(reason);
    if (final === undefined) {
      await recording.suspend();
      await this.#keeper.save();
      return 'left';
    }
    const { from, running, outcome } = this.#watch;
    recording.record({
      kind: 'upgrade-outcome',
      outcome,
      ...(from && { from }),
      ...(running && { to: running }),
      time: recording.nowText(),
    });
    await recording.close(reason);
    this.#keeper.end(final, outcome);
    await this.#keeper.save();
    await removeMachinery(this.#options.paths);
    return 'ended';
  }
}

const FINAL = ['settled', 'deadline', 'max-size', 'disk-floor'] as const satisfies readonly ArmedEnd[];

function finalReason(reason: StopReason): (typeof FINAL)[number] | undefined {
  return FINAL.find((final) => final === reason);
}

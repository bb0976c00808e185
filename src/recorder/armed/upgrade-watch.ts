/**
 * When an upgrade is over, and what became of it. The build that sw_vers says decides, nothing else: `softwareupdate --history` and the result in NVRAM
 * have been seen to claim a success while the old system still ran.
 */
import type { OsVersion, UpgradeOutcome } from '../../model/trace.ts';

export interface WatchLimits {
  readonly settleMs: number;
  readonly deadlineMs: number;
}

export interface WatchState {
  readonly awakeMs: number;
  readonly settledMs: number;
  /** As seen at each start, neighbours that are equal once. The first is the one before the upgrade. */
  readonly builds: readonly OsVersion[];
  readonly boots: number;
}

/** A longer time between two ticks was sleep: only so much of it counts as awake. */
const LONGEST_TICK_MS = 5_000;

export class UpgradeWatch {
  readonly #limits: WatchLimits;
  #state: WatchState;
  #lastTickMs: number | undefined;
  /** On this build, in this run of the recorder. */
  #canarySeen = false;

  constructor(limits: WatchLimits, state: WatchState) {
    this.#limits = limits;
    // Whatever else the caller keeps beside it must not come back from here.
    const { awakeMs, settledMs, builds, boots } = state;
    this.#state = { awakeMs, settledMs, builds, boots };
  }

  get state(): WatchState {
    return this.#state;
  }

  get from(): OsVersion | undefined {
    return this.#state.builds[0];
  }

  get running(): OsVersion | undefined {
    return this.#state.builds.at(-1);
  }

  /** The recorder starts: on which system, and whether the Mac has restarted since the last time. */
  start(os: OsVersion, isNewBoot: boolean): void {
    const { builds, boots } = this.#state;
    const isSame = this.running?.buildVersion === os.buildVersion;
    this.#state = {
      ...this.#state,
      builds: isSame ? builds : [...builds, os],
      boots: isNewBoot ? boots + 1 : boots,
      // A further restart, of which some upgrades have several, or a change back: not settled after all.
      settledMs: isNewBoot || !isSame ? 0 : this.#state.settledMs,
    };
  }

  /** A canary was seen: from the first one on the new build on, time counts as settling. */
  canarySeen(): void {
    this.#canarySeen = true;
  }

  /** `nowMs`: monotonic. Called every second or so. */
  tick(nowMs: number): void {
    const passed = this.#lastTickMs === undefined ? 0 : Math.max(0, nowMs - this.#lastTickMs);
    const awake = Math.min(passed, LONGEST_TICK_MS);
    this.#lastTickMs = nowMs;
    const { awakeMs, settledMs } = this.#state;
    const settles = this.#canarySeen && this.isChanged;
    this.#state = {
      ...this.#state,
      awakeMs: awakeMs + awake,
      settledMs: settles ? settledMs + awake : settledMs,
    };
  }

  /** Another build runs than the one before the upgrade. */
  get isChanged(): boolean {
    return this.running?.buildVersion !== this.from?.buildVersion;
  }

  get isSettled(): boolean {
    return this.isChanged && this.#state.settledMs >= this.#limits.settleMs;
  }

  get isOverdue(): boolean {
    return this.#state.awakeMs >= this.#limits.deadlineMs;
  }

  get outcome(): UpgradeOutcome {
    if (this.isChanged) return this.isSettled ? 'completed' : 'unsettled';
    if (this.#state.builds.length > 1) return 'rolled-back';
    return this.#state.boots > 1 ? 'failed' : 'not-started';
  }
}

/** The state of an armed recording while the recorder runs: changed in memory, written whole, one write after the other. */
import type { ArmedEnd, ArmedProgress, ArmedState, Transport } from '../../model/armed.ts';
import type { UpgradeOutcome } from '../../model/trace.ts';
import { writeArmedState } from './armed-state.ts';
import type { ArmedPaths } from './paths.ts';

export class StateKeeper {
  readonly #paths: ArmedPaths;
  readonly #now: () => number;
  #state: ArmedState;
  #writing: Promise<void> = Promise.resolve();

  constructor(paths: ArmedPaths, state: ArmedState, now: () => number) {
    this.#paths = paths;
    this.#state = state;
    this.#now = now;
  }

  get state(): ArmedState {
    return this.#state;
  }

  progress(change: Partial<ArmedProgress>): void {
    const updatedAt = new Date(this.#now()).toISOString();
    this.#state = { ...this.#state, progress: { ...this.#state.progress, ...change, updatedAt } };
  }

  transport(transport: Transport): void {
    this.#state = { ...this.#state, transport };
  }

  problem(problem: ArmedState['problem']): void {
    this.#state = { ...this.#state, problem };
  }

  end(reason: ArmedEnd, outcome: UpgradeOutcome): void {
    const at = new Date(this.#now()).toISOString();
    this.#state = { ...this.#state, ended: { reason, outcome, at } };
  }

  /** Errors: those of writing. */
  save(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => writeArmedState(this.#paths, this.#state));
    return this.#writing;
  }
}

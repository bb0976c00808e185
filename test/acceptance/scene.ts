/** Five runs of one behaviour, their baseline, and further runs to hold against it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variant } from '../simulator/injections/variant.ts';
import { simulate, type Scenario } from '../simulator/simulate.ts';
import type { Tweaks } from '../simulator/tweaks.ts';
import { findStep, type Step } from '../simulator/versions.ts';
import type { Judgement, Pipeline } from './pipeline.ts';

export interface Run {
  readonly seed: string;
  readonly noise?: number;
  readonly tweaks?: Tweaks;
  /** Tell the trace which event types were subscribed to. */
  readonly listsEvents?: boolean;
}

export interface SceneOptions {
  readonly scenario: Scenario;
  /** macOS the upgrade ends in. */
  readonly target: string;
  /** Names the seeds of the baseline's runs, so that several scenes tell different stories. */
  readonly series: string;
  readonly pipeline: Pipeline;
  /** Background of the baseline's runs, and of further runs that do not say otherwise. */
  readonly noise?: number;
}

const BASELINE_RUNS = 5;
const CONTROLS = 2;
const NOISE = 0.5;

export class Scene {
  readonly #folder = mkdtempSync(join(tmpdir(), 'esdrift-acceptance-'));
  readonly #options: SceneOptions;
  readonly #step: Step;
  #count = 0;

  constructor(options: SceneOptions) {
    this.#options = options;
    this.#step = findStep(options.target);
  }

  get baseline(): string {
    return join(this.#folder, 'macos.baseline.json');
  }

  async prepare(): Promise<void> {
    const { series, pipeline, scenario } = this.#options;
    const runs: string[] = [];
    for (let run = 1; run <= BASELINE_RUNS; run++) {
      runs.push(await this.#record(scenario, this.#step, { seed: `${series}-${run}` }));
    }
    const idle: Step = { from: this.#step.from, to: this.#step.from };
    const controls: string[] = [];
    for (let run = 1; run <= CONTROLS; run++) {
      controls.push(await this.#record('control', idle, { seed: `${series}-control-${run}` }));
    }
    await pipeline.baseline(runs, controls, this.baseline);
  }

  /** Whether a change makes a difference to this story at all: an installer never starts suhelperd, say. */
  isFelt({ tweaks, on }: Variant): boolean {
    if (on?.some((method) => method === this.#options.scenario) === false) return false;
    const play = (run: Partial<Run>): string =>
      [
        ...simulate({ scenario: this.#options.scenario, step: this.#step, seed: 'felt', noise: 0, ...run })
          .lines,
      ].join();
    return play({ tweaks }) !== play({});
  }

  /** Plays a further run and holds it against the baseline. */
  async judge(run: Run): Promise<Judgement> {
    const trace = await this.#record(this.#options.scenario, this.#step, run);
    const judgement = await this.#options.pipeline.diff(this.baseline, trace);
    rmSync(trace);
    return judgement;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #record(scenario: Scenario, step: Step, run: Run): Promise<string> {
    const simulation = simulate({
      scenario,
      step,
      seed: run.seed,
      noise: run.noise ?? this.#options.noise ?? NOISE,
      ...(run.tweaks === undefined ? {} : { tweaks: run.tweaks }),
    });
    const out = join(this.#folder, `run-${++this.#count}.jsonl.zst`);
    await this.#options.pipeline.import({
      scenario,
      step,
      simulation,
      listsEvents: run.listsEvents === true,
      out,
    });
    return out;
  }
}

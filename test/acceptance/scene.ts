/** Five runs of one behaviour, their baseline, and further runs to hold against it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriftReport } from '../../src/model/drift.ts';
import { simulate, type Scenario } from '../simulator/simulate.ts';
import type { Tweaks } from '../simulator/tweaks.ts';
import { findStep, type Step } from '../simulator/versions.ts';
import { esdrift, succeed } from './cli.ts';

export interface Run {
  readonly seed: string;
  readonly noise?: number;
  readonly tweaks?: Tweaks;
  /** Tell the trace which event types were subscribed to. */
  readonly listsEvents?: boolean;
}

export interface Judgement {
  readonly exitCode: number | null;
  readonly report: DriftReport;
}

const BASELINE_RUNS = 5;
const CONTROLS = 2;
const NOISE = 0.5;

export class Scene {
  readonly #folder = mkdtempSync(join(tmpdir(), 'esdrift-acceptance-'));
  readonly #scenario: Scenario;
  readonly #step: Step;
  readonly #series: string;
  #count = 0;

  /** `series` names the seeds, so that several scenes tell different stories. */
  constructor(scenario: Scenario, target: string, series: string) {
    this.#scenario = scenario;
    this.#step = findStep(target);
    this.#series = series;
  }

  get baseline(): string {
    return join(this.#folder, 'baseline.json');
  }

  async prepare(): Promise<void> {
    const runs: string[] = [];
    for (let run = 1; run <= BASELINE_RUNS; run++)
      runs.push(await this.record({ seed: `${this.#series}-${run}` }));
    const controls: string[] = [];
    for (let run = 1; run <= CONTROLS; run++)
      controls.push(await this.#control(`${this.#series}-control-${run}`));
    await succeed([
      'baseline',
      'create',
      ...runs,
      ...controls.flatMap((control) => ['--control', control]),
      '--out',
      this.baseline,
    ]);
  }

  /** Plays and imports one run; returns the trace. */
  async record(run: Run): Promise<string> {
    return await this.#import(this.#scenario, this.#step, run);
  }

  async judge(run: Run): Promise<Judgement> {
    const trace = await this.record(run);
    const { code, stdout, stderr } = await esdrift(['diff', this.baseline, trace, '--json']);
    try {
      return { exitCode: code, report: JSON.parse(stdout) as DriftReport };
    } catch {
      throw new Error(`diff printed no JSON (exit ${code ?? 'none'}): ${stderr}${stdout.slice(0, 500)}`);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #control(seed: string): Promise<string> {
    return await this.#import('control', { from: this.#step.from, to: this.#step.from }, { seed });
  }

  async #import(scenario: Scenario, step: Step, run: Run): Promise<string> {
    const { lines, events } = simulate({
      scenario,
      step,
      seed: run.seed,
      noise: run.noise ?? NOISE,
      ...(run.tweaks === undefined ? {} : { tweaks: run.tweaks }),
    });
    const trace = join(this.#folder, `run-${++this.#count}.jsonl.zst`);
    const target = scenario === 'control' ? [] : ['--to-os', `${step.to.product}:${step.to.build}`];
    await succeed(
      [
        'trace',
        'import',
        '-',
        '--out',
        trace,
        '--method',
        scenario,
        '--from-os',
        `${step.from.product}:${step.from.build}`,
        ...target,
        '--arch',
        'arm64',
        '--provenance',
        'synthetic',
        ...(run.listsEvents === true ? ['--events', events.join(',')] : []),
      ],
      lines,
    );
    return trace;
  }
}

/** One world in a process of its own: its baselines of several sizes, and every case held against each of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { mergeFactSets } from '../../../src/baseline/merge.ts';
import type { DriftReport } from '../../../src/model/drift.ts';
import type { FactSet } from '../../../src/model/facts.ts';
import { compareLoaded, type LoadedSide } from '../../../src/operations/compare-files.ts';
import { loadFactSet } from '../../../src/operations/load-fact-set.ts';
import { inProcess } from '../../acceptance/pipeline.ts';
import type { HarmlessRun } from '../../simulator/harmless.ts';
import { simulate, type Scenario } from '../../simulator/simulate.ts';
import { NO_TWEAKS, type Extra, type Tweaks } from '../../simulator/tweaks.ts';
import { findStep, type Step } from '../../simulator/versions.ts';
import { casesOf, seedOf, TARGET, type Answer, type Case, type World } from './cases.ts';

/** Runs in a baseline, with the controls that come with it. */
const SIZES = [
  { runs: 1, controls: 0 },
  { runs: 3, controls: 1 },
  { runs: 5, controls: 2 },
  { runs: 10, controls: 2 },
] as const;

export interface Result extends Answer {
  readonly world: string;
  readonly group: Case['group'];
  readonly name: string;
  readonly note: string;
  readonly seed: string;
  readonly runs: number;
  /** The report says how little one run can know. */
  readonly isHumble: boolean;
}

/** Files named by the build that is installed, in every recording, so that another build has other names. */
const BUILD_FILES: readonly Extra[] = [
  { after: 'prepare', do: 'write', by: 'brain', path: '/System/Volumes/Update/Prepare-{target}.log' },
  {
    after: 'report and clean up',
    do: 'replace',
    by: 'mobile-softwareupdated',
    path: '/private/var/db/softwareupdate/{target}/report.plist',
  },
];
/** Background of the worlds' recordings; 1 is a quiet Mac. */
const NOISES = [0.5, 0.3, 0.8, 0.4, 1] as const;

class Recorder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'esdrift-bench-drift-'));
  readonly #noise: number;
  #count = 0;

  constructor(noise: number) {
    this.#noise = noise;
  }

  async profile(scenario: Scenario, seed: string, tweaks: Tweaks, run: HarmlessRun): Promise<FactSet> {
    const step = stepOf(scenario, run);
    const simulation = simulate({
      scenario,
      step,
      seed,
      noise: this.#noise * (run.background ?? 1),
      tweaks: { ...tweaks, extras: [...BUILD_FILES, ...tweaks.extras] },
      ...(run.tokenForm === undefined ? {} : { tokenForm: run.tokenForm }),
      ...(run.conditions === undefined ? {} : { conditions: run.conditions }),
    });
    const out = join(this.#folder, `${++this.#count}.jsonl.zst`);
    const machine = run.machine ?? { model: simulation.host.model, virtualMachine: false };
    await inProcess.import({ scenario, step, simulation, listsEvents: true, machine, out });
    const profile = await loadFactSet(out);
    rmSync(out);
    return profile;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function stepOf(scenario: Scenario, { target }: HarmlessRun): Step {
  const { from, to } = findStep(TARGET);
  if (scenario === 'control') return { from, to: from };
  return { from, to: target === undefined ? to : target(to) };
}

const sideOf = (path: string, set: FactSet): LoadedSide => ({
  files: [{ path, kind: set.kind === 'esdrift.baseline' ? 'baseline' : 'trace' }],
  set,
});

const LENIENT = { failOn: 'medium', allowSynthetic: false, acrossMethods: false } as const;

function compared(baseline: FactSet, profile: FactSet): DriftReport {
  const report = compareLoaded(sideOf('baseline', baseline), sideOf('trace', profile), [], LENIENT);
  if (report.comparability.some(({ level }) => level === 'fatal'))
    throw new Error(`not comparable: ${JSON.stringify(report.comparability)}`);
  return report;
}

async function play(world: World, report: (results: readonly Result[]) => void): Promise<void> {
  const recorder = new Recorder(NOISES[world.number % NOISES.length] ?? 1);
  const profiles = async (scenario: Scenario, count: number): Promise<FactSet[]> => {
    const all: FactSet[] = [];
    for (let run = 1; run <= count; run++)
      all.push(await recorder.profile(scenario, `${seedOf(world)} ${scenario} ${run}`, NO_TWEAKS, {}));
    return all;
  };
  const upgrades = await profiles(world.method, Math.max(...SIZES.map(({ runs }) => runs)));
  const controls = await profiles('control', Math.max(...SIZES.map((size) => size.controls)));
  const baselines = SIZES.map((size) => ({
    runs: size.runs,
    set: mergeFactSets([...upgrades.slice(0, size.runs), ...controls.slice(0, size.controls)]),
  }));
  for (const { group, name, note, seed, tweaks, run, whole, judge } of casesOf(world)) {
    const profile = await recorder.profile(world.method, seed, tweaks, run);
    const twin = whole === undefined ? undefined : await recorder.profile(world.method, seed, whole, run);
    const results = baselines.map(({ runs, set }): Result => {
      const told = compared(set, profile);
      const isHumble = told.comparability.some(({ axis, level }) => axis === 'runs' && level === 'warning');
      const answer = judge(told, twin === undefined ? undefined : compared(set, twin));
      return { world: seedOf(world), group, name, note, seed, runs, isHumble, ...answer };
    });
    report(results);
  }
  recorder.remove();
}

process.on('message', (world: World) => {
  play(world, (results) => process.send?.(results)).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});

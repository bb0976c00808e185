/** The committed sample traces: which runs, under which names, with which facts in their headers. */
import type { Method } from '../../src/model/trace.ts';
import { NEGATIVES } from './negatives/all.ts';
import type { Negative } from './negatives/negative.ts';
import { Random } from './random.ts';
import { simulate, type Scenario, type Simulation } from './simulate.ts';
import { findStep, type Step } from './versions.ts';

/** By target. Minor updates all, so that one version step compares with the next. */
const TARGETS = ['15.6.1', '26.2', '26.3'] as const;
const RUNS: readonly (readonly [Scenario, number])[] = [
  ['ota', 5],
  ['full-installer', 3],
  ['control', 2],
];
/** Little background: the traces live in git. */
const SAMPLE_NOISE = 0.07;

export interface SampleRun {
  /** File name without folder. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly method: Method;
  /** Looks like an upgrade and is none, or one that comes to nothing. */
  readonly negative?: Negative;
  readonly step: Step;
  readonly seed: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface SampleFamily {
  readonly step: Step;
  readonly runs: readonly SampleRun[];
}

export function stemOf(step: Step, scenario: Scenario): string {
  const builds = scenario === 'control' ? [step.from] : [step.from, step.to];
  return `macos-${builds.map(({ product, build }) => `${product}-${build}`).join('--')}.${scenario}.arm64`;
}

const INITIATORS: Readonly<Record<Scenario, string | undefined>> = {
  ota: 'cli',
  'full-installer': 'gui',
  control: undefined,
};

function sampleRun(step: Step, scenario: Scenario, run: number): SampleRun {
  const initiator = INITIATORS[scenario];
  return {
    name: `${stemOf(step, scenario)}.run-${run}.jsonl.zst`,
    scenario,
    method: scenario,
    step: scenario === 'control' ? { from: step.from, to: step.from } : step,
    seed: `sample ${run}`,
    labels: {
      ...(initiator === undefined ? {} : { initiator }),
      'made-by': 'test/simulator',
      'signing-ids': 'partly guesses, see traces/README.md',
    },
  };
}

export const SAMPLE_FAMILIES: readonly SampleFamily[] = TARGETS.map((target) => {
  const step = findStep(target);
  return {
    step,
    runs: RUNS.flatMap(([scenario, count]) =>
      Array.from({ length: count }, (_, index) => sampleRun(step, scenario, index + 1)),
    ),
  };
});

/** On the newest source system; the installer that is there leads to the newest target. */
export const NEGATIVE_RUNS: readonly SampleRun[] = NEGATIVES.map((negative) => {
  const step = findStep('26.3');
  return {
    name: `macos-${step.from.product}-${step.from.build}.negative.arm64.${negative.name}.jsonl.zst`,
    scenario: 'control',
    method: negative.method,
    negative,
    step,
    seed: `sample ${negative.name}`,
    labels: {
      'made-by': 'test/simulator',
      'negative-case': negative.title,
      'signing-ids': 'partly guesses, see traces/README.md',
    },
  };
});

export function playSample(run: SampleRun): Simulation {
  return simulate({
    scenario: run.scenario,
    step: run.step,
    seed: run.seed,
    noise: SAMPLE_NOISE,
    ...(run.negative === undefined ? {} : { negative: run.negative }),
  });
}

/** Stands in for the clock and the randomness of the import, so that the id is the same every time. */
export function sampleIdentity(run: SampleRun, simulation: Simulation) {
  const random = new Random(`sample id/${run.name}`);
  return {
    now: () => Math.floor(simulation.host.startMs),
    randomBytes: (count: number) => Uint8Array.from({ length: count }, () => random.int(0, 255)),
  };
}

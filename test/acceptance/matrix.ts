/**
 * The promise of drift.test.ts over many seeds, by hand: every false alarm and every miss, with the findings behind it.
 *
 *   node test/acceptance/matrix.ts [--target 26.2] [--scenario ota] [--seeds 10] [--worlds 2] [--noise 0.5] [--only harmless|NAME]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { INJECTIONS } from '../simulator/injections/injections.ts';
import { SCENARIOS } from '../simulator/simulate.ts';
import { problemOf } from './expectations.ts';
import { inProcess, type Judgement } from './pipeline.ts';
import { Scene } from './scene.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: '26.2' },
    scenario: { type: 'string', default: 'ota' },
    seeds: { type: 'string', default: '10' },
    worlds: { type: 'string', default: '1' },
    noise: { type: 'string', default: '0.5' },
    only: { type: 'string', default: '' },
  },
});

interface Outcome {
  readonly name: string;
  readonly problem: string;
}

interface Case {
  /** Selected with --only. */
  readonly label: string;
  readonly run: () => Promise<Outcome>;
}

const counts = ({ exitCode, report }: Judgement): string =>
  `exit ${exitCode ?? 'none'}, ${report.summary.high}/${report.summary.medium}/${report.summary.low}`;

function harmless(scene: Scene, seed: string, noise: number): Case {
  return {
    label: 'harmless',
    run: async () => {
      const judgement = await scene.judge({ seed, noise });
      return {
        name: `harmless, noise ${noise}, ${seed}: ${counts(judgement)}`,
        problem: problemOf('harmless', judgement),
      };
    },
  };
}

function injected(scene: Scene, seed: string): Case[] {
  return INJECTIONS.flatMap(({ name, variants }) =>
    variants
      .filter((variant) => scene.isFelt(variant))
      .map((variant) => ({
        label: name,
        run: async (): Promise<Outcome> => {
          const judgement = await scene.judge({
            seed: `${seed} ${name} ${variant.note}`,
            tweaks: variant.tweaks,
          });
          return {
            name: `${name}: ${variant.note}, ${seed}: ${counts(judgement)}`,
            problem: problemOf(name, judgement, variant),
          };
        },
      })),
  );
}

/** Background of further runs, as a multiple of the baseline's. */
const TIMES = [0.2, 1, 2, 3] as const;

async function main(): Promise<void> {
  const scenario = SCENARIOS.find((name) => name === values.scenario) ?? 'ota';
  const noise = Number(values.noise);
  let bad = 0;
  let all = 0;
  for (let world = 1; world <= Number(values.worlds); world++) {
    const scene = new Scene({
      scenario,
      target: values.target,
      series: `matrix-${world}`,
      pipeline: inProcess,
      noise,
    });
    await scene.prepare();
    const cases: Case[] = [];
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const name = `w${world}s${seed}`;
      cases.push(...TIMES.map((times) => harmless(scene, `${name} ×${times}`, times * noise)));
      cases.push(...injected(scene, name));
    }
    for (const { label, run } of cases) {
      if (!label.startsWith(values.only)) continue;
      const { name, problem } = await run();
      all++;
      if (problem !== '') bad++;
      process.stdout.write(
        `${problem === '' ? 'ok  ' : 'BAD '} ${name}\n${problem === '' ? '' : `${problem}\n\n`}`,
      );
    }
    scene.remove();
  }
  process.stdout.write(`${bad} of ${all} wrong\n`);
  process.exitCode = bad === 0 ? 0 : 1;
}

await main();

/**
 * The promise of drift.test.ts over many seeds, by hand: every false alarm and every miss, with the findings behind it.
 *
 *   node test/acceptance/matrix.ts [--target 26.2] [--scenario ota] [--seeds 10] [--worlds 2] [--only harmless|NAME]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { SCENARIOS } from '../simulator/simulate.ts';
import { aboutVariant, DRIFT_CASES, findingsOf, isAtLeast, summarize, variantsOf } from './expectations.ts';
import { inProcess } from './pipeline.ts';
import { Scene } from './scene.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: '26.2' },
    scenario: { type: 'string', default: 'ota' },
    seeds: { type: 'string', default: '10' },
    worlds: { type: 'string', default: '1' },
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

function harmless(scene: Scene, seed: string, noise: number): Case {
  const run = async (): Promise<Outcome> => {
    const { exitCode, report } = await scene.judge({ seed, noise });
    const alarms = report.findings.filter((finding) => isAtLeast(finding, 'medium'));
    const lows = report.findings.filter(({ severity }) => severity === 'low').length;
    const isWrong = exitCode !== 0 || alarms.length > 0;
    return {
      name: `harmless noise ${noise} seed ${seed} (${lows} low)`,
      problem: isWrong ? `exit ${exitCode ?? 'none'}\n${summarize(alarms)}` : '',
    };
  };
  return { label: 'harmless', run };
}

function drift(scene: Scene, seed: string): Case[] {
  return DRIFT_CASES.map(([name, note, variant]) => ({
    label: name,
    run: async (): Promise<Outcome> => {
      const { exitCode, report } = await scene.judge({
        seed: `${seed} ${name} ${note}`,
        tweaks: variant.tweaks,
      });
      const found = findingsOf(report, name, variant);
      const severities = [...new Set(found.map(({ severity }) => severity))].join();
      const seen = report.findings.filter((finding) => isAtLeast(finding, 'low'));
      return {
        name: `${name}: ${note}, seed ${seed} (${severities}, exit ${exitCode ?? 'none'})`,
        problem: found.length > 0 ? '' : `missed; at low or above:\n${summarize(seen)}`,
      };
    },
  }));
}

function noDrift(scene: Scene, seed: string): Case[] {
  return ['cdhash-only', 'lines-lost', 'type-unrecorded'].flatMap((name) =>
    variantsOf(name).map(([note, variant]) => ({
      label: name,
      run: async (): Promise<Outcome> => {
        const { exitCode, report } = await scene.judge({
          seed: `${seed} ${name} ${note}`,
          tweaks: variant.tweaks,
        });
        const alarms = report.findings.filter(
          (finding) => isAtLeast(finding, 'medium') && finding.certainty === 'observed',
        );
        const absent = aboutVariant(report, variant).filter(({ change }) => change.endsWith('-removed'));
        const wrong =
          name === 'lines-lost' &&
          (absent.length === 0 || absent.some(({ certainty }) => certainty === 'observed'));
        return {
          name: `${name}: ${note}, seed ${seed} (exit ${exitCode ?? 'none'})`,
          problem:
            alarms.length > 0 || wrong || exitCode === 1
              ? `${summarize(alarms)}\nabsences:\n${summarize(absent)}`
              : '',
        };
      },
    })),
  );
}

const NOISES = [0.1, 0.5, 1, 1.5];

async function main(): Promise<void> {
  const scenario = SCENARIOS.find((name) => name === values.scenario) ?? 'ota';
  let bad = 0;
  let all = 0;
  for (let world = 1; world <= Number(values.worlds); world++) {
    const scene = new Scene({
      scenario,
      target: values.target,
      series: `matrix-${world}`,
      pipeline: inProcess,
    });
    await scene.prepare();
    const cases: Case[] = [];
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const name = `w${world}s${seed}`;
      cases.push(...NOISES.map((noise) => harmless(scene, `${name} ${noise}`, noise)));
      cases.push(...drift(scene, name), ...noDrift(scene, name));
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

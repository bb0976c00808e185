/**
 * Writes traces/ and baselines/ from the simulator: `npm run traces`. The same bytes every time on one version of Node
 * (another zstd may compress otherwise; the lines stay the same).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBaseline } from '../../src/operations/baseline-create.ts';
import { importTrace } from '../../src/operations/trace-import.ts';
import { baselinesReadme, tracesReadme } from '../simulator/readme.ts';
import {
  NEGATIVE_RUNS,
  playSample,
  SAMPLE_FAMILIES,
  sampleIdentity,
  stemOf,
  type SampleFamily,
  type SampleRun,
} from '../simulator/samples.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const traces = join(root, 'traces');
const baselines = join(root, 'baselines');

// eslint-disable-next-line @typescript-eslint/require-await -- an input is asynchronous; a simulation is not
async function* chunksOf(lines: Iterable<string>): AsyncGenerator<Buffer, void> {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}

export async function writeSample(run: SampleRun, folder: string): Promise<void> {
  const simulation = playSample(run);
  const { from, to } = run.step;
  await importTrace({
    inputs: [{ name: run.name, chunks: chunksOf(simulation.lines) }],
    facts: {
      method: run.method,
      os: { productVersion: from.product, buildVersion: from.build },
      ...(run.scenario === 'control'
        ? {}
        : { target: { productVersion: to.product, buildVersion: to.build } }),
      arch: 'arm64',
      virtualMachine: false,
      labels: run.labels,
      provenance: 'synthetic',
      events: simulation.events,
    },
    out: join(folder, run.name),
    cwd: folder,
    force: true,
    ...sampleIdentity(run, simulation),
  });
}

/** One baseline per method of a version step, with the controls of its source system. */
export async function writeBaselines({ step, runs }: SampleFamily, folder: string): Promise<void> {
  const pathsOf = (scenario: SampleRun['scenario']): string[] =>
    runs.filter((run) => run.scenario === scenario).map((run) => join(traces, run.name));
  for (const scenario of ['ota', 'full-installer'] as const) {
    await createBaseline({
      inputs: pathsOf(scenario),
      controls: pathsOf('control'),
      out: join(folder, `${stemOf(step, scenario)}.baseline.json`),
      force: true,
      allowSynthetic: false,
      allowMixed: false,
      strict: true,
    });
  }
}

async function main(): Promise<void> {
  for (const folder of [traces, baselines]) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
  }
  for (const { runs } of SAMPLE_FAMILIES) for (const run of runs) await writeSample(run, traces);
  for (const run of NEGATIVE_RUNS) await writeSample(run, traces);
  const families = SAMPLE_FAMILIES.map(({ step, runs }) => ({ step, traces: runs.map(({ name }) => name) }));
  writeFileSync(join(traces, 'README.md'), tracesReadme(families));
  for (const family of SAMPLE_FAMILIES) await writeBaselines(family, baselines);
  writeFileSync(join(baselines, 'README.md'), baselinesReadme(families));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

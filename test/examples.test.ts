/** Every example of every --help is run here, against samples under the names it uses. What needs a Mac gets as far as saying so, with flags that exist. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../src/detection/builtin/rule-set.ts';
import type { DriftReport } from '../src/model/drift.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const sample = (name: string): string => join(root, 'traces', `macos-${name}.jsonl.zst`);
const baselineOf = (name: string): string => join(root, 'baselines', `macos-${name}.baseline.json`);
const OTA_261 = '26.1-25B78--26.2-25C56.ota.arm64';
const OTA_262 = '26.2-25C56--26.3-25D125.ota.arm64';
const OTA_156 = '15.6-24G84--15.6.1-24G90.ota.arm64';

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly examples?: readonly string[] }>>;
}
const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest;
const examples = Object.entries(commands).flatMap(([id, command]) =>
  (command.examples ?? []).map((text) => ({
    id,
    text: text
      .replaceAll('<%= config.bin %>', 'esdrift')
      .replaceAll('<%= command.id %>', id.replaceAll(':', ' ')),
  })),
);

/** These say that they cannot do it here, and would do it on a Mac. */
const MAC_ONLY = /^(?:sudo )?esdrift (?:arm|collect|disarm|doctor|record|status)\b(?!.*--from)/;
/** Examples that end otherwise than with 0, or 1 for drift. */
const ENDS: Readonly<Record<string, number>> = {
  // The sample was never redacted.
  'esdrift trace verify upgrade.jsonl.zst --no-secrets': 5,
};
/** An id that every example uses, for one that the report has. */
const ID = '3f2a9c1b22aa';

const base = mkdtempSync(join(tmpdir(), 'esdrift-examples-'));
const work = join(base, 'work');
let id = '';
afterAll(() => rmSync(base, { recursive: true, force: true }));

function run(command: string, cwd: string) {
  const env = {
    ...process.env,
    CI: '',
    NO_COLOR: '1',
    HOME: cwd,
    PATH: `${base}/bin:${process.env['PATH'] ?? ''}`,
  };
  return spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd,
    env,
    encoding: 'utf8',
    input: '',
    maxBuffer: 64 * 1024 * 1024,
  });
}

function tool(name: string, body: string): void {
  const path = join(base, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

const FILES: Readonly<Record<string, string>> = {
  [`traces/macos-${OTA_261}.run-1.jsonl.zst`]: sample(`${OTA_261}.run-1`),
  [`traces/macos-${OTA_261}.run-2.jsonl.zst`]: sample(`${OTA_261}.run-2`),
  [`traces/macos-${OTA_262}.run-1.jsonl.zst`]: sample(`${OTA_262}.run-1`),
  'traces/macos-26.1-25B78.control.arm64.run-1.jsonl.zst': sample('26.1-25B78.control.arm64.run-1'),
  [`baselines/macos-${OTA_261}.baseline.json`]: baselineOf(OTA_261),
  [`baselines/macos-${OTA_262}.baseline.json`]: baselineOf(OTA_262),
  'baselines/macos-26.2.ota.arm64.baseline.json': baselineOf(OTA_261),
  'baselines/ota.baseline.json': baselineOf(OTA_261),
  'upgrade.jsonl.zst': sample(`${OTA_262}.run-1`),
  'new.jsonl.zst': sample(`${OTA_262}.run-1`),
  'new-1.jsonl.zst': sample(`${OTA_262}.run-2`),
  'new-2.jsonl.zst': sample(`${OTA_262}.run-3`),
  'new-3.jsonl.zst': sample(`${OTA_262}.run-4`),
  'beta-1.jsonl.zst': sample(`${OTA_262}.run-1`),
  'old.jsonl.zst': sample(`${OTA_261}.run-1`),
  'run-1.jsonl.zst': sample(`${OTA_261}.run-1`),
  'run-6.jsonl.zst': sample(`${OTA_261}.run-2`),
  'idle-1.jsonl.zst': sample('26.1-25B78.control.arm64.run-1'),
  'idle-2.jsonl.zst': sample('26.1-25B78.control.arm64.run-2'),
  'ota.baseline.json': baselineOf(OTA_261),
  'old.baseline.json': baselineOf(OTA_261),
  'new.baseline.json': baselineOf(OTA_262),
  '26.2.ota.baseline.json': baselineOf(OTA_261),
  'beta-1.baseline.json': baselineOf(OTA_156),
};

/** What a person who follows the examples would have by then. */
function makeScene(): void {
  for (const folder of ['bin', 'traces', 'baselines', 'ci', 'profiles', 'recordings'])
    mkdirSync(join(base, folder));
  tool('esdrift', `exec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@"`);
  tool('sudo', 'exec "$@"');
  for (const name of ['eslogger', 'ssh']) tool(name, `cat '${base}/events.jsonl'`);
  tool('codesign', `echo 'designated => identifier "com.apple.eslogger" and anchor apple'`);
  for (const [name, from] of Object.entries(FILES)) copyFileSync(from, join(base, name));
  const write = (name: string, data: string | Buffer): void => writeFileSync(join(base, name), data);
  const lines = run('esdrift trace cat old.jsonl.zst', base).stdout.trimEnd().split('\n');
  write('events.jsonl', `${lines.join('\n')}\n`);
  write('before.jsonl.gz', gzipSync(`${lines.slice(0, 400).join('\n')}\n`));
  write('after.jsonl.gz', gzipSync(`${lines.slice(400).join('\n')}\n`));
  const whole = readFileSync(sample(`${OTA_262}.run-1`));
  write('upgrade.jsonl.zst.partial', whole.subarray(0, Math.floor(whole.length * 0.8)));
  for (const name of ['ours', 'mine']) write(`${name}.rules.json`, JSON.stringify(BUILT_IN_RULES));
  write('beta-2.baseline.json', readFileSync(baselineOf(OTA_261), 'utf8').replaceAll('25C56', '25C5037j'));
  const config = {
    traces: ['traces/macos-26.2-*.ota.*'],
    baselines: ['baselines/macos-26.1-*.baseline.json'],
  };
  write('esdrift.config.json', JSON.stringify(config));
  const above = [config.traces, config.baselines].map((list) => list.map((pattern) => `../${pattern}`));
  write('ci/esdrift.config.json', JSON.stringify({ traces: above[0], baselines: above[1] }));
  const report = run('esdrift diff old.baseline.json new.jsonl.zst --json', base).stdout;
  write('drift.json', report);
  id = (JSON.parse(report) as DriftReport).findings[0]?.id ?? '';
  const accepted = run(`esdrift baseline accept ota.baseline.json ${id} --from drift.json --reason x`, base);
  expect(accepted.status, accepted.stderr).toBe(0);
  const pending = { ...config, baselines: ['baselines/ota.baseline.json'], pending: 'baselines' };
  write('pending.config.json', JSON.stringify(pending));
  run('esdrift check --config pending.config.json --out pending-report', base);
  const waiting = readFileSync(join(base, 'baselines/ota.pending.json'), 'utf8');
  write('baselines/ota.pending.json', waiting.replaceAll('"reason": ""', '"reason": "reviewed"'));
}

/** A fresh copy, without what the example is going to write. */
function prepare(command: string): void {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  run(`cp -rl $(ls -A '${base}' | grep -v -e '^work$' -e '^bin$' | sed "s|^|${base}/|") .`, work);
  const [, out] = / (?:--out|-o) (\S+)/.exec(command) ?? [];
  if (out === undefined || command.includes('--force')) return;
  if (!out.endsWith('/')) rmSync(join(work, out), { recursive: true, force: true });
  mkdirSync(join(work, out.endsWith('/') ? out : dirname(out)), { recursive: true });
}

describe('the examples', () => {
  beforeAll(makeScene, 60_000);

  it('are there for every command', () => {
    const without = Object.entries(commands).filter(([, command]) => (command.examples ?? []).length === 0);
    expect(without.map(([name]) => name)).toEqual([]);
  });

  it.each(examples.filter(({ text }) => !MAC_ONLY.test(text)))('$text', ({ text }) => {
    // What other tools make of it is theirs.
    const command = text.replace(/ \| jq .*$/, '').replaceAll(ID, id);
    prepare(command);
    const { status, stdout, stderr } = run(command, work);
    const end = ENDS[text];
    expect(end === undefined ? [0, 1] : [end], `${stdout}\n${stderr}`).toContain(status);
    expect(stdout + stderr).not.toMatch(/^error\[/m);
  });

  it.runIf(process.platform !== 'darwin').each(examples.filter(({ text }) => MAC_ONLY.test(text)))(
    'on a Mac: $text',
    ({ text }) => {
      const command = text.replace(/ \| jq .*$/, '');
      prepare(command);
      const { status, stdout, stderr } = run(command, work);
      expect(status, `${stdout}\n${stderr}`).toBe(6);
    },
  );
});

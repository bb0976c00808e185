/** Detection rules in diff and check, from traces of simulated Macs to the report. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { ruleDigest } from '../../src/detection/rule-digest.ts';
import type { DriftReport } from '../../src/model/drift.ts';
import { createBaseline } from '../../src/operations/baseline-create.ts';
import { detect } from '../../src/operations/detect.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { rule, ruleSet, signal } from '../detection/rule-sets.ts';
import { Recordings } from '../operations/recordings.ts';
import { findInjection } from '../simulator/injections/injections.ts';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';
import { Workbench, transcript } from './workbench.ts';

const bench = new Workbench();
const recordings = new Recordings();
/** Says that an upgrade started whenever a program of the system does. */
const HASTY = ruleSet(
  [signal('system-runs', { events: ['exec'], where: { 'exec.platform': { equals: 'true' } } })],
  [rule('hasty', ['system-runs'])],
);

async function injected(name: string): Promise<string> {
  const step = findStep('26.2');
  const { tweaks } = findInjection(name);
  const { lines } = simulate({ scenario: 'ota', step, seed: 'new', noise: 0, tweaks });
  const version = ({ product, build }: typeof step.from) => ({
    productVersion: product,
    buildVersion: build,
  });
  const facts = { os: version(step.from), target: version(step.to) };
  const more = { method: 'ota', arch: 'arm64', provenance: 'synthetic' } as const;
  return recordings.imported(name, [...lines], { ...facts, ...more });
}

function place(path: string, name: string): void {
  copyFileSync(path, join(bench.folder, name));
}

let inputs: readonly string[] = [];
let controls: readonly string[] = [];

async function baseline(name: string): Promise<void> {
  const options = { force: true, allowSynthetic: false, allowMixed: false, strict: true };
  await createBaseline({ inputs, controls, out: join(bench.folder, name), ...options });
}

beforeAll(async () => {
  inputs = await Promise.all(['a', 'b', 'c'].map((seed) => recordings.simulated(`run-${seed}`, seed)));
  controls = [await recordings.simulated('idle', 'idle', 'control')];
  await baseline('b.baseline.json');
  for (const name of ['mount-point-moved', 'update-plist-renamed', 'type-unrecorded'])
    place(await injected(name), `${name}.jsonl.zst`);
  place(await recordings.simulated('same', 'same'), 'same.jsonl.zst');
  place(await recordings.simulated('new-idle', 'new-idle', 'control'), 'new-idle.jsonl.zst');
  writeFileSync(join(bench.folder, 'hasty.rules.json'), JSON.stringify(HASTY));
});
afterAll(() => {
  bench.remove();
  recordings.remove();
});

async function report(...args: readonly string[]): Promise<{ code: number; report: DriftReport }> {
  const { code, stdout } = await bench.esdrift(['diff', ...args, '--json']);
  return { code, report: validateDocument('drift-report', JSON.parse(stdout), 'the output') };
}

describe('diff', () => {
  it('tells which rules fire later, which signals are silent, and why', async () => {
    const args = ['diff', 'b.baseline.json', 'mount-point-moved.jsonl.zst'];
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot(
      'golden/diff-rules.golden.txt',
    );
  });

  it('says in one line that all rules fire as before', async () => {
    const { stdout, code } = await bench.esdrift(['diff', 'b.baseline.json', 'same.jsonl.zst']);
    expect(code).toBe(0);
    expect(stdout).toContain('rules of built-in: 8 fire as before, 4 on neither side\n');
  });

  it('ends with 1 for a rule that is broken, and takes the policy', async () => {
    const broken = await report('b.baseline.json', 'update-plist-renamed.jsonl.zst');
    expect(broken.code).toBe(1);
    const told = broken.report.findings.filter(({ change }) => change === 'rule-broken');
    expect(told.map(({ subject }) => subject)).toEqual(['rule update-staged']);
    const cause = broken.report.rules?.rules
      .find(({ id }) => id === 'update-staged')
      ?.signals.find(({ change }) => change === 'lost')?.findings;
    expect(broken.report.findings.find(({ id }) => id === cause?.[0])?.affects).toContain('update-staged');
    bench.write(
      'off.config.json',
      JSON.stringify({ traces: ['x'], baselines: ['x'], policy: { changes: { 'rule-broken': 'off' } } }),
    );
    const off = await report(
      'b.baseline.json',
      'update-plist-renamed.jsonl.zst',
      '--config',
      'off.config.json',
    );
    expect(off.report.findings.some(({ change }) => change === 'rule-broken')).toBe(false);
  });

  it('never takes what was not recorded for a broken or late rule', async () => {
    const { report: unrecorded } = await report('b.baseline.json', 'type-unrecorded.jsonl.zst');
    const observed = unrecorded.findings.filter(
      ({ change, certainty }) => change.startsWith('rule-') && certainty === 'observed',
    );
    expect(observed).toEqual([]);
  });

  it('runs other rules where they are named, and says where a baseline does not know them', async () => {
    const { report: other } = await report(
      ...['b.baseline.json', 'same.jsonl.zst', '--rules', 'hasty.rules.json'],
    );
    expect(other.rules).toMatchObject({
      ruleSet: 'test',
      file: 'hasty.rules.json',
      before: { runs: 0, of: 3 },
    });
    expect(other.comparability.find(({ axis }) => axis === 'rules')?.message).toContain('--rules');
  });

  it('takes the rules that lie beside the baseline', async () => {
    place(join(bench.folder, 'hasty.rules.json'), 'own.rules.json');
    await baseline('own.baseline.json');
    const { report: own } = await report('own.baseline.json', 'same.jsonl.zst');
    expect(own.rules).toMatchObject({ file: 'own.rules.json', before: { runs: 3, of: 3 } });
    expect(own.rules?.rules.map(({ change }) => change)).toEqual(['holds']);
    const { stderr, code } = await bench.esdrift([
      'diff',
      'b.baseline.json',
      'same.jsonl.zst',
      '--rules',
      'none.json',
    ]);
    expect([code, stderr.includes('none.json')]).toEqual([5, true]);
  });
});

describe('check', () => {
  const check = (fields: Readonly<Record<string, unknown>>) => {
    bench.write('esdrift.config.json', JSON.stringify({ baselines: ['b.baseline.json'], ...fields }));
    return bench.esdrift(['check', '--json'], { CI: 'true' });
  };

  it('holds the rules against a control, and fails where one fires there', async () => {
    const traces = ['same.jsonl.zst', 'new-idle.jsonl.zst'];
    const quiet = await check({ traces });
    const summary = validateDocument('check-summary', JSON.parse(quiet.stdout), 'the output');
    expect([quiet.code, summary.checks.map(({ outcome }) => outcome)]).toEqual([0, ['skipped', 'same']]);
    expect(summary.checks[0]?.notes).toEqual([
      'A control is background: only the rules are held against it: no start fires.',
    ]);
    const hasty = await check({ traces, rules: 'hasty.rules.json' });
    const failed = validateDocument('check-summary', JSON.parse(hasty.stdout), 'the output');
    expect([hasty.code, failed.checks[0]?.outcome]).toEqual([1, 'drift']);
    const alarm = validateDocument(
      'drift-report',
      JSON.parse(bench.read('esdrift-report/new-idle.drift.json')),
      'the artefact',
    );
    expect(alarm.findings.map(({ change, severity, subject }) => [change, severity, subject])).toEqual([
      ['rule-false-alarm', 'high', 'rule hasty'],
    ]);
    expect(alarm.findings[0]?.evidence).toHaveLength(1);
  });

  it('fails by a rule that is broken', async () => {
    const { code } = await check({ traces: ['update-plist-renamed.jsonl.zst'] });
    expect(code).toBe(1);
    expect(bench.read('esdrift-report/update-plist-renamed.drift.txt')).toContain('BROKEN  update-staged');
  });
});

it('keeps in a profile what detect says of the same trace', async () => {
  const path = join(bench.folder, 'same.jsonl.zst');
  const [profile, detection] = [
    await profileTrace(path, { rules: [BUILT_IN_RULES] }),
    await detect(path, { rules: BUILT_IN_RULES }),
  ];
  const [section] = profile.ruleOutcomes ?? [];
  expect(section?.digest).toBe(ruleDigest(BUILT_IN_RULES));
  expect(section?.rules.map(({ id, state, firedMs }) => [id, state[0], firedMs[0]])).toEqual(
    detection.rules.map(({ id, state, offsetMs }) => [
      id,
      state,
      offsetMs === null ? -1 : Math.round(offsetMs),
    ]),
  );
  const silent = detection.silentSignals.map(({ id, reason }) => [id, reason === 'not-seen' ? -1 : null]);
  const kept = (section?.signals ?? []).flatMap(({ id, firstMs: [first] }) =>
    first === undefined || (first !== null && first >= 0) ? [] : [[id, first]],
  );
  expect(kept).toEqual(silent);
});

describe('the digest of a rule set', () => {
  it('stays where only words change, and changes with all that decides', () => {
    const { signals, rules } = HASTY;
    const digest = ruleDigest(HASTY);
    const words = {
      ...HASTY,
      signals: signals.map((each) => ({ ...each, title: 'other', source: 'other', falsePositives: ['x'] })),
      rules: rules.map((each) => ({ ...each, title: 'other', note: 'other', status: 'proven' as const })),
    };
    expect(ruleDigest(words)).toBe(digest);
    const others = [
      { ...HASTY, name: 'other' },
      { ...HASTY, rules: rules.map((each) => ({ ...each, window: '2h' })) },
      { ...HASTY, rules: rules.map((each) => ({ ...each, unless: ['system-runs'] })) },
      { ...HASTY, rules: rules.map((each) => ({ ...each, needs: [['system-runs']] })) },
      { ...HASTY, signals: signals.map((each) => ({ ...each, events: ['fork'] })) },
      { ...HASTY, signals: signals.map((each) => ({ ...each, evidence: 'guess' as const })) },
      {
        ...HASTY,
        signals: signals.map((each) => ({
          ...each,
          where: { 'exec.platform': { not: { equals: 'true' } } },
        })),
      },
    ].map(ruleDigest);
    expect(new Set([digest, ...others]).size).toBe(others.length + 1);
  });
});

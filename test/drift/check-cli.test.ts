/** check: one configuration, every recording, all artefacts, one exit code. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import configSchema from '../../schemas/config.schema.json' with { type: 'json' };
import type { CheckSummary } from '../../src/model/check.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { MOUNT, OTA, baseline, jittered, profile, without, type Line } from './story.ts';
import { Workbench, transcript } from './workbench.ts';

let bench = new Workbench();
const CONFIG = { traces: ['traces/*.profile.json'], baselines: ['baselines/*.baseline.json'] };
const to = (productVersion: string, buildVersion: string): Partial<RunInfo> => ({
  target: { productVersion, buildVersion },
});

beforeEach(() => {
  bench.remove();
  bench = new Workbench();
  config({});
});
afterEach(() => bench.remove());
afterAll(() => bench.remove());

function config(fields: Readonly<Record<string, unknown>>): void {
  bench.write('esdrift.config.json', JSON.stringify({ ...CONFIG, ...fields }));
}

function recording(name: string, story: readonly Line[] = OTA, info: Partial<RunInfo> = {}): void {
  bench.write(
    `traces/${name}.profile.json`,
    profile(name, jittered(story, 9), { ...to('26.3', '25D5031i'), ...info }),
  );
}

async function check(...flags: string[]): Promise<{ code: number; summary: CheckSummary; stderr: string }> {
  const { code, stdout, stderr } = await bench.esdrift(['check', '--json', ...flags], { CI: 'true' });
  return { code, stderr, summary: validateDocument('check-summary', JSON.parse(stdout), 'the output') };
}

describe('check', () => {
  it('compares with the newest baseline of the series that is not later', async () => {
    bench.write('baselines/a.baseline.json', baseline(OTA, 5, to('26.1', '25B78')));
    bench.write('baselines/b.baseline.json', baseline(OTA, 5, to('26.2', '25C56')));
    bench.write('baselines/c.baseline.json', baseline(OTA, 5, to('26.4', '25E100')));
    bench.write(
      'baselines/d.baseline.json',
      baseline(OTA, 5, { method: 'full-installer', ...to('26.2', '25C60') }),
    );
    bench.write('baselines/e.baseline.json', baseline(OTA, 5, { arch: 'x86_64', ...to('26.2', '25C60') }));
    recording('beta');
    const { code, summary } = await check();
    expect([code, summary.checks[0]?.baseline, summary.checks[0]?.outcome]).toEqual([
      0,
      'baselines/b.baseline.json',
      'same',
    ]);
    expect(summary.checks[0]?.series).toBe('ota, minor, arm64, virtual machine, cli');
  });

  it('writes a report for each recording and a summary, and no baseline', async () => {
    bench.write('baselines/b.baseline.json', baseline());
    recording('same');
    recording('changed', without(OTA, MOUNT));
    recording('idle', OTA, { role: 'control', method: 'control' });
    const before = readdirSync(join(bench.folder, 'baselines'));
    const args = ['check'];
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot('golden/check.golden.txt');
    expect(readdirSync(join(bench.folder, 'esdrift-report')).sort()).toEqual([
      'changed.drift.html',
      'changed.drift.json',
      'changed.drift.md',
      'changed.drift.txt',
      'same.drift.html',
      'same.drift.json',
      'same.drift.md',
      'same.drift.txt',
      'summary.json',
      'summary.junit.xml',
      'summary.md',
      'summary.sarif',
    ]);
    validateDocument(
      'drift-report',
      JSON.parse(bench.read('esdrift-report/changed.drift.json')),
      'the artefact',
    );
    expect(readdirSync(join(bench.folder, 'baselines'))).toEqual(before);
  });

  it.each<[string, Partial<RunInfo>, readonly Line[], number, string]>([
    ['drift', {}, without(OTA, MOUNT), 1, 'drift'],
    ['a recording of another kind', { method: 'full-installer' }, OTA, 4, 'no-baseline'],
    ['synthetic against real', { provenance: 'synthetic' }, OTA, 3, 'not-comparable'],
    ['loss', { lost: 60, lostByType: {}, lostUnattributed: 60 }, without(OTA, MOUNT), 3, 'inconclusive'],
  ])('ends with its code for %s', async (_name, info, story, exit, outcome) => {
    bench.write('baselines/b.baseline.json', baseline());
    recording('same');
    recording('new', story, info);
    const { code, summary } = await check();
    expect([code, summary.exitCode, summary.outcome]).toEqual([exit, exit, outcome]);
  });

  it('goes on where one recording cannot be read', async () => {
    bench.write('baselines/b.baseline.json', baseline());
    recording('same');
    bench.write('traces/broken.profile.json', '{');
    const { code, summary } = await check();
    expect(code).toBe(5);
    expect(summary.checks.map(({ outcome }) => outcome)).toEqual(['unreadable', 'same']);
  });

  it('ends with 3 where nothing matches, and with 4 without a baseline', async () => {
    const none = await bench.esdrift(['check']);
    expect([none.code, none.stderr.includes('nothing-to-compare')]).toEqual([3, true]);
    recording('beta');
    const { code, summary } = await check();
    expect([code, summary.warnings]).toEqual([
      4,
      ['Nothing matches "baselines/*.baseline.json" of "baselines".'],
    ]);
  });

  it('takes folder, formats, bar and policy from the configuration', async () => {
    bench.write('baselines/b.baseline.json', baseline());
    recording('changed', without(OTA, MOUNT));
    config({ out: 'artefacts', formats: ['json'], failOn: 'never' });
    expect((await check()).code).toBe(0);
    expect(readdirSync(join(bench.folder, 'artefacts')).sort()).toEqual([
      'changed.drift.json',
      'summary.json',
    ]);
    config({ policy: { changes: { 'program-removed': 'low', 'event-removed': 'off' } } });
    expect((await check()).code).toBe(0);
    expect((await check('--fail-on', 'low')).code).toBe(1);
    expect((await check('--out', 'elsewhere')).code).toBe(0);
    expect(existsSync(join(bench.folder, 'elsewhere/summary.json'))).toBe(true);
  });

  it('honours what was accepted beside the baseline', async () => {
    bench.write('baselines/b.baseline.json', baseline());
    recording('changed', without(OTA, MOUNT));
    expect((await check()).code).toBe(1);
    const args = [
      'baseline',
      'accept',
      'baselines/b.baseline.json',
      '--all',
      '--from',
      'esdrift-report/changed.drift.json',
    ];
    expect((await bench.esdrift([...args, '--reason', 'reviewed'])).code).toBe(0);
    const { code, summary } = await check();
    expect([code, summary.checks[0]?.summary?.accepted]).toEqual([0, 2]);
  });

  it.each([
    [{ tracse: [] }, 'Did you mean "traces"?'],
    [{ failOn: 'huge' }, 'failOn'],
    [{ policy: { changes: { 'program-gone': 'low' } } }, 'program-gone'],
    [{ traces: [] }, 'traces'],
  ])('refuses %j', async (fields, message) => {
    config(fields);
    const { code, stderr } = await bench.esdrift(['check']);
    expect([code, stderr.includes('error[config-invalid]'), stderr.includes(message)]).toEqual([
      2,
      true,
      true,
    ]);
  });

  it('leads from a configuration that is not JSON to a list of all keys', async () => {
    bench.write('esdrift.config.json', '{"traces": [');
    const { code, stderr } = await bench.esdrift(['check']);
    expect([code, stderr.split('\n')[1]]).toEqual([
      2,
      '  next: Correct it there; esdrift explain config-invalid lists what it may hold.',
    ]);
    const { stdout } = await bench.esdrift(['explain', 'config-invalid']);
    const told = [...stdout.matchAll(/"([$\w]+)"/g)].map(([, key]) => key);
    expect(told.sort()).toEqual(Object.keys(configSchema.properties).sort());
  });

  it('says where no configuration is', async () => {
    const { code, stderr } = await bench.esdrift(['check', '--config', 'nowhere.json']);
    expect([code, stderr.includes('error[config-invalid]')]).toEqual([2, true]);
  });
});

/** check, as a job of CI meets it: one play for each way it can end, with everything it prints and writes. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunInfo } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { sarifProblems } from '../report/sarif-schema.ts';
import { MOUNT, OTA, baseline, jittered, profile, without, type Line } from './story.ts';
import { Workbench, transcript } from './workbench.ts';

const SAMPLE = fileURLToPath(
  new URL('../../traces/macos-26.2-25C56.negative.arm64.createinstallmedia.jsonl.zst', import.meta.url),
);
const LOSS = { lost: 60, lostByType: {}, lostUnattributed: 60 };
let bench = new Workbench();

beforeEach(() => {
  bench = new Workbench();
  const config = { traces: ['traces/*'], baselines: ['baselines/*.baseline.json'] };
  bench.write('esdrift.config.json', JSON.stringify(config));
  bench.write('baselines/ota.baseline.json', baseline());
});
afterEach(() => bench.remove());

function recording(name: string, story: readonly Line[] = OTA, info: Partial<RunInfo> = {}): void {
  const target = { productVersion: '26.3', buildVersion: '25D5031i' };
  bench.write(`traces/${name}.profile.json`, profile(name, jittered(story, 9), { target, ...info }));
}

/** A recording with two bytes flipped in the middle of its events. */
function corrupt(name: string): void {
  bench.write(`traces/${name}.jsonl.zst`, '');
  const bytes = readFileSync(SAMPLE);
  for (const at of [4000, 4001]) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(join(bench.folder, `traces/${name}.jsonl.zst`), bytes);
}

const changed = without(OTA, MOUNT);
const SCENES: Readonly<Record<string, readonly [exit: number, make: () => void]>> = {
  clean: [0, () => recording('beta')],
  drift: [1, () => recording('beta', changed)],
  inconclusive: [3, () => recording('beta', changed, LOSS)],
  'no-baseline': [4, () => recording('beta', OTA, { method: 'full-installer' })],
  corrupt: [
    5,
    () => {
      corrupt('beta-1');
      recording('beta-2', changed);
    },
  ],
  several: [
    1,
    () => {
      recording('beta-1', changed);
      recording('beta-2', changed);
      recording('beta-3', changed, LOSS);
      recording('beta-4');
      recording('beta-5', OTA, { method: 'full-installer' });
      recording('idle', OTA, { role: 'control', method: 'control' });
    },
  ],
};

describe.each(Object.entries(SCENES))('check: %s', (name, [exit, make]) => {
  it('prints, writes and ends as reviewed', async () => {
    make();
    const args = ['check', '--format', 'github'];
    const step = join(bench.folder, 'step-summary.md');
    const ended = await bench.esdrift(args, { CI: 'true', GITHUB_STEP_SUMMARY: step });
    expect(ended.code).toBe(exit);
    const files = readdirSync(join(bench.folder, 'esdrift-report')).sort();
    const shown = ['summary.md', 'summary.junit.xml', 'summary.sarif'];
    const text = [
      transcript(args, ended),
      `--- esdrift-report\n${files.join('\n')}\n`,
      ...shown.map((file) => `--- ${file}\n${bench.read(`esdrift-report/${file}`)}`),
    ];
    await expect(text.join('\n')).toMatchFileSnapshot(`golden/check-${name}.golden.txt`);

    const summary = validateDocument(
      'check-summary',
      JSON.parse(bench.read('esdrift-report/summary.json')),
      'the summary',
    );
    expect(summary.exitCode).toBe(exit);
    expect(bench.read('step-summary.md')).toBe(bench.read('esdrift-report/summary.md'));
    expect(sarifProblems(JSON.parse(bench.read('esdrift-report/summary.sarif')))).toEqual([]);
    for (const { files: written } of summary.checks)
      for (const file of written.filter((one) => one.endsWith('.html')))
        expect(bench.read(`esdrift-report/${file}`)).toMatch(/^<!doctype html>[^]*<title>[A-Z ]+/);
  });
});

describe('check', () => {
  it('leaves no report of an earlier run beside a recording that cannot be judged any more', async () => {
    recording('beta');
    expect((await bench.esdrift(['check'], { CI: 'true' })).code).toBe(0);
    bench.write('traces/beta.profile.json', '{');
    expect((await bench.esdrift(['check'], { CI: 'true' })).code).toBe(5);
    expect(readdirSync(join(bench.folder, 'esdrift-report')).sort()).toEqual([
      'summary.json',
      'summary.junit.xml',
      'summary.md',
      'summary.sarif',
    ]);
  });
});

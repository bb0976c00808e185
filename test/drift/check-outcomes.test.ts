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
  'corrupt-baseline': [
    5,
    () => {
      bench.write('baselines/broken.baseline.json', '{"kind":"esdrift.baseline","formatVersion":');
      bench.write('baselines/newer.baseline.json', '{"kind":"esdrift.baseline","formatVersion":9}');
      recording('beta-1', changed);
      recording('beta-2');
      recording('beta-3', OTA, { method: 'full-installer' });
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
  it('names the pattern where no recording matches, and leaves no summary of an earlier run', async () => {
    recording('beta');
    expect((await bench.esdrift(['check'], { CI: 'true' })).code).toBe(0);
    bench.write('esdrift.config.json', JSON.stringify({ traces: ['new/*'], baselines: ['baselines/*'] }));
    const ended = await bench.esdrift(['check'], { CI: 'true' });
    expect(ended).toEqual({
      code: 3,
      stdout: '',
      stderr: [
        'error[nothing-to-compare]: No recording matches "new/*" of "traces" in esdrift.config.json.',
        '  next: Record an upgrade there: sudo esdrift record --out FILE; or correct "traces", which is read from the folder of esdrift.config.json.\n',
      ].join('\n'),
    });
    expect(readdirSync(join(bench.folder, 'esdrift-report')).filter((name) => /^summary/.test(name))).toEqual(
      [],
    );
  });

  it('takes a file of rules that is not there for a wrong configuration', async () => {
    recording('beta');
    const config = { traces: ['traces/*'], baselines: ['baselines/*'], rules: 'own.rules.json' };
    bench.write('esdrift.config.json', JSON.stringify(config));
    const { code, stderr } = await bench.esdrift(['check'], { CI: 'true' });
    expect([code, stderr.split('\n')[0]]).toEqual([
      2,
      'error[config-invalid]: The configuration names own.rules.json as "rules", and there is no such file.',
    ]);
  });

  it('judges all recordings where what was accepted beside one baseline cannot be read', async () => {
    bench.write('baselines/installer.baseline.json', baseline(OTA, 5, { method: 'full-installer' }));
    bench.write('baselines/installer.accepted.json', '<<<<<<< ours');
    recording('beta', changed);
    const { code, stdout } = await bench.esdrift(['check', '--json'], { CI: 'true' });
    const { checks } = validateDocument('check-summary', JSON.parse(stdout), 'the output');
    expect([code, ...checks.map(({ about, trace, outcome }) => [about, trace, outcome])]).toEqual([
      5,
      ['baseline', 'baselines/installer.baseline.json', 'unreadable'],
      ['recording', 'traces/beta.profile.json', 'drift'],
    ]);
  });

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

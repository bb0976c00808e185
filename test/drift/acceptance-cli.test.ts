/** From a check that fails to one that passes, by a pending file that people review; and what becomes of an acceptance later. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Pending } from '../../src/model/acceptance.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { BRAIN, OTA, baseline, daemon, jittered, profile, type Line } from './story.ts';
import { Workbench, transcript, type Ended } from './workbench.ts';

let bench = new Workbench();
afterAll(() => bench.remove());

const HELPER = daemon('platform:com.apple.updateattestd', '/usr/libexec/updateattestd', 210, BRAIN);
const SECOND = daemon('platform:com.apple.sealprobe', '/usr/libexec/sealprobe', 220, BRAIN);
const PENDING = 'baselines/b.pending.json';

beforeEach(() => {
  bench.remove();
  bench = new Workbench();
  bench.write('baselines/b.baseline.json', baseline());
  config({});
});

function config(more: object): void {
  const globs = { traces: ['traces/*.profile.json'], baselines: ['baselines/*.baseline.json'] };
  bench.write('esdrift.config.json', JSON.stringify({ ...globs, pending: 'baselines', ...more }));
}

/** `build` is what it led to. */
function recording(build: string, extra: readonly Line[], name = 'new'): void {
  const target = { productVersion: '26.3', buildVersion: build };
  bench.write(`traces/${name}.profile.json`, profile(name, jittered([...OTA, ...extra], 9), { target }));
}

const check = (env: Readonly<Record<string, string>> = {}): Promise<Ended> => bench.esdrift(['check'], env);
const accept = (...flags: string[]): Promise<Ended> =>
  bench.esdrift(['baseline', 'accept', 'baselines/b.baseline.json', ...flags]);
const pending = (): Pending => validateDocument('pending', JSON.parse(bench.read(PENDING)), PENDING);

/** As a reviewer would: opens the file and types. */
function fillIn(index: number, words: Partial<Pending['findings'][number]['accept']>): void {
  const document = pending();
  const findings = document.findings.map((finding, at) =>
    at === index ? { ...finding, accept: { ...finding.accept, ...words } } : finding,
  );
  bench.write(PENDING, JSON.stringify({ ...document, findings }));
}

describe('pending findings', () => {
  it('are reviewed, taken over one by one, and pass from then on', async () => {
    recording('25D5087f', [...HELPER, ...SECOND]);
    await expect(transcript(['check'], await check())).toMatchFileSnapshot('golden/check-pending.golden.txt');
    expect(pending().findings.map(({ subject, severity }) => [subject, severity])).toEqual([
      ['platform:com.apple.sealprobe', 'high'],
      ['platform:com.apple.updateattestd', 'high'],
    ]);
    expect((await accept()).stderr).toContain('has a reason yet');
    fillIn(1, { reason: 'told to the vendor', owner: 'mac-team', untilBuild: '25E100' });
    const args = ['baseline', 'accept', 'baselines/b.baseline.json'];
    await expect(transcript(args, await accept())).toMatchFileSnapshot('golden/accept-pending.golden.txt');
    expect(pending().findings).toHaveLength(1);
    expect((await check()).code).toBe(1);
    expect((await accept('--all', '--reason', 'known as well')).code).toBe(0);
    expect(existsSync(join(bench.folder, PENDING))).toBe(false);
    expect((await check()).code).toBe(0);
    expect(bench.read('baselines/b.accepted.json')).toContain('"untilBuild": "25E100"');
  });

  it('keep what was filled in when checked again, name every recording, and go when nothing waits', async () => {
    recording('25D5087f', HELPER);
    await check();
    fillIn(0, { reason: 'being looked at' });
    recording('25D5087f', HELPER, 'second');
    await check();
    expect(pending().findings).toMatchObject([
      { accept: { reason: 'being looked at' }, recordings: ['new.profile.json', 'second.profile.json'] },
    ]);
    recording('25D5087f', []);
    recording('25D5087f', [], 'second');
    expect((await check()).code).toBe(0);
    expect(existsSync(join(bench.folder, PENDING))).toBe(false);
  });

  it('are not written by CI, nor where no folder is configured', async () => {
    recording('25D5087f', HELPER);
    expect((await check({ CI: 'true' })).code).toBe(1);
    config({ pending: undefined });
    expect((await check()).code).toBe(1);
    expect(readdirSync(join(bench.folder, 'baselines'))).toEqual(['b.baseline.json']);
  });

  it('leave out what loss could explain', async () => {
    const lossy = profile(
      'new',
      jittered(
        OTA.filter(({ key }) => !key.includes(BRAIN)),
        9,
      ),
      {
        lost: 900,
        lostByType: {},
        lostUnattributed: 900,
      },
    );
    bench.write('traces/new.profile.json', lossy);
    expect((await check()).code).toBe(3);
    expect(existsSync(join(bench.folder, PENDING))).toBe(false);
  });
});

describe('an acceptance', () => {
  beforeEach(async () => {
    recording('25D5087f', HELPER);
    await check();
    await accept('--all', '--reason', 'known', '--until-build', '25D5099a');
  });

  it('whose change is gone is told to be stale, and can be taken back', async () => {
    recording('25D5087f', []);
    const { code, stdout } = await check();
    const [, id = ''] = /acceptance of (\w+) beside .* matches nothing any more/.exec(stdout) ?? [];
    expect([code, id.length]).toEqual([0, 12]);
    expect((await accept(id.slice(0, 5), '--forget')).stdout).toContain(`forgot   ${id}`);
    expect((await check()).stdout).not.toContain('acceptance');
  });

  it('is not stale where another recording still shows the change', async () => {
    recording('25D5087f', [], 'other');
    expect((await check()).stdout).not.toContain('matches nothing');
  });

  it.each([
    ['25D5095g', 0, ''],
    ['25D5099a', 1, 'ended with build 25D5099a: it counts again'],
    ['25D125', 1, 'ended with build 25D5099a: it counts again'],
    ['beta 7', 1, 'has ended with build 25D5099a is not known: it counts again'],
  ])('until 25D5099a on build %s: exit %d', async (build, exit, note) => {
    recording(build, HELPER);
    const { code, stdout } = await check();
    expect([code, stdout.includes(note)]).toEqual([exit, true]);
  });

  it('cannot end with what is no build', async () => {
    recording('25D5099a', HELPER);
    await check();
    const { code, stderr } = await accept('--all', '--reason', 'x', '--until-build', '26.4');
    expect([code, stderr.includes('"26.4" is no OS build')]).toEqual([2, true]);
  });

  it('is not taken back in CI, nor by an id that is not there', async () => {
    const args = ['baseline', 'accept', 'baselines/b.baseline.json', '--forget'];
    expect((await bench.esdrift([...args, 'abcdef'], { CI: 'true' })).stderr).toContain('ci-never-writes');
    expect((await bench.esdrift([...args, 'abcdef'])).stderr).toContain('finding-unknown');
    expect((await bench.esdrift(args)).code).toBe(2);
  });
});

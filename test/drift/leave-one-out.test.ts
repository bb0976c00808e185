/** What leaving each run out in turn says of a baseline: false alarms, their sources, and whether there are enough runs. */
import { afterAll, describe, expect, it } from 'vitest';
import { fromDocument, toDocument } from '../../src/baseline/canonical.ts';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { leaveOneOut, type LeaveOneOut } from '../../src/drift/leave-one-out.ts';
import type { FactSet } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import {
  ASSETD,
  BRAIN,
  MOUNT,
  OPTIONS,
  OTA,
  SESSIOND,
  baseline,
  daemon,
  jittered,
  line,
  profile,
  without,
  type Line,
} from './story.ts';
import { Workbench, transcript } from './workbench.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

const tried = (set: FactSet): LeaveOneOut => leaveOneOut(set, OPTIONS.isKnownShape);

/** As many runs as there are lists of what a run shows besides the upgrade. */
function runs(...extras: readonly (readonly Line[])[]): FactSet {
  return mergeFactSets(extras.map((extra, n) => profile(`run-${n + 1}`, jittered([...OTA, ...extra], n))));
}

const download = (name: string): Line =>
  line('file', [SESSIOND, 'create', `/var/folders/{tmp}/Downloads/${name}/CFNetworkDownload_{tmp}.tmp`], 50);
const app = (name: string): readonly Line[] =>
  daemon(`ABCDE12345:com.example.${name}`, `/Applications/${name}`, 40);
const helper = (name: string): readonly Line[] =>
  daemon(`platform:com.apple.${name}`, `/usr/libexec/${name}`, 210, BRAIN);

describe('leaving one run out', () => {
  it('finds nothing where all runs behave alike', () => {
    const { stability, noise } = tried(baseline());
    expect(stability).toMatchObject({ trials: 5, falseAlarms: [], inconclusive: 0, wouldChange: false });
    expect(stability.newFacts.upgrade.slice(1)).toEqual([0, 0, 0, 0]);
    expect(noise).toEqual({ groups: [], others: { findings: 0, programs: 0 } });
  });

  it('cannot know anything from one run, and says so', () => {
    expect(tried(baseline(OTA, 1)).stability).toMatchObject({ trials: 0, wouldChange: null });
  });

  it('counts what a check would fail for, by kind, and offers the policy that calms it', () => {
    const stories = [OTA, OTA, OTA, OTA, OTA, without(OTA, MOUNT)];
    const { stability, noise } = tried(
      mergeFactSets(stories.map((story, n) => profile(`run-${n}`, jittered(story, n)))),
    );
    const removed = stability.falseAlarms.find(({ change }) => change === 'program-removed');
    expect(removed).toEqual({ change: 'program-removed', high: 1, medium: 0, low: 0 });
    const group = noise.groups.find(({ programs }) => programs === MOUNT);
    expect(group).toMatchObject({ worst: 'high', trials: 1, policy: { match: MOUNT } });
    expect(group?.policy?.changes?.['program-removed']).toBe('low');
  });

  it('wants one more run while runs still bring behaviour of the upgrade', () => {
    expect(tried(runs(helper('one'), helper('two'), helper('three'), [])).stability.wouldChange).toBe(true);
  });

  it('names the team whose software comes and goes', () => {
    const { noise } = tried(runs(app('one'), app('two'), app('three'), []));
    expect(noise.groups).toMatchObject([
      {
        programs: 'ABCDE12345:*',
        findings: 3,
        trials: 3,
        policy: { match: 'ABCDE12345:*', severity: 'info' },
      },
    ]);
  });

  it('names the template that would make one of paths with a drawn name, and hides no program of the upgrade', () => {
    const { noise } = tried(runs([download('amber')], [download('kettle')], [download('ridge')], [], []));
    expect(noise.groups).toMatchObject([
      {
        programs: SESSIOND,
        template: '/var/folders/{tmp}/Downloads/{any}/CFNetworkDownload_{tmp}.tmp',
        policy: null,
      },
    ]);
  });

  it('says how many new facts each run brought, over every order', () => {
    const extra = (n: number): Line =>
      line('file', [ASSETD, 'rename', `/System/Volumes/Update/only-${n}`], 50);
    const [first = 0, ...later] = tried(runs([extra(1)], [], [])).stability.newFacts.upgrade;
    const [all = 0] = tried(runs([], [], [])).stability.newFacts.upgrade;
    expect(Math.round((first - all) * 100) / 100).toBe(0.33);
    expect(later).toEqual([0.33, 0.33]);
  });
});

describe('a baseline', () => {
  it('does not keep what was said of other runs', () => {
    const set = { ...baseline(), stability: tried(baseline(OTA, 4)).stability };
    expect(() => fromDocument(toDocument(set), 'x.json')).toThrow(/of other runs/);
    expect(mergeFactSets([set, profile('more', OTA)]).stability).toBeUndefined();
  });

  it('is made with it, shows it, and takes it into reports', async () => {
    const extras = [app('one'), [download('amber')], app('two'), [download('kettle')], []];
    for (const [n, extra] of extras.entries())
      bench.write(`p${n}.profile.json`, profile(`run-${n}`, jittered([...OTA, ...extra], n)));
    const args = [
      'baseline',
      'create',
      ...extras.map((_, n) => `p${n}.profile.json`),
      '-o',
      'b.baseline.json',
    ];
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot('golden/create.golden.txt');
    const set = validateDocument('baseline', JSON.parse(bench.read('b.baseline.json')), 'the baseline');
    expect(set.stability?.trials).toBe(5);
    const shown = await bench.esdrift(['baseline', 'show', 'b.baseline.json']);
    expect(shown.stdout).toContain('false alarms: 0 a run (at most 0.6)');
    const noise = await bench.esdrift(['baseline', 'show', 'b.baseline.json', '--noise']);
    expect(noise.stdout).toContain('"match":"ABCDE12345:*"');
    const report = await bench.esdrift(['diff', 'b.baseline.json', 'p0.profile.json']);
    expect(report.stdout).toMatch(/false\s+alarms: 0 a run \(at most 0\.6\)/);
    const json = await bench.esdrift([
      'baseline',
      'create',
      'p0.profile.json',
      '-o',
      'one.baseline.json',
      '--json',
    ]);
    expect(
      validateDocument('baseline-created', JSON.parse(json.stdout), 'stdout').stability.wouldChange,
    ).toBeNull();
  });
});

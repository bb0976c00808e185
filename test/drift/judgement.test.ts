/** The small parts that weigh: support, noise, names, order, verdict, policy, acceptance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { applyAcceptances } from '../../src/drift/acceptance.ts';
import { compare } from '../../src/drift/compare.ts';
import { withoutRuns } from '../../src/drift/leave-out.ts';
import { matchesGlob, upgradeLocation } from '../../src/drift/locations.ts';
import { offsetText, programName } from '../../src/drift/names.ts';
import { BASE_SEVERITY } from '../../src/drift/severity.ts';
import { surpriseOfAbsence } from '../../src/drift/support.ts';
import { exitOf, summaryOf, verdictOf } from '../../src/drift/verdict.ts';
import { KnownTree, maskOf } from '../../src/drift/volatility.ts';
import type { Acceptance } from '../../src/model/acceptance.ts';
import { CHANGE_KINDS, type ComparabilityNote, type FailOn, type Finding } from '../../src/model/drift.ts';
import { BRAIN, OPTIONS, OTA, UPDATED, baseline, jittered, line, profile, without } from './story.ts';

const [finding] = compare(baseline(), profile('new', without(OTA, UPDATED)), OPTIONS).findings;
const like = (fields: Partial<Finding>): Finding => {
  if (finding === undefined) throw new Error('no finding to start from');
  return { ...finding, ...fields };
};

describe('surprise', () => {
  it('follows the posterior predictive of k of n', () => {
    expect(surpriseOfAbsence({ runs: 1, seenIn: 1 }, 1)).toBe(2);
    expect(surpriseOfAbsence({ runs: 5, seenIn: 5 }, 1)).toBe(3.58);
    expect(surpriseOfAbsence({ runs: 5, seenIn: 1 }, 1)).toBe(0.42);
  });

  it('grows with every run that shows it and every run that lacks it', () => {
    const count = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(count, count, count, (seenIn, more, absent) => {
        const runs = seenIn + more;
        expect(surpriseOfAbsence({ runs, seenIn: seenIn + 1 }, absent)).toBeGreaterThan(
          surpriseOfAbsence({ runs, seenIn }, absent),
        );
        expect(surpriseOfAbsence({ runs, seenIn }, absent + 1)).toBeGreaterThan(
          surpriseOfAbsence({ runs, seenIn }, absent),
        );
      }),
    );
  });
});

describe('a place', () => {
  const tree = new KnownTree([0, 1, 2, 3, 4]);
  for (const run of [0, 1, 2, 3, 4]) {
    tree.add(['known', 'always'], maskOf([run]));
    tree.add(['cache', `made-up-${run}`], maskOf([run]));
    tree.add(['folders', `made-up-${run}`, 'x'], maskOf([run]));
  }
  tree.add(['now', 'and'], maskOf([0, 1]));
  tree.add(['now', 'then'], maskOf([3, 4]));

  it.each([
    [['known', 'new'], 'closed'],
    [['cache', 'new'], 'very-open'],
    [['now', 'new'], 'open'],
    // Only folders come and go there: a file among them is another matter.
    [['folders', 'new'], 'closed'],
    [['folders', 'new', 'x'], 'very-open'],
  ] as const)('%j is %s', (parts, openness) => {
    expect(tree.opennessAt(parts)).toBe(openness);
  });

  it('says nothing after one run', () => {
    const young = new KnownTree([0]);
    young.add(['a'], maskOf([0]));
    expect(young.opennessAt(['b'])).toBeUndefined();
  });

  it('where every run brings new names makes a newcomer info', () => {
    const logging = (name: string): typeof OTA => [
      ...OTA,
      line('file', [BRAIN, 'create', `/System/Volumes/Update/logs/${name}`], 230),
    ];
    const names = ['alder', 'birch', 'cedar', 'dogwood', 'elm'];
    const before = mergeFactSets(names.map((name, n) => profile(`run-${n}`, jittered(logging(name), n))));
    const { findings } = compare(before, profile('new', jittered(logging('fir'), 9)), OPTIONS);
    expect(
      findings.map(({ change, severity, reason }) => [
        change,
        severity,
        reason.includes('every run brings new ones'),
      ]),
    ).toEqual([['file-added', 'info', true]]);
  });
});

describe('upgrade locations', () => {
  it.each([
    ['/System/Volumes/Update/Update.plist', 'the Update volume'],
    [
      '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/{hash}.asset',
      'the macOS update asset',
    ],
    ['/System/Library/AssetsV3/com_apple_MobileAsset_MacSoftwareUpdate/x', 'the macOS update asset'],
    ['/macOS Install Data/x', 'macOS Install Data'],
    ['/Applications/Install macOS{osname}.app/Contents', 'the macOS installer app'],
    ['/Users/{user}/System/Volumes/Update', undefined],
    ['/Users/{user}/not macOS Install Data', undefined],
    ['/System/Library/AssetsV2/com_apple_MobileAsset_Other/x', undefined],
  ])('%s: %s', (path, name) => {
    expect(upgradeLocation(path)?.name).toBe(name);
  });

  it('matches globs without regular expressions', () => {
    expect(matchesGlob('com.apple.InstallAssistant.macOSTahoe', 'com.apple.InstallAssistant.*')).toBe(true);
    expect(matchesGlob('a.b', 'a*b*c')).toBe(false);
    expect(matchesGlob('aXbYc', 'a*b*c')).toBe(true);
    expect(matchesGlob('ab', 'ab*ab')).toBe(false);
  });
});

describe('names', () => {
  it('shows who signed what is not Apple’s', () => {
    expect(programName('platform:com.apple.mobileassetd')).toBe('com.apple.mobileassetd');
    expect(programName('EQHXZ8M8AV:com.google.Chrome')).toBe('com.google.Chrome (EQHXZ8M8AV)');
    expect(programName('unknown')).toBe('unknown');
  });

  it('writes offsets as a clock', () => {
    expect([0, 5400, 754_000, 3_725_000].map(offsetText)).toEqual(['+0:00', '+0:05', '+12:34', '+1:02:05']);
  });
});

describe('the verdict', () => {
  const fatal: ComparabilityNote = { axis: 'method', level: 'fatal', message: '' };
  const open = like({ severity: 'medium', certainty: 'inconclusive' });
  const seen = like({ severity: 'medium', certainty: 'observed' });
  const accepted = like({ severity: 'high', accepted: { reason: 'fine' } });

  it.each<[string, ComparabilityNote[], Finding[], FailOn, string, number]>([
    ['nothing', [], [], 'medium', 'same', 0],
    ['a lower finding', [], [like({ severity: 'low' })], 'medium', 'same', 0],
    ['a lower finding with a lower bar', [], [like({ severity: 'low' })], 'low', 'drift', 1],
    ['drift', [], [seen], 'medium', 'drift', 1],
    ['an open absence', [], [open], 'medium', 'inconclusive', 3],
    ['drift beside an open absence', [], [open, seen], 'medium', 'drift', 1],
    ['a failed gate beside drift', [fatal], [seen], 'medium', 'inconclusive', 3],
    ['an accepted finding', [], [accepted], 'low', 'same', 0],
    ['drift that may not fail', [], [seen], 'never', 'drift', 0],
    ['a failed gate that may not fail', [fatal], [], 'never', 'inconclusive', 3],
  ])('of %s', (_name, comparability, findings, failOn, verdict, exit) => {
    expect(verdictOf(comparability, findings, failOn)).toBe(verdict);
    expect(exitOf({ verdict: verdictOf(comparability, findings, failOn), failOn, comparability })).toBe(exit);
  });

  it('counts accepted findings apart', () => {
    expect(summaryOf([accepted, open, like({ severity: 'info' })])).toEqual({
      high: 0,
      medium: 1,
      low: 0,
      info: 1,
      inconclusive: 1,
      accepted: 1,
    });
  });
});

describe('a policy', () => {
  const after = profile('new', jittered(without(OTA, UPDATED), 9));
  const severities = (policy: NonNullable<Parameters<typeof compare>[2]['policy']>): readonly string[] =>
    compare(baseline(), after, { ...OPTIONS, policy }).findings.map(
      ({ change, severity }) => `${change} ${severity}`,
    );

  it('sets the severity of a kind, or drops it', () => {
    expect(severities({})).toEqual(['program-removed medium']);
    expect(severities({ changes: { 'program-removed': 'high' } })).toEqual(['program-removed high']);
    expect(severities({ changes: { 'program-removed': 'off' } })).toEqual([]);
  });

  it('lets the last entry for a program win', () => {
    const programs = [
      { match: 'com.apple.*', severity: 'off' },
      { match: UPDATED, changes: { 'program-removed': 'low' } },
    ] as const;
    expect(severities({ changes: { 'program-removed': 'high' }, programs })).toEqual(['program-removed low']);
    expect(severities({ programs: [...programs].reverse() })).toEqual([]);
  });
});

describe('an acceptance', () => {
  const acceptance = (fields: Partial<Acceptance> = {}): Acceptance => ({
    id: like({}).id,
    change: 'program-removed',
    subject: UPDATED,
    reason: 'fine',
    ...fields,
  });

  it('marks its finding', () => {
    const { findings, stale, expired } = applyAcceptances(
      [like({})],
      [acceptance({ owner: 'me' })],
      ['25C56'],
    );
    expect(findings[0]?.accepted).toEqual({ reason: 'fine', owner: 'me' });
    expect([stale, expired]).toEqual([[], []]);
  });

  it.each([
    ['25C56', '25D10', true],
    ['25D10', '25D10', false],
    ['25D125', '25D10', false],
    ['25D5031i', '25D10', true],
    // Nobody can tell the order: it counts again rather than staying quiet for ever.
    ['25D2010', '25D10', false],
  ])('at build %s until %s holds: %s', (build, untilBuild, holds) => {
    const { findings, expired, undated } = applyAcceptances(
      [like({})],
      [acceptance({ untilBuild })],
      [build],
    );
    expect([findings[0]?.accepted !== null, expired.length + undated.length === 0]).toEqual([holds, holds]);
  });

  it('that matches nothing is stale', () => {
    const { stale } = applyAcceptances([like({})], [acceptance({ id: '000000000000' })], []);
    expect(stale.map(({ id }) => id)).toEqual(['000000000000']);
  });
});

describe('a recording that is part of its baseline', () => {
  it('is taken out of it', () => {
    const set = baseline();
    const rest = withoutRuns(set, new Set(['run-2']));
    expect(rest?.runs.map(({ trace }) => trace)).toEqual(['run-1', 'run-3', 'run-4', 'run-5']);
    expect(new Set(rest?.facts.flatMap((fact) => [fact.counts.length, fact.firstMs.length]))).toEqual(
      new Set([4]),
    );
    expect(withoutRuns(set, new Set(['other']))).toBeUndefined();
    expect(withoutRuns(baseline(OTA, 1), new Set(['run-1']))).toBeUndefined();
  });
});

it('has a severity for every kind of change', () => {
  expect(Object.keys(BASE_SEVERITY).sort()).toEqual([...CHANGE_KINDS].sort());
});

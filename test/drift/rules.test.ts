/** Detection rules in a comparison: what is broken, late or a false alarm, and what loss forbids to say. */
import { describe, expect, it } from 'vitest';
import { fromDocument, serializeFactSet } from '../../src/baseline/canonical.ts';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { compare, type CompareOptions, type Comparison } from '../../src/drift/compare.ts';
import { withoutRuns } from '../../src/drift/leave-out.ts';
import { leaveOneOut } from '../../src/drift/leave-one-out.ts';
import type { Finding } from '../../src/model/drift.ts';
import type { FactSet, RunInfo } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { ASKED, tried, USUAL, type Outcome } from './rules.ts';
import { MOUNT, OPTIONS, OTA, jittered, profile, replaced, without, type Line } from './story.ts';

const ASKING: CompareOptions = { ...OPTIONS, rules: ASKED };

function runs(count: number, outcomeOf: (n: number) => Outcome = () => USUAL): FactSet {
  return mergeFactSets(
    Array.from({ length: count }, (_, n) => tried(profile(`run-${n}`, jittered(OTA, n)), outcomeOf(n))),
  );
}

function recorded(
  name: string,
  outcome: Outcome,
  info: Partial<RunInfo> = {},
  story: readonly Line[] = OTA,
): FactSet {
  return tried(profile(name, jittered(story, 9), info), outcome);
}

const five = runs(5);
const told = ({ findings }: Comparison): readonly Finding[] =>
  findings.filter(({ change }) => change.startsWith('rule-'));
const judged = (after: FactSet, before = five, options = ASKING): readonly Finding[] =>
  told(compare(before, after, options));
const briefly = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ change, subject, severity, certainty }) => `${severity} ${certainty} ${change} ${subject}`);
const changeOf = (after: FactSet, before = five): readonly string[] =>
  (compare(before, after, ASKING).rules?.rules ?? []).map(({ change }) => change);

describe('a rule that fires no more', () => {
  const broken: Outcome = { staged: 450, silent: ['mounts'] };

  it('is broken: high for a start, medium for a stage', () => {
    expect(briefly(judged(recorded('new', {})))).toEqual([
      'high observed rule-broken rule started',
      'medium observed rule-broken rule staged',
    ]);
    const [finding] = judged(recorded('new', broken));
    expect(finding).toMatchObject({
      affects: ['started'],
      support: { runs: 5, seenIn: 5 },
      holds: { in: 1, of: 1 },
      phase: 'preparing',
    });
    expect(finding?.reason).toContain('started fires no more; silent now: mounts');
  });

  it.each<[string, Partial<RunInfo>, Outcome]>([
    ['events of its kinds were lost', lost({ mount: 3 }), broken],
    ['events of no known kind were lost', { ...lost({}), lost: 2, lostUnattributed: 2, gaps: [] }, broken],
    ['processes were lost', lost({ exec: 3 }), broken],
    ['the recording ends before', { segments: [{ startMs: 0, endMs: 290_000, reboot: false }] }, broken],
    [
      'no canary proves that anything was seen then',
      { segments: [{ startMs: 0, endMs: 600_000, reboot: false, trustedMs: 250_000 }] },
      broken,
    ],
  ])('is inconclusive where %s', (_name, info, outcome) => {
    expect(briefly(judged(recorded('new', outcome, info)))).toEqual([
      'high inconclusive rule-broken rule started',
    ]);
  });

  it('is not judged where what it looks at was not recorded, and that is told', () => {
    const { findings, rules } = compare(
      five,
      recorded('new', { staged: 450, unrecorded: ['mounts'] }),
      ASKING,
    );
    expect(briefly(findings.filter(({ change }) => change.startsWith('rule-')))).toEqual([]);
    expect(rules?.rules[0]).toMatchObject({
      change: 'unknown',
      sentence: 'started cannot be judged: mount was not recorded',
    });
  });

  it('stays proven where events were lost that it does not look at', () => {
    expect(briefly(judged(recorded('new', broken, lost({ unmount: 30 }))))).toEqual([
      'high observed rule-broken rule started',
    ]);
  });

  it('counts less where some of the new runs still show it, and by the runs that must agree', () => {
    const after = mergeFactSets([
      recorded('new-1', broken),
      recorded('new-2', USUAL),
      recorded('new-3', USUAL),
    ]);
    expect(briefly(judged(after))).toEqual(['medium observed rule-broken rule started']);
    expect(judged(after)[0]?.reason).toContain('misses 1 of the 3 new runs');
    expect(judged(after, five, { ...ASKING, require: 'majority' })).toEqual([]);
    expect(briefly(judged(after, five, { ...ASKING, require: 'any' }))).toEqual([
      'high observed rule-broken rule started',
    ]);
  });

  it('is no news where it fired in few of the runs before', () => {
    const seldom = runs(5, (n) => (n === 0 ? USUAL : broken));
    expect(briefly(judged(recorded('new', broken), seldom))).toEqual([]);
  });

  it('is not expected of a recording of another method', () => {
    const after = recorded('new', {}, { method: 'full-installer' });
    const found = compare(five, after, { ...ASKING, acrossMethods: true });
    expect(briefly(told(found))).toEqual(['medium observed rule-broken rule staged']);
  });
});

describe('a rule that fires later', () => {
  it.each<[string, number, readonly string[]]>([
    ['a little', 304, []],
    ['by more than the runs before let expect', 400, ['medium observed rule-late rule started']],
    ['earlier', 200, []],
  ])('%s', (_name, started, expected) => {
    expect(briefly(judged(recorded('new', { ...USUAL, started })))).toEqual(expected);
  });

  it('is given the spread of the runs before', () => {
    const spread = runs(5, (n) => ({ ...USUAL, started: 301 + n * 30 }));
    expect(judged(recorded('new', { ...USUAL, started: 520 }), spread)).toEqual([]);
    expect(briefly(judged(recorded('new', { ...USUAL, started: 590 }), spread))).toEqual([
      'medium observed rule-late rule started',
    ]);
  });

  it('is measured from the milestone before it, not from the start of the recording', () => {
    const later = OTA.map((part) => ({ ...part, firstMs: part.firstMs + 200_000 }));
    expect(judged(recorded('new', { started: 501, staged: 650 }, {}, later))).toEqual([]);
  });

  it('is not late where its early signal was not recorded', () => {
    const after = recorded('new', { ...USUAL, started: 450, unrecorded: ['mounts'] });
    expect(briefly(judged(after))).toEqual([]);
  });

  it('is as bad as broken where it fires only after the restart', () => {
    const restarted: Partial<RunInfo> = {
      segments: [
        { startMs: 0, endMs: 500_000, reboot: false },
        { startMs: 560_000, endMs: 900_000, reboot: true },
      ],
    };
    const before = mergeFactSets(
      [0, 1, 2].map((n) => tried(profile(`run-${n}`, jittered(OTA, n), restarted), USUAL)),
    );
    const [finding] = judged(recorded('new', { ...USUAL, started: 570 }, restarted), before);
    expect(finding).toMatchObject({ change: 'rule-late', severity: 'high' });
    expect(finding?.reason).toContain('only after the restart');
  });
});

describe('a false alarm', () => {
  const control: Partial<RunInfo> = { role: 'control', method: 'control' };
  const quiet: Outcome = { silent: ['asks', 'mounts', 'writes'] };

  it('is a start that fires on a control, or on an upgrade of another method', () => {
    const idle = mergeFactSets([five, recorded('idle', quiet, control)]);
    const after = mergeFactSets([recorded('new', USUAL), recorded('new-idle', USUAL, control)]);
    expect(briefly(judged(after, idle))).toEqual(['high observed rule-false-alarm rule started']);
    expect(judged(after, idle)[0]?.reason).toContain('a recording without an upgrade');
    const other = recorded('new', USUAL, { method: 'full-installer' });
    expect(briefly(told(compare(five, other, { ...ASKING, acrossMethods: true })))).toEqual([
      'high observed rule-false-alarm rule started',
    ]);
  });

  it('is no news where it was one before', () => {
    const idle = mergeFactSets([five, recorded('idle', USUAL, control)]);
    const after = mergeFactSets([recorded('new', USUAL), recorded('new-idle', USUAL, control)]);
    expect(briefly(judged(after, idle))).toEqual(['info observed rule-false-alarm rule started']);
  });
});

describe('rules that one side was not tried with', () => {
  it('are told to be unknown, and open only where they miss what they claim to find', () => {
    const untried = runs(5);
    const { ruleOutcomes, ...bare } = untried;
    expect(ruleOutcomes).toHaveLength(1);
    const fires = compare(bare, recorded('new', USUAL), ASKING);
    expect(told(fires)).toEqual([]);
    expect(fires.comparability.find(({ axis }) => axis === 'rules')?.level).toBe('warning');
    expect(fires.rules?.rules.map(({ change }) => change)).toEqual(['unknown', 'unknown']);
    expect(briefly(told(compare(bare, recorded('new', {}), ASKING)))).toEqual([
      'high inconclusive rule-broken rule started',
    ]);
  });

  it('are those of another digest', () => {
    const other = tried(profile('run-1', OTA), USUAL, 'ffffffffffffffff');
    expect(changeOf(recorded('new', USUAL), other)).toEqual(['unknown', 'unknown']);
  });
});

it('tells what became of every rule, and which findings its silent signals lean on', () => {
  const mountless = OTA.filter(({ key }) => key[1] !== 'mount');
  const after = recorded('new', { started: 450, staged: 450, silent: ['mounts'] }, {}, mountless);
  const { rules, findings } = compare(five, after, ASKING);
  const [started, staged] = rules?.rules ?? [];
  const gone = findings.find(({ change }) => change === 'event-removed');
  expect(gone?.affects).toEqual(['started']);
  expect(started?.signals.find(({ id }) => id === 'mounts')).toMatchObject({
    change: 'lost',
    before: 5,
    after: 0,
    findings: [gone?.id],
  });
  expect(started).toMatchObject({
    before: { runs: 5, fired: 5, signals: 3 },
    after: { fired: 1, signals: 2 },
  });
  expect(staged).toMatchObject({ change: 'holds', findings: [] });
});

it('is switched off like any other change', () => {
  const off = { ...ASKING, policy: { changes: { 'rule-broken': 'off' } } } as const;
  expect(judged(recorded('new', {}), five, off)).toEqual([]);
  expect(compare(five, recorded('new', {}), off).rules?.rules[0]?.change).toBe('broken');
});

it('finds nothing between a side and itself, and raises no alarm in leaving one run out', () => {
  expect(judged(five)).toEqual([]);
  const { stability } = leaveOneOut(five, OPTIONS.isKnownShape, ASKED);
  expect(stability.falseAlarms.filter(({ change }) => change.startsWith('rule-'))).toEqual([]);
});

describe('outcomes beside facts', () => {
  const names = ['c', 'a', 'b'];
  const some = names.map((name, n) => recorded(name, n === 1 ? {} : USUAL));

  it('merge to the same bytes in any order and grouping, each recording once', () => {
    const [c, a, b] = some;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were made');
    const all = serializeFactSet(mergeFactSets([a, b, c]));
    expect(serializeFactSet(mergeFactSets([c, b, a]))).toBe(all);
    expect(serializeFactSet(mergeFactSets([mergeFactSets([b, c]), a]))).toBe(all);
    expect(serializeFactSet(mergeFactSets([mergeFactSets([a, b]), mergeFactSets([c, b]), a]))).toBe(all);
  });

  it('of several rule sets, and of none, stand side by side', () => {
    const [first = recorded('x', USUAL)] = some;
    const merged = mergeFactSets([
      first,
      tried(profile('a', OTA), USUAL, 'ffffffffffffffff'),
      profile('b', OTA),
    ]);
    expect(merged.ruleOutcomes?.map(({ digest, traces }) => [digest, traces])).toEqual([
      [ASKED.digest, ['c']],
      ['ffffffffffffffff', ['a']],
    ]);
  });

  it('survive their file, keep no evidence in a baseline, and leave with their recording', () => {
    const merged = mergeFactSets(some);
    expect(JSON.stringify(merged.ruleOutcomes)).not.toContain('evidence');
    const read = fromDocument(validateDocument('baseline', JSON.parse(serializeFactSet(merged)), 'it'), 'it');
    expect(read.ruleOutcomes).toEqual(merged.ruleOutcomes);
    const rest = withoutRuns(merged, new Set(['a']));
    expect(rest?.ruleOutcomes?.[0]?.traces).toEqual(['b', 'c']);
    expect(rest?.ruleOutcomes?.[0]?.rules[0]?.firedMs).toEqual([301_000, 301_000]);
  });

  it.each([
    ['one value too few', (text: string) => text.replace('"firedMs":[-1,301000,301000]', '"firedMs":[1]')],
    [
      'another recording',
      (text: string) => text.replace('"traces": ["a","b","c"]', '"traces": ["a","b","z"]'),
    ],
  ])('are refused with %s', (_name, spoil) => {
    const text = serializeFactSet(mergeFactSets(some));
    expect(spoil(text)).not.toBe(text);
    const document = validateDocument('baseline', JSON.parse(spoil(text)), 'it');
    expect(() => fromDocument(document, 'it')).toThrow(/outcomes of the rules test/);
  });
});

it('leaves no trace where nobody asks for rules', () => {
  const { rules, findings } = compare(five, recorded('new', {}, {}, without(OTA, MOUNT)), OPTIONS);
  expect(rules).toBeUndefined();
  expect(findings.flatMap(({ affects }) => affects)).toEqual([]);
});

it('follows a program to its new identity: what the signal asks for decides', () => {
  const resigned = replaced(OTA, MOUNT, 'platform:com.apple.mount-apfs');
  const { findings } = compare(five, recorded('new', USUAL, {}, resigned), ASKING);
  // The signal asks for the mount point alone.
  expect(findings.find(({ change }) => change === 'program-resigned')?.affects).toEqual([]);
});

function lost(types: Readonly<Record<string, number>>): Partial<RunInfo> {
  const total = Object.values(types).reduce((sum, count) => sum + count, 0);
  const window = { fromMs: 290_000, toMs: 310_000 };
  return {
    lost: total,
    lostByType: types,
    lostUnattributed: 0,
    gaps: [
      { lost: total, ...window },
      ...Object.entries(types).map(([eventType, count]) => ({ eventType, lost: count, ...window })),
    ],
  };
}

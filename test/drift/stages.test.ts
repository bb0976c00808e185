/** Order, counts and shape: what is judged over a whole run. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/drift/compare.ts';
import type { Finding } from '../../src/model/drift.ts';
import type { RunInfo } from '../../src/model/facts.ts';
import {
  BRAIN,
  LAUNCHER,
  OPTIONS,
  OTA,
  SESSIOND,
  baseline,
  jittered,
  line,
  profile,
  replaced,
  type Line,
} from './story.ts';

const five = baseline();
const judged = (story: readonly Line[], info: Partial<RunInfo> = {}, before = five): readonly Finding[] =>
  compare(before, profile('new', jittered(story, 9), info), OPTIONS).findings;
const subjects = (findings: readonly Finding[], change: string): readonly string[] =>
  findings.filter((finding) => finding.change === change).map(({ subject }) => subject);

/** The story with everything that names one thing moved in time. */
const shifted = (name: string, seconds: number, story: readonly Line[] = OTA): readonly Line[] =>
  story.map((part) =>
    part.key.some((text) => text.includes(name)) ? { ...part, firstMs: part.firstMs + seconds * 1000 } : part,
  );

describe('order', () => {
  it('tells only the neighbours when one thing moved far', () => {
    // The brain asset, first of all, comes last.
    const findings = judged(shifted('MacUpdateBrain', 520));
    expect(subjects(findings, 'order-changed')).toEqual(['brain-staged before download-started']);
    expect(findings.find(({ change }) => change === 'phase-reordered')?.after).toBe(
      'downloading, preparing, staged, committing, brain-staged',
    );
  });

  it('lets times vary as long as the order holds', () => {
    expect(judged(shifted('MacUpdateBrain', 30))).toEqual([]);
    expect(
      judged(
        OTA.map((part) => ({ ...part, firstMs: part.firstMs * 3 })),
        { segments: [{ startMs: 0, endMs: 1_800_000, reboot: false }] },
      ),
    ).toEqual([]);
  });

  it('knows no order of what lies close together in one run', () => {
    const close = shifted('MacUpdateBrain', 37);
    expect(subjects(judged(shifted('MacUpdateBrain', 45), {}, baseline(close, 1)), 'order-changed')).toEqual(
      [],
    );
  });

  it('is open where loss could hide that it came earlier', () => {
    const window = { fromMs: 30_000, toMs: 90_000 };
    const gaps = [
      { lost: 9, ...window },
      { eventType: 'rename', lost: 9, ...window },
    ];
    const findings = judged(shifted('MacUpdateBrain', 100), { lost: 9, lostByType: { rename: 9 }, gaps });
    const certainties = findings
      .filter(({ change }) => change === 'order-changed')
      .map(({ certainty }) => certainty);
    expect(certainties).toEqual(['inconclusive']);
  });
});

describe('counts', () => {
  const times = (factor: number): readonly Finding[] =>
    judged(
      OTA.map((part) =>
        part.kind === 'file' && part.key[0] === SESSIOND
          ? { ...part, count: Math.round(part.count * factor) }
          : part,
      ),
    );

  it.each([
    [1.5, undefined],
    [3, 'info'],
    [12, 'low'],
    [1 / 12, 'low'],
  ])('%d times as many: %s', (factor, severity) => {
    const [finding, ...others] = times(factor);
    expect([finding?.severity, others]).toEqual([severity, []]);
    if (finding !== undefined) expect([finding.change, finding.program]).toEqual(['count-changed', SESSIOND]);
  });

  it('says nothing of a fall that loss explains', () => {
    const story = OTA.map((part) =>
      part.kind === 'file' && part.key[0] === SESSIOND ? { ...part, count: 1 } : part,
    );
    const gaps = [{ eventType: 'create', lost: 200, fromMs: 0, toMs: 600_000 }];
    expect(judged(story, { lost: 200, lostByType: { create: 200 }, gaps })).toEqual([]);
  });

  it('keeps one id whatever the numbers', () => {
    expect(times(12)[0]?.id).toBe(times(14)[0]?.id);
  });
});

describe('shape', () => {
  const withShape = (...parts: readonly (readonly string[])[]): readonly Line[] => [
    ...OTA,
    ...parts.map((key) => line('shape', key, 0, 60)),
  ];

  it('takes the members of a new key along', () => {
    const findings = judged(
      withShape(
        ['exec', '10', 'novel', 'object'],
        ['exec', '10', 'novel.inner', 'string'],
        ['exec', '10', 'novel.list[]', 'number'],
      ),
    );
    expect(subjects(findings, 'shape-added')).toEqual(['exec novel v10']);
  });

  it('tells an event type nobody knows, once', () => {
    const findings = judged(
      withShape(['brand_new', '10', '', 'object'], ['brand_new', '10', 'path', 'string']),
    );
    expect(subjects(findings, 'shape-added')).toEqual(['brand_new v10']);
  });

  it('is silent on a known key that merely did not happen to show, and on null', () => {
    const rarely = line('shape', ['exec', '10', 'script', 'object'], 0, 2);
    const nulls = line('shape', ['exec', '10', 'cwd', 'null'], 0, 60);
    expect(
      judged(
        [...OTA, rarely, nulls],
        {},
        baseline([...OTA, line('shape', ['exec', '10', 'cwd', 'string'], 0, 60)]),
      ),
    ).toEqual([]);
  });

  it('is not compared over message versions', () => {
    const story = replaced(withShape(['exec', '10', 'novel', 'string']), '10', '11');
    const findings = judged(story, { messageVersions: [11] });
    expect(findings.filter(({ change }) => change.startsWith('shape'))).toEqual([]);
  });
});

describe('a start that was not recorded', () => {
  it('is no lost launch: the program ran already when the recording began', () => {
    const running = OTA.filter(
      ({ kind, key }) =>
        !(kind === 'launch' && key[1] === SESSIOND) && !(kind === 'arguments' && key[0] === SESSIOND),
    );
    const findings = judged(running);
    expect(findings.map(({ change, severity }) => `${change} ${severity}`).sort()).toEqual([
      'arguments-removed info',
      'launch-removed info',
    ]);
  });

  it('by a parent nobody saw is no other parent', () => {
    const orphaned = OTA.map((part) =>
      part.kind === 'launch' && part.key[1] === LAUNCHER ? { ...part, key: ['unknown', LAUNCHER] } : part,
    );
    expect(judged(orphaned).map(({ change }) => change)).toEqual([]);
  });
});

describe('a responsible process', () => {
  const blamed = (program: string): readonly Line[] => [...OTA, line('responsible', [program, BRAIN], 200)];

  it('that changed is low, and ignored where one side is unseen', () => {
    const findings = judged(blamed('platform:com.apple.softwareupdated'), {}, baseline(blamed(LAUNCHER)));
    expect(findings.map(({ change, severity }) => `${change} ${severity}`)).toEqual([
      'responsible-changed low',
    ]);
    expect(judged(OTA, {}, baseline(blamed(LAUNCHER)))).toEqual([]);
    expect(judged(blamed(LAUNCHER))).toEqual([]);
  });
});

/** What must hold for any two sides. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { compare } from '../../src/drift/compare.ts';
import type { ChangeKind, Finding } from '../../src/model/drift.ts';
import type { FactSet } from '../../src/model/facts.ts';
import {
  BRAIN,
  MOUNT,
  OPTIONS,
  OTA,
  SESSIOND,
  UPDATED,
  daemon,
  jittered,
  line,
  profile,
  replaced,
  without,
  type Line,
} from './story.ts';

type Edit = (story: readonly Line[]) => readonly Line[];

/** Additions and removals first: a program that is renamed takes what was added to it along. */
const EDITS: readonly Edit[] = [
  (story) => without(story, MOUNT),
  (story) => without(story, UPDATED),
  (story) => [...story, ...daemon('platform:com.apple.attest', '/usr/libexec/attest', 250, BRAIN)],
  (story) => [...story, ...daemon('adhoc:tool', '/opt/tool', 250)],
  (story) => story.filter(({ key }) => key[1] !== 'mount'),
  (story) => [...story, line('file', [BRAIN, 'create', '/System/Volumes/Update/New.plist'], 220)],
  (story) => [...story, line('event', [SESSIOND, 'cs_invalidated', ''], 130)],
  (story) => story.filter(({ kind }) => kind !== 'handoff'),
  (story) => replaced(story, '"YES"]', '"YES","--new"]'),
  (story) => replaced(story, '/usr/libexec/mobileassetd', '/usr/sbin/mobileassetd'),
  (story) => replaced(story, 'AssetsV2', 'AssetsV3'),
  (story) => replaced(story, BRAIN, 'platform:com.apple.Brain2'),
];

const story = fc
  .subarray([...EDITS])
  .map((edits) => edits.reduce<readonly Line[]>((lines, edit) => edit(lines), OTA));

const side = (prefix: string): fc.Arbitrary<FactSet> =>
  fc.tuple(story, fc.integer({ min: 1, max: 4 })).map(([lines, runs]) => sideOf(prefix, lines, runs));

function sideOf(prefix: string, lines: readonly Line[], runs: number): FactSet {
  return mergeFactSets(Array.from({ length: runs }, (_, n) => profile(`${prefix}-${n}`, jittered(lines, n))));
}

const MIRROR: Readonly<Partial<Record<ChangeKind, ChangeKind>>> = {
  'program-added': 'program-removed',
  'program-removed': 'program-added',
  'launch-added': 'launch-removed',
  'launch-removed': 'launch-added',
  'arguments-added': 'arguments-removed',
  'arguments-removed': 'arguments-added',
  'file-added': 'file-removed',
  'file-removed': 'file-added',
  'handoff-added': 'handoff-removed',
  'handoff-removed': 'handoff-added',
  'event-added': 'event-removed',
  'event-removed': 'event-added',
  'phase-added': 'phase-missing',
  'phase-missing': 'phase-added',
};

const mirrored = (change: ChangeKind): ChangeKind => MIRROR[change] ?? change;
const told = (finding: Finding, change: ChangeKind, before: string | null, after: string | null): string =>
  [change, finding.severity, finding.certainty, finding.surprise, before ?? '', after ?? ''].join(' | ');

describe('compare', () => {
  it('finds nothing where both sides are equal', () => {
    fc.assert(
      fc.property(side('run'), (set) => {
        expect(compare(set, set, OPTIONS).findings).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('says the same the other way round', () => {
    fc.assert(
      fc.property(side('old'), side('new'), (before, after) => {
        const there = compare(before, after, OPTIONS).findings;
        const back = compare(after, before, OPTIONS).findings;
        expect(
          there.map((finding) => told(finding, finding.change, finding.before, finding.after)).sort(),
        ).toEqual(
          back
            .map((finding) => told(finding, mirrored(finding.change), finding.after, finding.before))
            .sort(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of recordings or facts', () => {
    const runs = Array.from({ length: 4 }, (_, n) => profile(`run-${n}`, jittered(OTA, n)));
    const after = profile('new', without(replaced(OTA, 'AssetsV2', 'AssetsV3'), MOUNT));
    const expected = JSON.stringify(compare(mergeFactSets(runs), after, OPTIONS));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(runs, { minLength: runs.length }),
        fc.shuffledSubarray([...after.facts], { minLength: after.facts.length }),
        (shuffled, facts) => {
          expect(JSON.stringify(compare(mergeFactSets(shuffled), { ...after, facts }, OPTIONS))).toBe(
            expected,
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});

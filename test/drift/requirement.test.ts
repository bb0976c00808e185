/** Several runs after a change: what holds in all of them, in most, or in one. */
import { describe, expect, it } from 'vitest';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { compare } from '../../src/drift/compare.ts';
import type { Finding, Requirement } from '../../src/model/drift.ts';
import {
  BRAIN,
  MOUNT,
  OPTIONS,
  OTA,
  baseline,
  daemon,
  jittered,
  profile,
  without,
  type Line,
} from './story.ts';

const HELPER = 'platform:com.apple.helper';
const withHelper = [...OTA, ...daemon(HELPER, '/usr/libexec/helper', 250, BRAIN)];
const mountless = without(OTA, MOUNT);

const found = (stories: readonly (readonly Line[])[], require?: Requirement): readonly Finding[] =>
  compare(baseline(), mergeFactSets(stories.map((story, n) => profile(`new-${n}`, jittered(story, n)))), {
    ...OPTIONS,
    require,
  }).findings;

/** Severity, and in how many of the new runs it holds. */
const told = (findings: readonly Finding[], change: string, program: string): string | undefined =>
  findings
    .filter((finding) => finding.change === change && finding.program === program)
    .map(({ severity, holds }) => `${severity} ${holds.in}/${holds.of}`)[0];

describe('a program that new runs have', () => {
  it.each([
    ['all', [withHelper, withHelper, withHelper], 'high 3/3'],
    ['all', [withHelper, withHelper, OTA], undefined],
    ['majority', [withHelper, withHelper, OTA], 'high 2/3'],
    ['majority', [withHelper, OTA, OTA], undefined],
    ['majority', [withHelper, OTA], undefined],
    ['any', [withHelper, OTA, OTA], 'high 1/3'],
    ['any', [OTA, OTA, OTA], undefined],
  ] as const)('%s of them must: %#', (require, stories, expected) => {
    expect(told(found(stories, require), 'program-added', HELPER)).toBe(expected);
  });

  it('in some of them only is lowered where nothing is asked', () => {
    expect(told(found([withHelper, withHelper, OTA]), 'program-added', HELPER)).toBe('medium 2/3');
  });
});

describe('a program that new runs lack', () => {
  it.each([
    ['all', [mountless, mountless, mountless], 'high 3/3'],
    ['all', [mountless, mountless, OTA], undefined],
    ['majority', [mountless, mountless, OTA], 'high 2/3'],
    ['majority', [mountless, OTA, OTA], undefined],
    ['any', [mountless, OTA, OTA], 'high 1/3'],
  ] as const)('%s of them must: %#', (require, stories, expected) => {
    expect(told(found(stories, require), 'program-removed', MOUNT)).toBe(expected);
  });

  it('is proven by the runs that lack it alone', () => {
    const [one] = found([mountless, OTA, OTA], 'any').filter(({ change }) => change === 'program-removed');
    const [alone] = found([mountless], 'any').filter(({ change }) => change === 'program-removed');
    expect(one?.surprise).toBe(alone?.surprise);
  });
});

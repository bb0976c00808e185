/** A rule that can never fire looks like a Mac that is never upgraded, so it is refused with the reason. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { ruleSetProblems } from '../../src/detection/check-rules.ts';
import { isDocument } from '../../src/schema/validate.ts';
import type { Rule, Signal } from '../../src/model/rules.ts';
import { rule, ruleSet, signal } from './rule-sets.ts';

const problemsOf = (one: Partial<Signal>, about: Partial<Rule> = {}): readonly string[] =>
  ruleSetProblems(ruleSet([signal('a', one), signal('b')], [rule('r', ['a', 'b'], about)]));

describe('the built-in rules', () => {
  it('have the form of the schema and nothing that can never fire', () => {
    expect(isDocument('rules', BUILT_IN_RULES)).toBe(true);
    expect(ruleSetProblems(BUILT_IN_RULES)).toEqual([]);
  });

  it('say for each signal where it comes from', () => {
    expect(BUILT_IN_RULES.signals.filter(({ source }) => source === '')).toEqual([]);
    const used = new Set(BUILT_IN_RULES.rules.flatMap(({ signals }) => signals));
    expect(BUILT_IN_RULES.signals.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('compare with no signing id that is a guess', () => {
    const shown = [
      'com.apple.MobileSoftwareUpdate.UpdateBrainService',
      'com.apple.InstallAssistant.',
      'com.apple.installer.osinstallersetupd',
      'com.apple.installer.osishelperd',
      'com.apple.installer.osishelperd-intel',
      'com.apple.installer.osisstashhelper',
    ];
    const asked = BUILT_IN_RULES.signals.flatMap(({ where, anyOf = [] }) =>
      [where, ...anyOf].flatMap((each) =>
        Object.entries(each).flatMap(([name, test]) =>
          name.endsWith('signing_id') ? [test.equals, test.prefix, ...(test.in ?? [])] : [],
        ),
      ),
    );
    expect([...new Set(asked.filter((id) => id !== undefined))].sort()).toEqual(shown.sort());
  });
});

describe('refused', () => {
  it.each<[string, Partial<Signal>, Partial<Rule>, RegExp]>([
    [
      'an unknown field',
      { where: { 'exec.pth': { equals: 'x' } } },
      {},
      /no field is called "exec\.pth"; did you mean "exec\.path"/,
    ],
    ['an unknown event', { events: ['renam'] }, {}, /no event is called "renam"; did you mean "rename"/],
    [
      'a field the event lacks',
      { events: ['create'], where: { 'file.source': { prefix: '/a' } } },
      {},
      /"create" has no file\.source/,
    ],
    [
      'alternatives the event lacks',
      { events: ['create'], where: {}, anyOf: [{ 'file.source': { prefix: '/a' } }] },
      {},
      /"create" has no file\.source/,
    ],
    ['contradicting conditions', { where: { 'exec.name': { equals: 'a', prefix: 'b' } } }, {}, /contradict/],
    [
      'absent with a value',
      { where: { 'exec.script': { absent: true, equals: '/x' } } },
      {},
      /absent and have a value/,
    ],
    ['a test that says nothing', { where: { 'exec.name': {} } }, {}, /says nothing/],
    ['no condition', { where: {} }, {}, /no condition/],
    [
      'a path in a form that is never seen',
      { where: { 'exec.path': { equals: '/private/var/x' } } },
      {},
      /sees that path as "\/var\/x"/,
    ],
    ['a signal that waits for itself', { after: { signal: 'a', within: '1m' } }, {}, /waits for itself/],
    [
      'a wait for an unknown signal',
      { after: { signal: 'bb', within: '1m' } },
      {},
      /no signal is called "bb"; did you mean "b"/,
    ],
    ['no length of time', {}, { window: '0s' }, /no length of time/],
    ['a quorum beyond its programs', { program: 'b' }, {}, /asks for 2 programs, and its signals are of 1/],
    ['a need that is no signal of it', {}, { needs: [['c']] }, /"c" is not among its signals/],
    [
      'a need that guesses alone could meet',
      { evidence: 'guess' },
      { needs: [['a']] },
      /a guess never decides/,
    ],
    ['a need that it forbids', {}, { needs: [['a']], unless: ['a'] }, /forbids all of them/],
  ])('%s', (_name, one, about, expected) => {
    const problems = problemsOf(one, about);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it('rules of guesses alone, and names that are there twice', () => {
    const guesses = ruleSet([signal('a', { evidence: 'guess' })], [rule('r', ['a'])]);
    expect(ruleSetProblems(guesses)).toEqual([expect.stringMatching(/all its signals are guesses/)]);
    expect(ruleSetProblems(ruleSet([signal('a'), signal('a')], [rule('r', ['a'])]))).toEqual([
      'signal a: there are two of that name',
    ]);
  });
});

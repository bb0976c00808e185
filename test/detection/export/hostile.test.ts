/** Values and words of a rules file that try to be something else: each target finds exactly what the rule finds, and no text gets out of its place. */
import fc from 'fast-check';
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { valuePasses } from '../../../src/detection/field-test.ts';
import type { FieldTest, RuleSet } from '../../../src/model/rules.ts';
import { image, launchd, Recording } from '../../facts/events.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';
import { agentEvents } from './agent-events.ts';
import { matches, readEql } from './eql-engine.ts';
import { OsqueryTables } from './osquery-tables.ts';
import { exportedFiles } from './recordings.ts';
import { contentsOf, SigmaFile } from './sigma-engine.ts';

const SIGNS = Array.from('\'"\\*?[]%_\n\r\t\u202e\u200b\u2028\u0085#:- ab`${}()|&<>^.+~@/;!,=é');
const texts = fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 1, maxLength: 8 });
const tests = fc.oneof(
  texts.map((equals): FieldTest => ({ equals })),
  fc.array(texts, { minLength: 1, maxLength: 3 }).map((words): FieldTest => ({ in: words })),
  texts.map((prefix): FieldTest => ({ prefix })),
  texts.map((contains): FieldTest => ({ contains })),
  texts.map((glob): FieldTest => ({ glob })),
  texts.map((equals): FieldTest => ({ not: { equals } })),
);

/** What may be found, and what looks like it. */
const subjects = fc.tuple(tests, texts, fc.boolean()).map(([test, other, isNear]) => {
  const near = [test.equals, test.in?.[0], test.prefix, test.contains, test.glob, test.not?.equals].find(
    (text) => text !== undefined,
  );
  return { test, subject: isNear ? `${near ?? ''}${test.equals === undefined ? other : ''}` : other };
});

function setWith(test: FieldTest, words = 'words'): RuleSet {
  const own = signal('s', {
    title: words,
    program: words,
    where: { 'exec.signing_id': test },
    source: words,
    falsePositives: [words],
  });
  return { ...ruleSet([own], [rule('r', ['s'], { title: words, note: words })]), name: words };
}

describe('a value', () => {
  it('finds the same in osquery, Sigma and EQL', () => {
    fc.assert(
      fc.property(subjects, ({ test, subject }) => {
        const set = setWith(test);
        const { events } = new Recording().exec(launchd, image(7, '/bin/x', { signingId: subject }));
        const here = test.not === undefined ? valuePasses(test, subject) : !valuePasses(test.not, subject);
        using tables = new OsqueryTables(events);
        expect(tables.query(exportedFiles('osquery', set).get('r') ?? '').length > 0).toBe(here);
        const seen = agentEvents(events);
        const sigma = new SigmaFile(exportedFiles('sigma', set).get('r') ?? '', seen);
        expect(sigma.alerts('r').length > 0).toBe(here);
        const eql = readEql(exportedFiles('eql', set).get('r') ?? '');
        expect(eql.some((query) => matches(query, seen))).toBe(here);
      }),
      { numRuns: 400 },
    );
  });

  it('is the same in a Santa configuration, where a property list can hold it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const file = exportedFiles('santa', setWith({ equals: text })).get('rules');
        const isWritable = !/\p{Cc}/u.test(text);
        expect(file !== undefined).toBe(isWritable);
        if (file === undefined) return;
        expect(parse(file)).toMatchObject({ StaticRules: [{ identifier: `platform:${text}` }] });
      }),
    );
  });
});

describe('a title, note, source or program', () => {
  const words = fc.string({
    unit: fc.constantFrom(...SIGNS, '--', '-->', '*/', "'; DROP TABLE time; --"),
    maxLength: 12,
  });

  it('stays what it is', () => {
    fc.assert(
      fc.property(words, (text) => {
        const set = setWith({ equals: 'x' }, text);
        const { events } = new Recording().exec(launchd, image(7, '/bin/x', { signingId: 'x' }));
        using tables = new OsqueryTables(events);
        expect(tables.query(exportedFiles('osquery', set).get('r') ?? '')).toHaveLength(1);
        expect(tables.query('SELECT * FROM time')).toHaveLength(1);
        expect(readEql(exportedFiles('eql', set).get('r') ?? '')).toHaveLength(1);
        const [content, ...others] = contentsOf(exportedFiles('sigma', set).get('r') ?? '');
        expect(others).toEqual([]);
        expect(content?.['title']).toBe(text);
        expect(content?.['description']).toContain(text);
        const santa = exportedFiles('santa', set).get('rules') ?? '';
        if (/\p{Cc}/u.test(text)) return;
        expect(parse(santa)).toMatchObject({ StaticRules: [{ comment: `esdrift: s (${text}; verified)` }] });
      }),
      { numRuns: 200 },
    );
  });

  it('draws nothing that cannot be seen', () => {
    const set = setWith({ in: ['x\u202e', 'y\u001b[31m'] }, 'title \u202e \u001b[31m \u{e0001}');
    for (const target of ['sigma', 'osquery', 'eql', 'santa'] as const)
      for (const text of exportedFiles(target, set).values())
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('leaves the configuration of Santa one that XML allows', () => {
    const set = setWith({ in: ['x', 'y'] }, 'title \u001b[31m \ud800');
    const santa = exportedFiles('santa', set).get('rules') ?? '';
    expect(santa).not.toMatch(/&#(?:x1b|27|xd800|55296);/);
    expect(santa).toContain('\\u{1b}[31m');
    expect(() => parse(santa)).not.toThrow();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passes } from '../../src/detection/field-test.ts';
import { handoffsAskedFor } from '../../src/detection/handoff-tests.ts';
import { HandoffWatch, type Origin } from '../../src/detection/handoff-watch.ts';
import type { FieldTest } from '../../src/model/rules.ts';
import { image, Recording } from '../facts/events.ts';
import { ruleSet, signal } from './rule-sets.ts';

const programs = ['/bin/a', '/bin/b', '/bin/c', '/bin/d'].map((path, index) => image(11 + index, path));

describe('the watch over hand-overs', () => {
  const path = fc
    .array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 4 })
    .map((names) => `/${names.join('/')}`);
  const act = fc.record({
    by: fc.constantFrom(...programs),
    operation: fc.constantFrom('create', 'close', 'unlink', 'rename', 'clone', 'exchangedata'),
    at: path,
    from: path,
  } as const);

  it('answers for the programs that are asked for as if it had remembered all', () => {
    const isAskedFor = ({ path: name }: Origin): boolean => name === '/bin/a' || name === '/bin/b';
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const recording = new Recording();
        for (const { by, operation, at, from } of acts) {
          const hasSource = ['rename', 'clone', 'exchangedata'].includes(operation);
          recording.file(by, operation, at, hasSource ? from : undefined);
        }
        const all = new HandoffWatch(() => true);
        const some = new HandoffWatch(isAskedFor);
        const answers = (watch: HandoffWatch) =>
          recording.events.map((event) => {
            const hand = watch.handOf(event.process);
            const origins = watch.originsOf(event, hand);
            watch.apply(event, hand);
            return origins;
          });
        expect(answers(some)).toEqual(answers(all).map((origins) => origins.filter(isAskedFor)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the programs that rules ask for as those who put something there', () => {
  const text = fc.constantFrom('/bin/a', '/bin/b', '/usr/x', '');
  const part = fc.record(
    {
      equals: text,
      in: fc.array(text, { maxLength: 2 }),
      prefix: fc.constantFrom('/bin', '/usr'),
      glob: fc.constantFrom('*a', '/*/x'),
      contains: fc.constantFrom('b', 'x'),
      absent: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const test = fc
    .record({ own: part, not: fc.option(part, { nil: undefined }) })
    .map(({ own, not }): FieldTest => ({ ...own, ...(not === undefined ? {} : { not }) }));

  it('are all whose presence can change what a condition says', () => {
    fc.assert(
      fc.property(test, fc.uniqueArray(text), (asked, paths) => {
        const set = ruleSet([signal('s', { where: { 'handoff.path': asked } })], []);
        const isAskedFor = handoffsAskedFor(set);
        const left = paths.filter((path) => isAskedFor?.({ path, signingId: undefined }) === true);
        expect(passes(asked, left)).toBe(passes(asked, paths));
      }),
      { numRuns: 2000 },
    );
  });

  it('are looked for in alternatives and by signing id, and are none where no condition asks', () => {
    const asks = (more: Parameters<typeof signal>[1]) => handoffsAskedFor(ruleSet([signal('s', more)], []));
    expect(asks({})).toBeUndefined();
    const isAskedFor = asks({ anyOf: [{ 'handoff.signing_id': { equals: 'com.apple.a' } }] });
    expect(isAskedFor?.({ path: '/bin/a', signingId: 'com.apple.a' })).toBe(true);
    expect(isAskedFor?.({ path: '/bin/a', signingId: undefined })).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneValueTest, passes } from '../../src/detection/field-test.ts';
import { globMatcher, globMatches } from '../../src/model/glob.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 });
const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 7 });
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const values = {
  equals: text,
  in: fc.array(text, { minLength: 1, maxLength: 3 }),
  prefix: text,
  contains: text,
  glob,
};

describe('a test of a field', () => {
  it('says the same of one value, prepared or not', () => {
    const test = fc.record(
      { ...values, absent: fc.boolean(), not: fc.record(values, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(test, some(text), (one, value) => {
        expect(oneValueTest(one)(value)).toBe(passes(one, value === undefined ? [] : [value]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('matches a glob the same, prepared or not', () => {
    fc.assert(
      fc.property(glob, text, (pattern, value) => {
        expect(globMatcher(pattern)(value)).toBe(globMatches(pattern, value));
      }),
      { numRuns: 5_000 },
    );
  });
});

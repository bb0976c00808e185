/** Which programs the rules ask for as those that put something there. */
import type { FieldTest, RuleSet } from '../model/rules.ts';
import { valuePasses } from './field-test.ts';
import type { Origin } from './handoff-watch.ts';

/**
 * Whether it can matter to any condition on `handoff.…` that a program was among those. Undefined: there is no such condition.
 */
export function handoffsAskedFor({ signals }: RuleSet): ((origin: Origin) => boolean) | undefined {
  const wheres = signals.flatMap(({ where, anyOf = [] }) => [where, ...anyOf]);
  const tests = wheres.flatMap((where) =>
    Object.entries(where).filter(([name]) => name.startsWith('handoff.')),
  );
  if (tests.length === 0) return undefined;
  return ({ path, signingId }) =>
    tests.some(([name, test]) => {
      const value = name === 'handoff.path' ? path : signingId;
      return test.absent !== undefined || (value !== undefined && isTold(test, value));
    });
}

/** Any other value changes nothing, whether it is there or not. */
function isTold(test: FieldTest, value: string): boolean {
  return valuePasses(test, value) || (test.not !== undefined && valuePasses(test.not, value));
}

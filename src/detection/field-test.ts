import { globMatcher, globMatches } from '../model/glob.ts';
import type { FieldTest } from '../model/rules.ts';

/** Whether one value passes everything that is said, `not` and `absent` aside. */
export function valuePasses(test: FieldTest, value: string): boolean {
  if (test.equals !== undefined && value !== test.equals) return false;
  if (test.in !== undefined && !test.in.includes(value)) return false;
  if (test.prefix !== undefined && !value.startsWith(test.prefix)) return false;
  if (test.contains !== undefined && !value.includes(test.contains)) return false;
  if (test.glob !== undefined && !globMatches(test.glob, value)) return false;
  return test.bits === undefined || hasBits(value, test.bits);
}

/** Beyond 32 bits JavaScript's own operators lie. */
function hasBits(value: string, bits: number): boolean {
  if (!/^\d+$/.test(value)) return false;
  const mask = BigInt(bits);
  return (BigInt(value) & mask) === mask;
}

/** The same as `valuePasses` for one test and many values. */
function valueTest(test: FieldTest): (value: string) => boolean {
  const { equals, in: among, prefix, contains, glob, bits } = test;
  const parts: ((value: string) => boolean)[] = [];
  if (equals !== undefined) parts.push((value) => value === equals);
  if (among !== undefined) parts.push((value) => among.includes(value));
  if (prefix !== undefined) parts.push((value) => value.startsWith(prefix));
  if (contains !== undefined) parts.push((value) => value.includes(contains));
  if (glob !== undefined) parts.push(globMatcher(glob));
  if (bits !== undefined) parts.push((value) => hasBits(value, bits));
  const [first, ...rest] = parts;
  if (first === undefined) return () => true;
  return rest.length === 0 ? first : (value) => parts.every((passes) => passes(value));
}

/** The same as `passes` for a field that has one value or none. */
export function oneValueTest(test: FieldTest): (value: string | undefined) => boolean {
  const { not, absent } = test;
  const forbidden = not === undefined ? undefined : valueTest(not);
  const wanted = saysNothing(test) ? undefined : valueTest(test);
  return (value) => {
    if (value !== undefined && forbidden?.(value) === true) return false;
    if (absent !== undefined) return absent === (value === undefined);
    return wanted === undefined || (value !== undefined && wanted(value));
  };
}

/** Whether the values of a field pass the test. */
export function passes(test: FieldTest, values: readonly string[]): boolean {
  const { not } = test;
  if (not !== undefined && values.some((value) => valuePasses(not, value))) return false;
  if (test.absent !== undefined) return test.absent === (values.length === 0);
  return saysNothing(test) || values.some((value) => valuePasses(test, value));
}

/** `not` alone: a field without a value passes. */
function saysNothing({ equals, in: among, prefix, contains, glob, bits }: FieldTest): boolean {
  return [equals, among, prefix, contains, glob, bits].every((part) => part === undefined);
}

import { globMatches } from '../model/glob.ts';
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

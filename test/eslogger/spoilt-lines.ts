/** Lines for what reads eslogger's bytes in two ways: as eslogger writes them, and somewhere not as it does. A character is a byte. */
import fc from 'fast-check';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

export const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

/** The first lines of a simulated upgrade. */
export function usualLines(seed: string, count: number): readonly string[] {
  const { lines } = simulate({ scenario: 'ota', step: findStep('26.2'), seed, minimumEvents: count });
  return [...lines].slice(0, count).map(latin1);
}

const MARKS = [
  ...['"', '\\', ':', ',', '{', '}', '[', ']', ' ', '\t', '\r', '\u0001', '0', '-', '.', 'e5'],
  ...['é', '\u00ff', '\\"', '\\u00e9', '\\x', '":"', '""', '","', '{}', '[]', 'null', '[1,1]'],
  ...['"event":{"', '"process":{', '"time":', '"seq_num":5,', '"thread":null,'],
  ...['"stat":{"st_ino":1},', '{"a":["x","y",1,2,"z"]},'],
];

/** A mark somewhere in the line, in place of a few bytes or between two. */
export function spoilt(lines: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(lines, fc.nat(), fc.constantFrom(...MARKS), fc.integer({ min: 0, max: 3 }))
    .map(([line, at, mark, cut]) => {
      const place = at % (line.length + 1);
      return (line.slice(0, place) + latin1(mark) + line.slice(place + cut)).replaceAll('\n', ' ');
    });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReorderBuffer, type Ordered } from '../../src/eslogger/reorder.ts';

function reorder(items: readonly Ordered[], window: number): { out: string[]; late: number; waited: number } {
  const out: string[] = [];
  const buffer = new ReorderBuffer<Ordered>(
    ({ segment, globalSeq }) => out.push(`${segment}:${globalSeq}`),
    window,
  );
  let waited = 0;
  for (const [index, item] of items.entries()) {
    buffer.push(item);
    waited = Math.max(waited, index + 1 - out.length);
  }
  buffer.flush();
  return { out, late: buffer.late, waited };
}

const inSegment = (segment: number, numbers: readonly number[]): Ordered[] =>
  numbers.map((globalSeq) => ({ segment, globalSeq }));

describe('the reorder buffer', () => {
  it('lets what is in order pass at once', () => {
    expect(reorder(inSegment(0, [0, 1, 2, 3]), 100)).toEqual({
      out: ['0:0', '0:1', '0:2', '0:3'],
      late: 0,
      waited: 0,
    });
  });

  it('sorts any shuffle whose lines are displaced by less than the window, with losses', () => {
    const delays = fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(delays, fc.uniqueArray(fc.nat({ max: 299 })), (shifts, dropped) => {
        const numbers = shifts
          .map((shift, number) => ({ number, at: number + shift }))
          .sort((a, b) => a.at - b.at)
          .map(({ number }) => number)
          .filter((number) => !dropped.includes(number));
        const { out, late } = reorder(inSegment(0, numbers), 16);
        expect(out).toEqual(numbers.toSorted((a, b) => a - b).map((number) => `0:${number}`));
        expect(late).toBe(0);
      }),
    );
  });

  it('waits for no more than its window', () => {
    const numbers = [0, ...Array.from({ length: 500 }, (_, index) => index + 2)];
    expect(reorder(inSegment(0, numbers), 8).waited).toBeLessThanOrEqual(8);
  });

  it('lets a line that is too late through, and counts it', () => {
    const result = reorder(inSegment(0, [0, 2, 3, 4, 5, 1]), 2);
    expect(result.out).toEqual(['0:0', '0:2', '0:3', '0:4', '0:5', '0:1']);
    expect(result.late).toBe(1);
  });

  it('lets go what stands below a number that ends a part of the stream', () => {
    const out: number[] = [];
    const buffer = new ReorderBuffer<Ordered>(({ globalSeq }) => out.push(globalSeq), 100);
    for (const item of inSegment(0, [7, 5, 9, 12])) buffer.push(item);
    buffer.passBelow(10);
    expect(out).toEqual([5, 7, 9]);
    buffer.push({ segment: 0, globalSeq: 10 });
    buffer.flush();
    expect(out).toEqual([5, 7, 9, 10, 12]);
    expect(buffer.late).toBe(0);
  });

  it('leaves lines of one number in the order in which they came', () => {
    const out: string[] = [];
    const buffer = new ReorderBuffer<Ordered & { readonly name: string }>(({ name }) => out.push(name), 8);
    for (const [index, globalSeq] of [4, 3, 4, 3, 2].entries())
      buffer.push({ name: 'abcde'.charAt(index), segment: 0, globalSeq });
    buffer.flush();
    expect(out.join('')).toBe('ebdac');
  });

  it('ends a segment when the next begins', () => {
    const items = [...inSegment(0, [0, 2]), ...inSegment(1, [1, 0])];
    expect(reorder(items, 10).out).toEqual(['0:0', '0:2', '1:0', '1:1']);
  });
});

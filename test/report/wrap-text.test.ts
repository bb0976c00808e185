import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/report/fit-width.ts';
import { wrapText } from '../../src/report/wrap-text.ts';

describe('wrapText', () => {
  it('keeps every character but the blanks it breaks at, and never goes past the width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '/', 'é', '漢', '.') }),
        fc.integer({ min: 2, max: 30 }),
        (text, columns) => {
          const lines = wrapText(text, columns);
          expect(lines.every((line) => columnsOf(line) <= columns)).toBe(true);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });

  it('breaks long paths behind a slash', () => {
    expect(wrapText('/System/Library/AssetsV2/x', 20)).toEqual(['/System/Library/', 'AssetsV2/x']);
  });
});

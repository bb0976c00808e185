import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/report/escape.ts';

describe('escapeText', () => {
  it.each([
    ['\u001b]52;c;aGk=\u0007', '\\u{1b}]52;c;aGk=\\u{7}'],
    ['a\u202Egnp.exe', 'a\\u{202e}gnp.exe'],
    ['zero\u200Bwidth', 'zero\\u{200b}width'],
    ['line\u2028break\r\n', 'line\\u{2028}break\\u{d}\\u{a}'],
    ['lone \ud800 surrogate', 'lone \\u{d800} surrogate'],
    ['tag \u{e0041} and selector \ufe0f', 'tag \\u{e0041} and selector \\u{fe0f}'],
    ['hollow\u3164letter', 'hollow\\u{3164}letter'],
    ['C1 \u009b31m', 'C1 \\u{9b}31m'],
    ['/Applications/Größe 文件 😀.app', '/Applications/Größe 文件 😀.app'],
  ])('shows %j as %j', (given, shown) => expect(escapeText(given)).toBe(shown));

  it('leaves nothing a terminal acts on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

/** The pictures of the documentation show what the built command prints today. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { svgOfTranscript } from './ansi-svg.ts';
import { PICTURES, svgPictures } from './pictures.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

function linesOf(svg: string): readonly string[] {
  const document = new DOMParser({ onError: (_, message) => expect.fail(message) }).parseFromString(
    svg,
    'image/svg+xml',
  );
  return [...document.getElementsByTagName('text')].map((line) => line.textContent ?? '');
}

function drawn(output: string, columns = 80): string {
  return svgOfTranscript({ title: 't', command: ['esdrift'], output, columns });
}

describe('the pictures', () => {
  it('of a terminal are what the command prints: npm run pictures', () => {
    for (const [name, text] of svgPictures())
      expect(readFileSync(root + PICTURES + name, 'utf8'), `npm run pictures makes ${name} anew`).toBe(text);
  });

  it('are all shown in the README, and say there and in themselves that it is synthetic', () => {
    for (const name of readdirSync(root + PICTURES)) expect(readme).toContain(PICTURES + name);
    for (const [, alt = ''] of readme.matchAll(/<img alt="([^"]*)"/g)) expect(alt).toContain('ynthetic');
    for (const text of svgPictures().values()) expect(linesOf(text).join('\n')).toContain('SYNTHETIC');
  });
});

describe('a transcript as SVG', () => {
  it('keeps text as text, and colours as classes', () => {
    const svg = drawn('\u001b[31m\u001b[1mDRIFT\u001b[22m\u001b[39m: <b>&"\' → ]]>');
    expect(linesOf(svg)).toEqual(['$ esdrift', 'DRIFT: <b>&"\' → ]]>']);
    expect(svg).toContain('class="bold red">DRIFT<');
    expect(svg).not.toMatch(/<script|<foreignObject|href|<b>/);
  });

  it('breaks a line where a terminal would, wide letters counted as two', () => {
    expect(linesOf(drawn('abcdefghijkl', 10)).slice(1)).toEqual(['abcdefghij', 'kl']);
    expect(linesOf(drawn('日本語日本語', 10)).slice(1)).toEqual(['日本語日本', '語']);
  });

  it.each(['\u001b[35mviolet', '\u001b]52;c;AAAA\u0007', 'a\rb', '\u001b[2J'])('refuses %j', (output) => {
    expect(() => drawn(output)).toThrow();
  });
});

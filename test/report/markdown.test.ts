/** Text from a trace in Markdown, in a real parser: it stays text, and all of it is there. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../src/report/escape.ts';
import { codeCell, codeSpan, plainCell, plainText, sentence } from '../../src/report/markdown.ts';
import { allNodes, parseMarkdown, textOf } from './markdown-tree.ts';

const PIECES = [
  ...[
    '`',
    '``',
    '\\',
    '|',
    '\\|',
    '*',
    '**',
    '_',
    '[',
    ']',
    '](',
    '![',
    '(',
    ')',
    '<',
    '>',
    '<b>',
    '<!--',
    '#',
  ],
  ...['~~', '&amp;', '$', '^', '[^1]', ':', 'http://', 'https://x.y/', 'www.x.y', 'a@b.cd', '@octocat', '- '],
  ...[
    '1. ',
    '\n',
    '\r',
    '\t',
    '\u2028',
    '\u0000',
    '\u202e',
    ' ',
    '  ',
    'a',
    'word',
    '{',
    '}',
    '"',
    "'",
    '+',
    '=',
  ],
];
const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const MEANS_NOTHING = new Set(['text', 'inlineCode']);

/** Blanks at the ends are not drawn, and runs of them as one. */
const drawn = (text: string): string => text.replaceAll(/ +/g, ' ').trim();

describe('text in a sentence', () => {
  it.each([
    ['plainText', plainText],
    ['codeSpan', codeSpan],
  ])('is only text, and whole: %s', (_name, render) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [list] = parseMarkdown(`- **name**: ${render(text)} end`).children;
        const [, ...inside] = list === undefined ? [] : allNodes(list);
        const [item, paragraph, strong, name, ...rest] = inside;
        expect([item, paragraph, strong, name].map((node) => node?.type)).toEqual([
          'listItem',
          'paragraph',
          'strong',
          'text',
        ]);
        for (const { type } of rest) expect(MEANS_NOTHING).toContain(type);
        expect(drawn(rest.map(textOf).join(''))).toBe(drawn(`: ${escapeText(text)} end`));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the commands of our own sentences as code', () => {
    const [paragraph] = parseMarkdown(
      sentence('damaged. See it with `esdrift trace verify a_b_c`.'),
    ).children;
    const code =
      paragraph === undefined ? [] : allNodes(paragraph).filter(({ type }) => type === 'inlineCode');
    expect(code.map(textOf)).toEqual(['esdrift trace verify a_b_c']);
  });

  it('is only text in our own sentences too', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const tree = parseMarkdown(`- x: ${sentence(`${a} \`run ${b}\` ${a}`)}`);
        for (const { type } of allNodes(tree))
          expect(['root', 'list', 'listItem', 'paragraph', 'text', 'inlineCode']).toContain(type);
      }),
      { numRuns: 300 },
    );
  });
});

describe('text in a table', () => {
  it.each([
    ['plainCell', plainCell],
    ['codeCell', codeCell],
  ])('leaves the columns as they are: %s', (_name, render) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = `| a | b | c |\n|---|---|---|\n| one | ${render(text)} | three |\n| 1 | 2 | 3 |`;
        const tree = parseMarkdown(markdown);
        expect(tree.children.map(({ type }) => type)).toEqual(['table']);
        const rows = allNodes(tree).filter((node) => node.type === 'tableRow');
        expect(rows.map(({ children }) => children.length)).toEqual([3, 3, 3]);
        const cells = rows[1]?.children ?? [];
        expect([cells[0], cells[2]].map((cell) => (cell === undefined ? '' : textOf(cell)))).toEqual([
          'one',
          'three',
        ]);
        for (const { type } of cells[1]?.children ?? []) expect(MEANS_NOTHING).toContain(type);
      }),
      { numRuns: 300 },
    );
  });
});

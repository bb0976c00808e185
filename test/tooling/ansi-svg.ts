/** What a command printed with colours, as an SVG that holds it as text: no script, no picture, no font but the reader's own. */
import { columnsOf } from '../../src/report/fit-width.ts';
import { xmlAttribute } from '../../src/report/xml.ts';

export interface Transcript {
  /** Says in words what the picture shows. */
  readonly title: string;
  /** As typed; the lines after the first continue it. */
  readonly command: readonly string[];
  /** As printed under FORCE_COLOR. */
  readonly output: string;
  /** Lines that are wider are broken, as a terminal breaks them. */
  readonly columns: number;
}

interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: string;
}

interface Span {
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = { bold: false, dim: false, colour: '' };
const BOLD: Style = { ...PLAIN, bold: true };
/** SGR codes that the reports use. Others are refused, so that none is drawn wrong without a word. */
const CODES: Readonly<Record<string, Partial<Style>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  22: { bold: false, dim: false },
  31: { colour: 'red' },
  32: { colour: 'green' },
  33: { colour: 'yellow' },
  36: { colour: 'cyan' },
  39: { colour: '' },
};

// On its own dark ground, so that it reads the same on a light page and on a dark one: each colour has a contrast of 4.5 or more.
const STYLESHEET =
  '.t{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d6dde6;white-space:pre}' +
  '.bold{font-weight:700}.dim{fill:#96a1ae}.red{fill:#ff8a80}.green{fill:#7ee2a8}.yellow{fill:#f2cc60}.cyan{fill:#79d4e8}';
/** Of a letter, at 14 pixels; `textLength` holds other fonts to it. */
const ADVANCE = 8.43;
const LINE_HEIGHT = 20;
const MARGIN = 18;

export function svgOfTranscript({ title, command, output, columns }: Transcript): string {
  const lines = [
    ...command.flatMap((line, index) =>
      brokenAt([{ text: `${index === 0 ? '$' : ' '} ${line}`, style: BOLD }], columns),
    ),
    [],
    ...styledLines(output).flatMap((line) => brokenAt(line, columns)),
  ];
  const width = Math.ceil(columns * ADVANCE + 2 * MARGIN);
  const height = lines.length * LINE_HEIGHT + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${xmlAttribute(title)}</title>`,
    `<style>${STYLESHEET}</style>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#12171e"/>`,
    ...lines.flatMap((line, index) => (line.length === 0 ? [] : [drawnLine(line, index)])),
    '</svg>',
    '',
  ].join('\n');
}

function drawnLine(spans: readonly Span[], index: number): string {
  const y = MARGIN + index * LINE_HEIGHT + 15;
  let column = 0;
  const drawn = spans.map(({ text, style }) => {
    const x = (MARGIN + column * ADVANCE).toFixed(1);
    const length = columnsOf(text);
    column += length;
    const names = [...(style.bold ? ['bold'] : []), ...(style.dim ? ['dim'] : []), style.colour];
    const className = names.filter((name) => name !== '').join(' ');
    return `<tspan x="${x}" textLength="${(length * ADVANCE).toFixed(1)}"${className === '' ? '' : ` class="${className}"`}>${xmlAttribute(text)}</tspan>`;
  });
  return `<text class="t" xml:space="preserve" y="${y}">${drawn.join('')}</text>`;
}

/** Blank ends of lines are left out. Throws at a control character that is not a known colour. */
function styledLines(output: string): readonly (readonly Span[])[] {
  let style = PLAIN;
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const spans: Span[] = [];
      for (const [, codes, text] of line.matchAll(/\u001b\[([\d;]*)m|([^\u001b]+|\u001b)/g)) {
        if (text !== undefined) {
          if (/\p{Cc}/u.test(text)) throw new Error(`Not to be drawn: ${JSON.stringify(text)}`);
          spans.push({ text, style });
        }
        for (const code of codes?.split(';') ?? []) style = { ...style, ...changeOf(code) };
      }
      return spans;
    });
}

function changeOf(code: string): Partial<Style> {
  const change = CODES[code === '' ? '0' : code];
  if (change === undefined) throw new Error(`No such colour is known: ${code}`);
  return change;
}

function brokenAt(spans: readonly Span[], columns: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, style } of spans) {
    let piece = '';
    const keep = (): void => {
      if (piece !== '') lines.at(-1)?.push({ text: piece, style });
      piece = '';
    };
    for (const character of text) {
      const width = columnsOf(character);
      if (used + width > columns) {
        keep();
        lines.push([]);
        used = 0;
      }
      piece += character;
      used += width;
    }
    keep();
  }
  return lines;
}

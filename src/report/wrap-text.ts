import { columnsOf } from './fit-width.ts';

/** Breaks text at blanks into lines of at most `columns`; words longer than that are broken where they end. */
export function wrapText(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const candidate = current === '' ? word : `${current} ${word}`;
    if (columnsOf(candidate) <= columns) {
      current = candidate;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = breakWord(word, columns);
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? '';
  }
  return [...lines, current];
}

/** Breaks behind a slash where there is one in the second half of a line, so that paths stay readable. */
function breakWord(word: string, columns: number): readonly string[] {
  if (columnsOf(word) <= columns) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const width = columnsOf(character);
    if (used + width > columns && piece !== '') {
      const slash = piece.lastIndexOf('/') + 1;
      const at = slash * 2 > piece.length ? slash : piece.length;
      pieces.push(piece.slice(0, at));
      piece = piece.slice(at);
      used = columnsOf(piece);
    }
    piece += character;
    used += width;
  }
  return [...pieces, piece];
}

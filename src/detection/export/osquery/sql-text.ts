/** Words and patterns of a rules file as SQL. They are hostile: nothing of them is written but inside a literal, and what cannot be seen is written by its number. */
import { INVISIBLE } from '../../../model/invisible.ts';
import type { Match, Pattern } from '../condition.ts';

export function sqlText(text: string): string {
  const pieces = text.split(new RegExp(`(${INVISIBLE.source})`, 'gu')).filter((piece) => piece !== '');
  if (pieces.length === 0) return "''";
  return pieces
    .map((piece) =>
      new RegExp(`^(?:${INVISIBLE.source})$`, 'u').test(piece)
        ? `char(${piece.codePointAt(0) ?? 0})`
        : `'${piece.replaceAll("'", "''")}'`,
    )
    .join(' || ');
}

/** GLOB compares letter by letter, and `*` is any text, as in esdrift; a set in brackets is how it quotes. */
export function sqlGlob(pattern: Pattern): string {
  return sqlText(
    pattern
      .map((part) =>
        part.kind === 'any' ? '*' : part.kind === 'one' ? '?' : part.text.replaceAll(/[*?[]/g, '[$&]'),
      )
      .join(''),
  );
}

/** `column` is never text of a rule. Undefined: SQL has no such test. */
export function sqlTest(column: string, match: Match): string | undefined {
  switch (match.kind) {
    case 'words': {
      const words = match.words.map(sqlText);
      const [only] = words;
      return words.length === 1 && only !== undefined
        ? `${column} = ${only}`
        : `${column} IN (${words.join(', ')})`;
    }
    case 'pattern':
      return `${column} GLOB ${sqlGlob(match.pattern)}`;
    case 'present':
      return `${column} <> ''`;
    case 'bits':
    case 'several':
      return undefined;
  }
}

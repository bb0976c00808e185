import { INVISIBLE } from '../../model/invisible.ts';

/** Text of a rules file within a comment: no line break, nothing that redraws the line. */
export function commentText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `mark` begins a comment that ends with its line. */
export function commentLines(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark} ${commentText(line)}`.trimEnd()).join('\n');
}

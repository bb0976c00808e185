/** Text for XML 1.0, which cannot hold most control characters at all: they are shown, as everywhere else. */
import { markupText } from '../model/markup.ts';
import { escapeText } from './escape.ts';

/** Lines of text, each of which may hold anything; a line break in one is shown, not made. */
export function xmlLines(lines: readonly string[]): string {
  return lines.map(xmlAttribute).join('\n');
}

export function xmlAttribute(text: string): string {
  return markupText(escapeText(text));
}

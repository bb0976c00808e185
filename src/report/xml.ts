/** Text for XML 1.0, which cannot hold most control characters at all: they are shown, as everywhere else. */
import { escapeText } from './escape.ts';

/** Line breaks of our own may stand in an element; hostile ones are escaped line by line before they get here. */
export function xmlText(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`))
    .join('\n');
}

export function xmlAttribute(text: string): string {
  return xmlText(text.replaceAll('\n', ' '));
}

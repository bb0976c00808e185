import stringWidth from 'string-width';

/** Text that is as wide as it is long: ASCII and the signs of reports. All else is measured by Unicode's rules, which take long to load. */
const PLAIN = /^[\x20-\x7e·×±–…‰←→≤≥─│├└▸]*$/;

/** Columns that `text` takes on a terminal. */
export function columnsOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** `text` in at most `columns`, with `…` where something was cut off. */
export function fitWidth(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns <= 0) return '';
  if (PLAIN.test(text)) return `${text.slice(0, columns - 1)}…`;
  let used = 1;
  let fitting = '';
  for (const character of text) {
    used += stringWidth(character);
    if (used > columns) break;
    fitting += character;
  }
  return `${fitting}…`;
}

/** The same for a path: what is cut off is its middle, because both its ends say most. */
export function fitMiddle(text: string, columns: number): string {
  if (columnsOf(text) <= columns || !PLAIN.test(text)) return fitWidth(text, columns);
  if (columns < 3) return fitWidth(text, columns);
  const head = Math.floor((columns - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (columns - 1 - head))}`;
}

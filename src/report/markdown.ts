/** Strings from a trace in Markdown: in code spans, where nothing but backticks means anything, or as words in which nothing means anything. */
import { escapeText } from './escape.ts';

/** A code span that holds any text: fenced by more backticks than it has in a row. */
export function codeSpan(text: string): string {
  const safe = escapeText(text);
  if (safe === '') return '';
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank at both ends would be taken off.
  const pad = /^`|`$|^ .* $/.test(safe) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** For a cell of a table: a pipe would end it, even in a code span, and behind a backslash no further one helps. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('\\|', '\\\\u{7c}').replaceAll('|', '\\|');
}

/**
 * Plain words, such as names of builds. Every character that Markdown or HTML could read as more is escaped; a word that would become a link or call
 * somebody by itself, which no escape prevents, is a code span.
 */
export function plainText(text: string): string {
  return words(text, codeSpan);
}

/** The same for a cell of a table. */
export function plainCell(text: string): string {
  return words(text, codeCell);
}

/** GitHub's autolinks, e-mail addresses and mentions. */
const LIVE = /:\/\/|www\.|@/i;
const MEANING = /[\\`*_{}[\]<>#|~!&$^]/g;

function words(text: string, code: (word: string) => string): string {
  return escapeText(text)
    .split(' ')
    .map((word) => (LIVE.test(word) ? code(word) : word.replaceAll(MEANING, '\\$&')))
    .join(' ');
}

/** Sentences of ours with commands between backticks, which stay code; every name in them is text. */
export function sentence(text: string): string {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return plainText(text);
  return parts.map((part, index) => (index % 2 === 0 ? plainText(part) : codeSpan(part))).join('');
}

/** Strings from a trace in Markdown: in code spans, where nothing but backticks means anything. */
import { escapeText } from './escape.ts';

/** A code span that holds any text: fenced by more backticks than it has in a row. */
export function codeSpan(text: string): string {
  const safe = escapeText(text);
  if (safe === '') return '';
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** For a cell of a table: a pipe would end it, even in a code span. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}

/** Plain words, such as names of builds, with every character that Markdown or HTML could read as more escaped. */
export function plainText(text: string): string {
  return escapeText(text).replaceAll(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
}

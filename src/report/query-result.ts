/** The result of a query, as a table for a terminal or as CSV. */
import { csvCell, looksLikeFormula } from '../model/csv-text.ts';
import type { QueryResult } from '../model/query.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitWidth } from './fit-width.ts';
import { count } from './recording-notes.ts';

/** Columns that one cell may take; the JSON form has all of it. */
const WIDEST_CELL = 80;

function plain(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

export function renderQueryTable({ columns, rows, omitted }: QueryResult): string {
  const head = columns.map(({ name }) => escapeText(name));
  const body = rows.map((row) => row.map((cell) => fitWidth(escapeText(plain(cell)), WIDEST_CELL)));
  const widths = head.map((name, index) =>
    body.reduce((widest, row) => Math.max(widest, columnsOf(row[index] ?? '')), columnsOf(name)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(cell))))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    line(widths.map((width) => '─'.repeat(width))),
    ...body.map(line),
    '',
    omitted === 0
      ? count(rows.length, 'row')
      : `${count(rows.length, 'row')} of ${count(rows.length + omitted, 'row')}`,
  ].join('\n');
}

/** As the CSV of `export`: the same quotes, and the same guard against formulas. */
export function renderQueryCsv({ columns, rows }: QueryResult): string {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const text = plain(value);
    // Numbers of 64 bits come as text.
    return csvCell(looksLikeFormula(text) && !/^-?\d+$/.test(text) ? `'${text}` : text);
  };
  const lines = [columns.map(({ name }) => name), ...rows];
  return lines.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * CSV as RFC 4180 has it: comma, CRLF, quotes doubled, a header. Nothing (not known) is an empty cell, an empty text is `""`; lists are JSON
 * arrays; times are RFC 3339 with nanoseconds.
 *
 * A spreadsheet takes a cell that begins with = + - @ or a control character for a formula, and a path can begin so. Such a text gets an
 * apostrophe in front, and so does one that begins with an apostrophe: to read the text back, take one leading apostrophe away. `raw` leaves it.
 */
import { csvCell, looksLikeFormula } from '../model/csv-text.ts';
import type { Cell, Column, Row, Table } from './tables/table.ts';

export interface CsvOptions {
  readonly raw: boolean;
}

export class CsvWriter {
  readonly #columns: readonly Column[];
  readonly #options: CsvOptions;
  #text: string;
  #guarded = 0;

  constructor(table: Table, options: CsvOptions) {
    this.#columns = table.columns;
    this.#options = options;
    this.#text = `${table.columns.map(({ name }) => name).join(',')}\r\n`;
  }

  /** Cells that got an apostrophe. */
  get guarded(): number {
    return this.#guarded;
  }

  add(row: Row): void {
    this.#text += `${row.map((cell, index) => this.#cell(cell, this.#columns[index]?.type === 'time')).join(',')}\r\n`;
  }

  get pendingBytes(): number {
    return this.#text.length;
  }

  /** What was made since the last call, UTF-8. */
  drain(): Buffer {
    const bytes = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    return bytes;
  }

  #cell(cell: Cell, isTime: boolean): string {
    if (cell === null) return '';
    if (typeof cell === 'bigint' && isTime) return timeText(cell);
    if (typeof cell === 'string') return this.#quoted(cell);
    if (typeof cell === 'object') return this.#quoted(JSON.stringify(cell));
    return String(cell);
  }

  #quoted(text: string): string {
    if (this.#options.raw || !looksLikeFormula(text)) return csvCell(text);
    this.#guarded += 1;
    return csvCell(`'${text}`);
  }
}

/** `2026-01-13T02:38:16.985672791Z` */
function timeText(ns: bigint): string {
  const [seconds, fraction] = [ns / 1_000_000_000n, ns % 1_000_000_000n];
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(fraction).padStart(9, '0')}Z`;
}

import { columnsOf, fitMiddle } from './fit-width.ts';
import { plainCell } from './markdown.ts';

type Row = readonly string[];

/**
 * Columns as wide as their widest cell. Where that is too much, the first cell of a row, which names it, stands on a line of its own. Cells are
 * escaped by the caller.
 */
export function tableLines(head: Row, rows: readonly Row[], columns: number): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, index) => Math.max(...all.map((row) => columnsOf(row[index] ?? ''))));
  const line = (row: Row, from: number): string =>
    row
      .slice(from)
      .map((cell, index) => cell + ' '.repeat((widths[from + index] ?? 0) - columnsOf(cell)))
      .join('  ')
      .trimEnd();
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  if (total <= columns) return all.map((row) => line(row, 0));
  return all.flatMap((row) => [fitMiddle(row[0] ?? '', columns), `  ${line(row, 1)}`]);
}

export function tableMarkdown(head: Row, rows: readonly Row[]): readonly string[] {
  const line = (cells: Row): string => `| ${cells.map(plainCell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '-').join('|')}|`, ...rows.map(line)];
}

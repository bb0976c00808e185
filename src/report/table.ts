import { columnsOf, fitMiddle } from './fit-width.ts';
import { plainCell } from './markdown.ts';

type Row = readonly string[];

/** Columns as wide as their widest cell; where that is too much, the first column gives way. Cells are escaped by the caller. */
export function tableLines(head: Row, rows: readonly Row[], columns: number): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, index) => Math.max(...all.map((row) => columnsOf(row[index] ?? ''))));
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  const [first = 0] = widths;
  const room = Math.max(24, first - Math.max(0, total - columns));
  return all.map((row) =>
    row
      .map((cell, index) => {
        const width = index === 0 ? room : (widths[index] ?? 0);
        const text = index === 0 ? fitMiddle(cell, room) : cell;
        return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
      })
      .join('  ')
      .trimEnd(),
  );
}

export function tableMarkdown(head: Row, rows: readonly Row[]): readonly string[] {
  const line = (cells: Row): string => `| ${cells.map(plainCell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '-').join('|')}|`, ...rows.map(line)];
}

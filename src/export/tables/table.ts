/** A table that other tools read: its columns, their types, and what each means. Rows are lists of cells in the order of the columns. */

/**
 * `text`, `boolean`, `int` (64 bits), `texts` and `ints` (lists), and `time`: nanoseconds since the epoch, UTC. A format without nanoseconds
 * shows microseconds; the exact number stands in a column of its own.
 */
export type ColumnType = 'text' | 'boolean' | 'int' | 'texts' | 'ints' | 'time';

/** null: not known, or not for this row. */
export type Cell = string | number | bigint | boolean | readonly string[] | readonly number[] | null;
export type Row = readonly Cell[];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly about: string;
}

export interface Table {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly Column[];
}

/** What a column is called, what it holds, what it means, and where it comes from. */
export type Spec<Source> = readonly [
  name: string,
  type: ColumnType,
  about: string,
  of: (source: Source) => Cell | undefined,
];

export interface TableOf<Source> extends Table {
  row(source: Source): Row;
}

export function tableOf<Source>(
  name: string,
  about: string,
  specs: readonly Spec<Source>[],
): TableOf<Source> {
  return {
    name,
    about,
    columns: specs.map(([column, type, meaning]) => ({ name: column, type, about: meaning })),
    row: (source) => specs.map(([, , , of]) => of(source) ?? null),
  };
}

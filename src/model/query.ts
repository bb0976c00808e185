/** What a statement of SQL over recordings gave. */
import type { Producer } from './trace.ts';

export interface QueryColumn {
  readonly name: string;
  /** DuckDB's name of it. */
  readonly type: string;
}

export interface QueryResult {
  readonly kind: 'esdrift.query-result';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly columns: readonly QueryColumn[];
  /** Integers of 64 bits and times are text. */
  readonly rows: readonly (readonly unknown[])[];
  /** Rows beyond the limit. */
  readonly omitted: number;
  /** Tables that were filled for it, by how many rows. */
  readonly tables: Readonly<Record<string, number>>;
  /** What a person should know beside the rows. */
  readonly notes: readonly string[];
}

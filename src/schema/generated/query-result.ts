// Made from schemas/query-result.schema.json by `npm run generate`. Do not edit.

/**
 * What `query` got.
 */
export interface QueryResult {
  kind: 'esdrift.query-result';
  formatVersion: 1;
  producer: Producer;
  columns: QueryColumn[];
  /**
   * Integers of 64 bits and times are text.
   */
  rows: unknown[][];
  /**
   * Rows beyond the limit.
   */
  omitted: number;
  /**
   * Tables that were filled for it, by how many rows.
   */
  tables: {
    [k: string]: number;
  };
  notes: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface QueryColumn {
  name: string;
  /**
   * DuckDB's name of it.
   */
  type: string;
}

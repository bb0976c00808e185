/** DuckDB, where it is installed: it comes as a binary, and not for every machine. */
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type DuckRow = Readonly<Record<string, Value>>;
/** Rows of a statement; integers of 64 bits as text. */
export type Ask = (sql: string) => Promise<readonly DuckRow[]>;

/** Undefined where it cannot be loaded, with the reason on the console. */
export async function duckdb(): Promise<Ask | undefined> {
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    return async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } catch (error) {
    console.log(`DuckDB is not installed here, so nothing is read back: ${String(error)}`);
    return undefined;
  }
}

/** A text cell; fails where it is none. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`no text: ${JSON.stringify(value)}`);
}

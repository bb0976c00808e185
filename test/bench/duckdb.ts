/** Runs one SQL statement in DuckDB's Node binding, found through ESDRIFT_BENCH_DUCKDB, and prints the number of rows. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [sql] = process.argv.slice(2);
const folder = process.env['ESDRIFT_BENCH_DUCKDB'];
if (sql === undefined || folder === undefined)
  throw new Error('usage: ESDRIFT_BENCH_DUCKDB=FOLDER duckdb.ts SQL');
const require = createRequire(join(folder, 'package.json'));
const { DuckDBInstance } = require('@duckdb/node-api') as {
  DuckDBInstance: {
    create(): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ currentRowCount: number }> }>;
    }>;
  };
};
const connection = await (await DuckDBInstance.create()).connect();
const reader = await connection.runAndReadAll(sql);
console.log(reader.currentRowCount);

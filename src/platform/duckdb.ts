/**
 * DuckDB inside this process, shut in: it reads the named folders and nothing else, loads and installs no extension, and its settings cannot be
 * changed back by a statement. It is a package of its own (a binary of 70 MB for one platform), so it is loaded only when asked for.
 */
import type * as DuckDbModule from '@duckdb/node-api';
import { AppError } from '../errors.ts';

export interface DuckDbOptions {
  /** What statements may read. */
  readonly folders: readonly string[];
  /** Where it may put what does not fit into memory. */
  readonly spillFolder: string;
  readonly memoryBytes: number;
}

export interface DuckDbResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Batches of rows, JSON values; integers of 64 bits and times are text. */
  readonly batches: AsyncIterable<readonly (readonly unknown[])[]>;
}

export interface DuckDb {
  /** Of several statements, the result of the last. Errors: usage, limit-exceeded. */
  ask(sql: string): Promise<DuckDbResult>;
  close(): void;
}

type Module = typeof DuckDbModule;

/** Errors: unsupported-here where the package is not there. */
export async function loadDuckDb(): Promise<Module> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(error.code));
    throw new AppError(
      'unsupported-here',
      isMissing
        ? 'query needs DuckDB, which is not installed: it is a package of its own, of some 70 MB.'
        : `DuckDB is installed, but does not load here: ${error instanceof Error ? error.message : String(error)}`,
      isMissing
        ? 'Install it beside esdrift: npm install --no-save @duckdb/node-api (with --global where esdrift is)'
        : 'Install it again for this platform: npm install --no-save --force @duckdb/node-api',
      { cause: error },
    );
  }
}

/** `setup`: statements before it is shut in. */
export async function openDuckDb(
  { DuckDBInstance }: Module,
  options: DuckDbOptions,
  setup: readonly string[],
): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const shut = [
    "SET TimeZone = 'UTC'",
    `SET memory_limit = '${Math.round(options.memoryBytes / 1024)}KiB'`,
    `SET temp_directory = ${quoted(options.spillFolder)}`,
    `SET allowed_directories = [${options.folders.map((folder) => quoted(`${folder}/`)).join(', ')}]`,
    'SET enable_external_access = false',
    ...setup,
    'SET lock_configuration = true',
  ];
  for (const statement of shut) await connection.run(statement);
  return {
    ask: async (sql) => {
      try {
        const statements = await connection.extractStatements(sql);
        for (let index = 0; index < statements.count - 1; index += 1)
          await (await statements.prepare(index)).run();
        const last = await statements.prepare(statements.count - 1);
        const result = await last.stream();
        const names = result.columnNames();
        return {
          columns: result
            .columnTypes()
            .map((type, index) => ({ name: names[index] ?? '', type: type.toString() })),
          batches: translated(result.yieldRowsJson()),
        };
      } catch (error) {
        throw ofStatement(error);
      }
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function* translated<Batch>(batches: AsyncIterable<Batch>): AsyncGenerator<Batch, void> {
  try {
    yield* batches;
  } catch (error) {
    throw ofStatement(error);
  }
}

function ofStatement(error: unknown): AppError {
  const text = error instanceof Error ? error.message : String(error);
  // What follows points into the statement, or advises settings that cannot be changed here.
  const message = (text.split('\n\n')[0] ?? text).replaceAll('\n', ' ');
  return message.startsWith('Out of Memory')
    ? new AppError('limit-exceeded', message, 'Ask for less at a time, or raise --memory.', { cause: error })
    : new AppError('usage', message, 'The tables and their columns: esdrift query --help', { cause: error });
}

/** A text of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

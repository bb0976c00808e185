/** `query`: SQL over recordings, profiles, baselines and drift reports, by DuckDB. */
import { AppError } from '../../errors.ts';
import type { OnProgress } from '../../model/progress.ts';
import type { QueryResult } from '../../model/query.ts';
import { PRODUCER } from '../../model/version.ts';
import { loadDuckDb, openDuckDb, type DuckDbResult } from '../../platform/duckdb.ts';
import { makePrivateFolder } from '../../platform/private-folder.ts';
import { notesOf, queryInput, type QueryInput } from './inputs.ts';
import { fillTables, tablesNamedIn, viewStatements } from './tables.ts';

export interface QueryOptions {
  readonly sql: string;
  /** Traces, profiles, baselines, drift reports. */
  readonly files: readonly string[];
  /** Most rows in the result; 0: all. */
  readonly limit: number;
  /** For DuckDB. */
  readonly memoryBytes: number;
  readonly onProgress?: OnProgress | undefined;
}

/** Errors: unsupported-here without DuckDB; usage for a statement it refuses; limit-exceeded; those of reading the files. */
export async function query(options: QueryOptions): Promise<QueryResult> {
  const { sql, files, memoryBytes, onProgress } = options;
  const module = await loadDuckDb();
  if (sql.trim() === '')
    throw new AppError(
      'usage',
      'The statement is empty.',
      'For example: esdrift query "FROM facts LIMIT 5" TRACE',
    );
  const inputs: QueryInput[] = [];
  for (const path of files) inputs.push(await queryInput(path));
  const folder = await makePrivateFolder();
  try {
    const tables = tablesNamedIn(sql);
    const filled = await fillTables(inputs, { folder: folder.path, tables, onProgress });
    onProgress?.({ doing: 'asking', step: 1, steps: 1 });
    const views = viewStatements(folder.path, filled);
    const access = { folders: [folder.path], spillFolder: `${folder.path}/spill`, memoryBytes };
    const db = await openDuckDb(module, access, views);
    try {
      const { tables: rows, notes } = about(filled);
      return {
        ...(await resultOf(await db.ask(sql), options)),
        tables: rows,
        notes: [...notesOf(inputs), ...notes],
      };
    } finally {
      db.close();
    }
  } finally {
    await folder.remove();
  }
}

async function resultOf(
  { columns, batches }: DuckDbResult,
  { limit }: QueryOptions,
): Promise<Omit<QueryResult, 'tables' | 'notes'>> {
  const rows: (readonly unknown[])[] = [];
  const most = limit === 0 ? Infinity : limit;
  let omitted = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      if (rows.length < most) rows.push(row);
      else omitted += 1;
    }
  }
  return { kind: 'esdrift.query-result', formatVersion: 1, producer: PRODUCER, columns, rows, omitted };
}

const COMES_FROM: Readonly<Record<string, string>> = {
  events: 'trace',
  processes: 'trace',
  runs: 'trace or profile',
  facts: 'trace or profile',
  fact_attributes: 'trace or profile',
  baseline_facts: 'baseline',
  baseline_runs: 'baseline',
  findings: 'drift report (esdrift diff … --format json --out FILE)',
};

/** A table that nothing fills is most often a file that was forgotten. */
function about(filled: ReadonlyMap<string, number>): Pick<QueryResult, 'tables' | 'notes'> {
  const notes = [...filled].flatMap(([name, rows]) => {
    const source = COMES_FROM[name];
    return rows > 0 || source === undefined ? [] : [`${name} is empty: no ${source} that was named fills it`];
  });
  return { tables: Object.fromEntries(filled), notes };
}

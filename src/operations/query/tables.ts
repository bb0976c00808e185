/** The tables that a statement names, filled from the inputs into files that DuckDB reads: memory stays bounded, and disk does not matter. */
import { join } from 'node:path';
import {
  BASELINE_FACTS,
  BASELINE_RUNS,
  baselineFactRows,
  baselineRunRows,
  FINDINGS,
  findingRows,
} from '../../export/tables/baselines.ts';
import { EVENTS } from '../../export/tables/events.ts';
import { FACT_TABLES } from '../../export/tables/facts.ts';
import { PROCESSES } from '../../export/tables/processes.ts';
import { tableOf, type Column, type ColumnType, type Row, type Table } from '../../export/tables/table.ts';
import { TraceRows } from '../../export/tables/trace-rows.ts';
import type { FactSet } from '../../model/facts.ts';
import type { OnProgress } from '../../model/progress.ts';
import { quoted } from '../../platform/duckdb.ts';
import { openTrace } from '../../trace/reader.ts';
import { align } from '../export/profiles.ts';
import { TableFile } from '../export/table-file.ts';
import { profileTrace } from '../profile-trace.ts';
import { readEventBatches } from '../read-events.ts';
import { Reading } from '../reading.ts';
import type { QueryInput } from './inputs.ts';

const TABLE_COLUMNS = tableOf<{ readonly table: Table; readonly column: Column }>(
  'table_columns',
  'One row a column of these tables, with what it means.',
  [
    ['table_name', 'text', '', ({ table }) => table.name],
    ['column_name', 'text', '', ({ column }) => column.name],
    ['type', 'text', "DuckDB's name of it.", ({ column }) => DUCKDB_TYPES[column.type]],
    ['about', 'text', '', ({ column }) => column.about],
  ],
);

function* columnRows(): Generator<Row, void> {
  for (const table of QUERY_TABLES)
    for (const column of table.columns) yield TABLE_COLUMNS.row({ table, column });
}

/** Every table that a query knows. */
export const QUERY_TABLES: readonly Table[] = [
  EVENTS,
  PROCESSES,
  ...FACT_TABLES.map(({ table }) => table),
  BASELINE_FACTS,
  BASELINE_RUNS,
  FINDINGS,
  TABLE_COLUMNS,
];

const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'BIGINT',
  texts: 'VARCHAR[]',
  ints: 'BIGINT[]',
  time: 'TIMESTAMP WITH TIME ZONE',
};

/** Tables whose name stands anywhere in the statement. */
export function tablesNamedIn(sql: string): readonly Table[] {
  const words = new Set(sql.toLowerCase().match(/[a-z_0-9]+/g));
  return QUERY_TABLES.filter(({ name }) => words.has(name));
}

export interface FillOptions {
  readonly folder: string;
  readonly tables: readonly Table[];
  readonly onProgress?: OnProgress | undefined;
}

/** Rows of each table. Errors: those of reading the inputs. */
export async function fillTables(
  inputs: readonly QueryInput[],
  options: FillOptions,
): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, TableFile>();
  for (const table of options.tables) {
    const path = join(options.folder, `${table.name}.parquet`);
    files.set(table.name, await TableFile.open(table, path, { target: 'parquet', raw: true, force: false }));
  }
  await fillEvents(inputs, files, options);
  await fillFacts(inputs, files, options);
  for (const input of inputs) await fillDocuments(input, files);
  await files.get(TABLE_COLUMNS.name)?.addAll(columnRows());
  const rows = new Map<string, number>();
  for (const [name, file] of files) rows.set(name, (await file.commit()).rows ?? 0);
  return rows;
}

async function fillEvents(
  inputs: readonly QueryInput[],
  files: ReadonlyMap<string, TableFile>,
  { onProgress }: FillOptions,
): Promise<void> {
  if (!files.has(EVENTS.name) && !files.has(PROCESSES.name)) return;
  const paths = tracesOf(inputs);
  const reading = await Reading.of(paths, onProgress);
  for (const path of paths) {
    reading.begin(path);
    await fillEventsOf(path, files, reading.add);
  }
}

function tracesOf(inputs: readonly QueryInput[]): readonly string[] {
  return inputs.flatMap(({ kind, path }) => (kind === 'trace' ? [path] : []));
}

async function fillEventsOf(
  path: string,
  files: ReadonlyMap<string, TableFile>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const [events, processes] = [files.get(EVENTS.name), files.get(PROCESSES.name)];
  await using reader = await openTrace(path);
  const rows = new TraceRows(reader.header.id, {
    events: events === undefined ? undefined : (row) => events.add(row),
    processes: processes === undefined ? undefined : (row) => processes.add(row),
  });
  for await (const batch of readEventBatches(reader, { onBytes })) {
    for (const event of batch) rows.take(event);
    await events?.flush();
    await processes?.flush();
  }
  rows.finish();
}

async function fillFacts(
  inputs: readonly QueryInput[],
  files: ReadonlyMap<string, TableFile>,
  { onProgress }: FillOptions,
): Promise<void> {
  const wanted = FACT_TABLES.filter(({ table }) => files.has(table.name));
  if (wanted.length === 0) return;
  const sets: FactSet[] = [];
  const reading = await Reading.of(tracesOf(inputs), onProgress, 'profiling');
  for (const input of inputs) {
    if (input.kind === 'profile') sets.push(input.set);
    if (input.kind !== 'trace') continue;
    reading.begin(input.path);
    sets.push(await profileTrace(input.path, { onBytes: reading.add }));
  }
  for (const set of align(sets))
    for (const { table, rows } of wanted) await files.get(table.name)?.addAll(rows(set));
}

async function fillDocuments(input: QueryInput, files: ReadonlyMap<string, TableFile>): Promise<void> {
  if (input.kind === 'baseline') {
    await files.get(BASELINE_FACTS.name)?.addAll(baselineFactRows(input.path, input.set));
    await files.get(BASELINE_RUNS.name)?.addAll(baselineRunRows(input.path, input.set));
  } else if (input.kind === 'report') {
    await files.get(FINDINGS.name)?.addAll(findingRows(input.path, input.report));
  }
}

/** Statements that make the views. One that was not filled says so when it is read: an empty answer would be a wrong one. */
export function viewStatements(folder: string, filled: ReadonlyMap<string, number>): readonly string[] {
  return QUERY_TABLES.map(({ name, columns }) => {
    const typed = columns.map((column) => ({ ...column, sql: DUCKDB_TYPES[column.type] }));
    if (filled.has(name)) {
      const list = typed.map((column) => `CAST("${column.name}" AS ${column.sql}) AS "${column.name}"`);
      return `CREATE VIEW ${name} AS SELECT ${list.join(', ')} FROM read_parquet(${quoted(join(folder, `${name}.parquet`))})`;
    }
    const list = typed.map((column) => `CAST(NULL AS ${column.sql}) AS "${column.name}"`);
    const message = `${name} was not filled: its name does not stand in the statement as it was given`;
    return `CREATE VIEW ${name} AS SELECT ${list.join(', ')} WHERE error(${quoted(message)}) IS NULL`;
  });
}

/** Recordings as tables: CSV, one file a table, or Parquet, one file a table and recording in Hive's folders. */
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { partitionOf } from '../../export/hive-path.ts';
import { EVENTS } from '../../export/tables/events.ts';
import { FACT_TABLES } from '../../export/tables/facts.ts';
import { PROCESSES } from '../../export/tables/processes.ts';
import type { Table } from '../../export/tables/table.ts';
import { TraceRows } from '../../export/tables/trace-rows.ts';
import type { DataFile, ExportedTrace, TableName } from '../../model/data-export.ts';
import type { RunInfo } from '../../model/facts.ts';
import type { OnProgress } from '../../model/progress.ts';
import { targetOf } from '../../model/trace.ts';
import { ensureFolder } from '../../platform/folder.ts';
import { openTrace, type TraceReader } from '../../trace/reader.ts';
import { newTally, readEventBatches, type ReadEventsOptions } from '../read-events.ts';
import { Reading } from '../reading.ts';
import { toldRecords } from '../told-records.ts';
import { alignedProfiles } from './profiles.ts';
import { noEvents, tracePassed } from './stream-export.ts';
import { TableFile, type TableForm } from './table-file.ts';

export interface TablesOptions extends TableForm {
  readonly traces: readonly string[];
  readonly tables: readonly TableName[];
  /** A folder. */
  readonly out: string;
  readonly strict: boolean;
  /** The recordings show no upgrade. */
  readonly control: boolean;
  readonly onProgress?: OnProgress | undefined;
}

export interface TablesWritten {
  readonly traces: readonly ExportedTrace[];
  readonly files: readonly DataFile[];
  /** csv: cells that got an apostrophe. */
  readonly guarded: number;
}

/** Errors: usage where a recording is named twice; no-events; bad-lines where `strict`; output-exists, output-unwritable; those of reading. */
export async function exportTables(options: TablesOptions): Promise<TablesWritten> {
  const folder = new TableFolder(options);
  try {
    const traces = await writeEventTables(options, folder);
    await writeFactTables(options, folder);
    return { traces, ...(await folder.commit()) };
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

type Partition = Pick<RunInfo, 'trace' | 'method' | 'arch' | 'os' | 'target'>;

/** The files that are being written. CSV keeps one for all recordings, Parquet one for each. */
class TableFolder {
  readonly #options: TablesOptions;
  readonly #open = new Map<string, TableFile>();
  readonly #files: DataFile[] = [];
  #guarded = 0;

  constructor(options: TablesOptions) {
    this.#options = options;
  }

  async file(table: Table, run: Partition): Promise<TableFile> {
    const { out, target } = this.#options;
    const path =
      target === 'csv'
        ? join(out, `${table.name}.csv`)
        : join(out, table.name, partitionOf(run), `${run.trace}.parquet`);
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    await ensureFolder(join(path, '..'));
    const file = await TableFile.open(table, path, this.#options);
    this.#open.set(path, file);
    return file;
  }

  /** Of Parquet each recording has files of its own: they are whole, and need not wait in memory for the others. */
  async endOfRecording(): Promise<void> {
    if (this.#options.target === 'parquet') await this.commit();
  }

  async commit(): Promise<Pick<TablesWritten, 'files' | 'guarded'>> {
    for (const [path, file] of this.#open) {
      this.#files.push(await file.commit());
      this.#guarded += file.guarded;
      this.#open.delete(path);
    }
    return {
      files: this.#files.toSorted((x, y) => (x.path < y.path ? -1 : 1)),
      guarded: this.#guarded,
    };
  }

  async discard(): Promise<void> {
    for (const file of this.#open.values()) await file.discard();
  }
}

async function writeEventTables(
  options: TablesOptions,
  folder: TableFolder,
): Promise<readonly ExportedTrace[]> {
  const { traces, onProgress } = options;
  const passed: ExportedTrace[] = [];
  const reading = await Reading.of(traces, onProgress);
  for (const path of traces) {
    reading.begin(path);
    await using reader = await openTrace(path);
    if (passed.some(({ trace }) => trace === reader.header.id))
      throw new AppError('usage', `${path} is a recording that was named before.`, 'Name each once.');
    passed.push(await writeEvents(reader, { ...options, onBytes: reading.add }, folder));
    await folder.endOfRecording();
  }
  return passed;
}

async function writeEvents(
  reader: TraceReader,
  { tables, strict, onBytes }: TablesOptions & Pick<ReadEventsOptions, 'onBytes'>,
  folder: TableFolder,
): Promise<ExportedTrace> {
  const { header } = reader;
  const wanted = [EVENTS, PROCESSES].filter(({ name }) => tables.some((table) => table === name));
  const { lastOs } = await toldRecords(reader);
  const target = targetOf(header, lastOs);
  const run: Partition = {
    trace: header.id,
    method: header.method,
    ...(header.host.arch === undefined ? {} : { arch: header.host.arch }),
    ...(header.os === undefined ? {} : { os: header.os }),
    ...(target === undefined ? {} : { target }),
  };
  const files = new Map<string, TableFile>();
  for (const table of wanted) files.set(table.name, await folder.file(table, run));
  const [events, processes] = [files.get(EVENTS.name), files.get(PROCESSES.name)];
  const rows = new TraceRows(header.id, {
    events: events === undefined ? undefined : (row) => events.add(row),
    processes: processes === undefined ? undefined : (row) => processes.add(row),
  });
  const tally = newTally();
  for await (const batch of readEventBatches(reader, { strict, tally, onBytes })) {
    for (const event of batch) rows.take(event);
    for (const file of files.values()) await file.flush();
  }
  rows.finish();
  if (tally.events === 0) throw noEvents(reader.path);
  return tracePassed(reader, tally);
}

async function writeFactTables(options: TablesOptions, folder: TableFolder): Promise<void> {
  const wanted = FACT_TABLES.filter(({ table }) => options.tables.some((name) => name === table.name));
  if (wanted.length === 0) return;
  for (const set of await alignedProfiles(options.traces, options)) {
    const [run] = set.runs;
    if (run === undefined) continue;
    for (const { table, rows } of wanted) await (await folder.file(table, run)).addAll(rows(set));
    await folder.endOfRecording();
  }
}

/** `export`: recordings in the form of another tool. */
import { basename, join } from 'node:path';
import { AppError } from '../../errors.ts';
import { TABLE_NAMES, type DataExported, type DataTarget, type TableName } from '../../model/data-export.ts';
import type { OnProgress } from '../../model/progress.ts';
import { PRODUCER } from '../../model/version.ts';
import { checkOutputPath } from '../../platform/files.ts';
import { ensureFolder } from '../../platform/folder.ts';
import { openTrace } from '../../trace/reader.ts';
import { Reading } from '../reading.ts';
import { exportOtlp } from './otlp.ts';
import { exportPerfetto } from './perfetto.ts';
import type { Streamed } from './stream-export.ts';
import { exportTables, type TablesOptions } from './tables.ts';

export interface DataExportOptions {
  readonly target: DataTarget;
  readonly traces: readonly string[];
  readonly out: string;
  readonly force: boolean;
  readonly strict: boolean;
  /** perfetto: event types that are marked. */
  readonly events: readonly string[] | undefined;
  /** csv, parquet: undefined is all. */
  readonly tables: readonly TableName[] | undefined;
  /** csv, parquet: the recordings show no upgrade. */
  readonly control: boolean;
  /** csv: no apostrophe before what a spreadsheet takes for a formula. */
  readonly raw: boolean;
  readonly onProgress?: OnProgress | undefined;
}

type StreamResult = Streamed & { readonly leftOut: readonly string[] };

/** Errors: usage; no-events; bad-lines where `strict`; output-exists without `force`, output-unwritable; those of reading a trace. */
export async function exportData(options: DataExportOptions): Promise<DataExported> {
  const { target, tables = TABLE_NAMES } = options;
  if (target === 'csv' || target === 'parquet') return exportAsTables({ ...options, target, tables });
  const results: StreamResult[] = [];
  const targets = await pathsOf(options);
  const reading = await Reading.of(options.traces, options.onProgress);
  for (const [index, paths] of targets.entries())
    results.push(await exportStream(options.traces[index] ?? '', { ...options, paths, reading }));
  return {
    kind: 'esdrift.data-exported',
    formatVersion: 1,
    producer: PRODUCER,
    target,
    traces: results.map(({ trace }) => trace),
    files: results.flatMap(({ files }) => files),
    leftOut: [...new Set(results.flatMap(({ leftOut }) => leftOut))],
  };
}

async function exportAsTables(options: TablesOptions): Promise<DataExported> {
  const { traces, files, guarded } = await exportTables(options);
  return {
    kind: 'esdrift.data-exported',
    formatVersion: 1,
    producer: PRODUCER,
    target: options.target,
    traces,
    files,
    leftOut: [
      'environment values, and keys of the lines that no column stands for',
      ...(guarded === 0
        ? []
        : [
            `${guarded} cells that a spreadsheet would take for a formula got an apostrophe in front; --raw leaves them as they are`,
          ]),
    ],
  };
}

/** For each trace the files that it becomes. Errors: usage, output-exists, output-unwritable. */
async function pathsOf({ target, traces, out, force }: DataExportOptions): Promise<readonly string[][]> {
  if (target === 'perfetto') {
    if (traces.length === 1) return [[out]];
    throw new AppError(
      'usage',
      `--to perfetto writes one recording into one file; ${traces.length} were named.`,
      'Name one trace at a time.',
    );
  }
  const paths = traces.map((trace) =>
    ['traces', 'logs'].map((signal) => join(out, `${traceName(trace)}.${signal}.jsonl`)),
  );
  const all = paths.flat();
  if (new Set(all).size < all.length)
    throw new AppError('usage', 'Two traces have the same name.', 'Export them into different folders.');
  await ensureFolder(out);
  for (const path of all) await checkOutputPath(path, { force });
  return paths;
}

async function exportStream(
  path: string,
  options: DataExportOptions & { readonly paths: readonly string[]; readonly reading: Reading },
): Promise<StreamResult> {
  await using reader = await openTrace(path);
  const target = { ...options, onBytes: options.reading.add };
  options.reading.begin(path);
  return options.target === 'perfetto'
    ? await exportPerfetto(reader, target)
    : await exportOtlp(reader, target);
}

function traceName(path: string): string {
  return basename(path).replace(/(?:\.partial|\.zst|\.jsonl?)+$/, '');
}

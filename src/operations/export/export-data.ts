/** `export`: recordings in the form of another tool. */
import { AppError } from '../../errors.ts';
import type { DataExported, DataTarget } from '../../model/data-export.ts';
import { PRODUCER } from '../../model/version.ts';
import { openTrace } from '../../trace/reader.ts';
import { exportPerfetto } from './perfetto.ts';
import type { Streamed } from './stream-export.ts';

export interface DataExportOptions {
  readonly target: DataTarget;
  readonly traces: readonly string[];
  readonly out: string;
  readonly force: boolean;
  readonly strict: boolean;
  /** Perfetto: event types that are marked. */
  readonly events: readonly string[] | undefined;
}

/** Errors: usage; no-events; bad-lines where `strict`; output-exists without `force`, output-unwritable; those of reading a trace. */
export async function exportData(options: DataExportOptions): Promise<DataExported> {
  const { target } = options;
  const { trace, file, leftOut } = await exportStream(options);
  return {
    kind: 'esdrift.data-exported',
    formatVersion: 1,
    producer: PRODUCER,
    target,
    traces: [trace],
    files: [file],
    leftOut,
  };
}

async function exportStream(
  options: DataExportOptions,
): Promise<Streamed & { readonly leftOut: readonly string[] }> {
  const { traces, out: path, target } = options;
  const [first, ...others] = traces;
  if (first === undefined || others.length > 0) {
    throw new AppError(
      'usage',
      `--to ${target} writes one recording into one file; ${traces.length} were named.`,
      'Name one trace at a time.',
    );
  }
  await using reader = await openTrace(first);
  return await exportPerfetto(reader, { ...options, path });
}

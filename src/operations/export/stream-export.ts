/** One recording into one file that grows while the events pass. */
import { AppError } from '../../errors.ts';
import type { EsEvent } from '../../model/event.ts';
import type { DataFile, ExportedTrace } from '../../model/data-export.ts';
import { shellWord } from '../../model/shell-word.ts';
import { OutputFile } from '../../platform/output-file.ts';
import type { TraceReader } from '../../trace/reader.ts';
import { newTally, readEventBatches } from '../read-events.ts';

/** Turns events into bytes; what it remembers is bounded by what runs at a time. */
export interface StreamWriter {
  take(event: EsEvent): void;
  finish(): void;
  /** What was made since the last call. */
  drain(): readonly Buffer[];
}

export interface StreamTarget {
  readonly path: string;
  readonly force: boolean;
  /** A line that is no event is an error (bad-lines). */
  readonly strict: boolean;
}

export interface Streamed {
  readonly trace: ExportedTrace;
  readonly file: DataFile;
}

/** Errors: no-events; bad-lines where `strict`; output-exists, output-unwritable; those of reading. */
export async function streamTo(
  reader: TraceReader,
  writer: StreamWriter,
  target: StreamTarget,
): Promise<Streamed> {
  const tally = newTally();
  const out = await OutputFile.create(target.path, { force: target.force, whenInterrupted: 'remove' });
  try {
    for await (const batch of readEventBatches(reader, { strict: target.strict, tally })) {
      for (const event of batch) writer.take(event);
      await out.write(Buffer.concat(writer.drain()));
    }
    writer.finish();
    await out.write(Buffer.concat(writer.drain()));
    if (tally.events === 0) throw noEvents(reader.path);
    const bytes = out.position;
    await out.commit();
    return {
      trace: tracePassed(reader, tally),
      file: { path: target.path, bytes, table: null, rows: null },
    };
  } catch (error) {
    await out.discard();
    throw error;
  }
}

function noEvents(path: string): AppError {
  return new AppError(
    'no-events',
    `${path} holds no event.`,
    `See what it holds: esdrift trace info ${shellWord(path)}`,
  );
}

function tracePassed(
  { header, summary, path }: TraceReader,
  tally: { readonly events: number; readonly badLines: number },
): ExportedTrace {
  return {
    path,
    trace: header.id,
    provenance: header.provenance,
    method: header.method,
    events: tally.events,
    badLines: Math.max(tally.badLines, summary.badLines),
    lost: summary.segments.reduce((sum, segment) => sum + segment.lost, 0),
  };
}

/** One recording into files that grow while the events pass. */
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
  /** What was made since the last call, for each file. */
  drain(): readonly (readonly Buffer[])[];
}

export interface StreamTarget {
  /** One for each file of the writer. */
  readonly paths: readonly string[];
  readonly force: boolean;
  /** A line that is no event is an error (bad-lines). */
  readonly strict: boolean;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export interface Streamed {
  readonly trace: ExportedTrace;
  readonly files: readonly DataFile[];
}

/** Errors: no-events; bad-lines where `strict`; output-exists, output-unwritable; those of reading. */
export async function streamTo(
  reader: TraceReader,
  writer: StreamWriter,
  target: StreamTarget,
): Promise<Streamed> {
  const tally = newTally();
  const outs: OutputFile[] = [];
  try {
    for (const path of target.paths)
      outs.push(await OutputFile.create(path, { force: target.force, whenInterrupted: 'remove' }));
    for await (const batch of readEventBatches(reader, {
      strict: target.strict,
      tally,
      onBytes: target.onBytes,
    })) {
      for (const event of batch) writer.take(event);
      await drain(writer, outs);
    }
    writer.finish();
    await drain(writer, outs);
    if (tally.events === 0) throw noEvents(reader.path);
    const files = outs.map(({ path, position }) => ({ path, bytes: position, table: null, rows: null }));
    for (const out of outs) await out.commit();
    return { trace: tracePassed(reader, tally), files };
  } catch (error) {
    for (const out of outs) await out.discard();
    throw error;
  }
}

async function drain(writer: StreamWriter, outs: readonly OutputFile[]): Promise<void> {
  for (const [index, chunks] of writer.drain().entries()) {
    if (chunks.length > 0) await outs[index]?.write(Buffer.concat(chunks));
  }
}

export function noEvents(path: string): AppError {
  return new AppError(
    'no-events',
    `${path} holds no event.`,
    `See what it holds: esdrift trace info ${shellWord(path)}`,
  );
}

export function tracePassed(
  { header, summary, path, closed }: TraceReader,
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
    cut: !closed,
  };
}

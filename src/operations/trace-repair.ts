import { AppError } from '../errors.ts';
import { TRACE_FORMAT_VERSION, type TraceHeader } from '../model/trace.ts';
import type { TraceRepair } from '../model/trace-report.ts';
import { PRODUCER } from '../model/version.ts';
import type { OnProgress } from '../model/progress.ts';
import { isSameFile } from '../platform/path-kind.ts';
import type { LineMeta } from '../trace/account.ts';
import { FrameReader } from '../trace/frame-reader.ts';
import { refuseForeign } from '../trace/open-header.ts';
import { Repairer } from '../trace/repairer.ts';
import { scanTrace } from '../trace/scan.ts';
import { newId, type IdSource } from '../trace/uuid.ts';
import { Verifier } from '../trace/verify.ts';
import { TraceWriter } from '../trace/writer.ts';
import { Reading } from './reading.ts';

/** The id is a new one where the header is lost. */
export interface RepairOptions extends IdSource {
  readonly out: string;
  readonly force?: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Writes a new, closed trace of everything that is good in `path`, which is not touched. The new trace is the same recording and
 * keeps its id. Errors: no-events where nothing is left, not-a-trace, future-version, and those of reading and writing.
 */
export async function repairTrace(path: string, options: RepairOptions): Promise<TraceRepair> {
  if (await isSameFile(path, options.out)) {
    throw new AppError('usage', 'A trace is never repaired in place.', 'Name another file with --out.');
  }
  const reader = await FrameReader.open(path);
  try {
    return await repair(reader, options);
  } finally {
    await reader.close();
  }
}

async function repair(reader: FrameReader, options: RepairOptions): Promise<TraceRepair> {
  const { path } = reader.file;
  const { out, force = false } = options;
  const writer = await TraceWriter.open(out, {
    force,
    whenInterrupted: 'remove',
    partialEnding: '.repair.partial',
  });
  try {
    const repairer = new Repairer(writer, (first) => replacementHeader(first, options));
    const verifier = new Verifier();
    const reading = await Reading.of([path], options.onProgress);
    reading.begin(path);
    for await (const part of scanTrace(reader)) {
      verifier.add(part);
      reading.add(part.bytes);
      await repairer.add(part);
    }
    const { state, isTrace } = verifier.finish();
    if (!isTrace) await refuseForeign(reader);
    if (repairer.kept.events === 0) throw nothingLeft(path);
    repairer.finish();
    const id = writer.header?.id ?? '';
    await writer.close();
    const lostSpans = repairer.lost.spans().filter((span) => span.bytes > 0);
    return {
      kind: 'esdrift.trace-repair',
      path,
      out,
      id,
      state,
      headerLost: repairer.headerLost,
      keptFrames: repairer.kept.frames,
      keptEvents: repairer.kept.events,
      keptRecords: repairer.kept.records,
      lostSpans,
      lostBytes: lostSpans.reduce((sum, span) => sum + span.bytes, 0),
    };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** Nothing is known of a recording whose header is lost, not even whether it is real: the label says so. */
function replacementHeader(first: LineMeta, options: RepairOptions): TraceHeader {
  return {
    kind: 'esdrift.trace',
    formatVersion: TRACE_FORMAT_VERSION,
    producer: PRODUCER,
    id: newId(options),
    provenance: 'imported',
    method: 'unknown',
    labels: { repaired: 'header-lost' },
    host: {},
    redaction: { policy: 'unknown' },
    startedAt: first.time.endsWith('Z') ? first.time : new Date(first.timeMs).toISOString(),
  };
}

function nothingLeft(path: string): AppError {
  return new AppError(
    'no-events',
    `No whole frame with events is left in ${path}.`,
    'Record or import again; `esdrift trace verify` shows what the file holds.',
  );
}

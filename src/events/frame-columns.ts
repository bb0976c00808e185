/** Frames → columns, in the order of the frames, on as many threads as pay off. The number of threads changes nothing but the time. */
import { chosenWorkers, defaultWorkers, mapInOrder } from '../platform/worker-pool.ts';
import type { FrameIndexEntry } from '../model/trace.ts';
import type { TraceReader } from '../trace/reader.ts';
import { giveBackThreads, takeThreads } from './decoding-threads.ts';
import type { EventColumns } from './event-columns.ts';
import { FrameEvents, type FrameEventsOptions } from './frame-events.ts';
import type { FrameTask } from './frame-events-worker.ts';

export interface FrameColumnsOptions extends FrameEventsOptions {
  /** Threads, this one counted: it makes facts of what the others decode. 1: everything in it. Absent: as many as pay off. */
  readonly workers?: number | undefined;
}

/** Starting a thread takes as long as reading some megabytes in this one. */
const BYTES_PER_WORKER = 16 * 1024 * 1024;

/** Who wants templates makes facts, which takes longer than decoding: a second thread that decodes would wait, and hold 120 MB. */
const MOST_BESIDE_FACTS = 2;

/** As many as were asked for, and where nobody asked as many as pay off. */
function workersFor(
  frames: readonly FrameIndexEntry[],
  { workers: asked, templates = false }: FrameColumnsOptions,
): number {
  const bytes = frames.reduce((sum, frame) => sum + frame.rawBytes, 0);
  const most = templates ? Math.min(defaultWorkers(), MOST_BESIDE_FACTS) : defaultWorkers();
  const worthwhile = Math.min(most, Math.ceil(bytes / BYTES_PER_WORKER));
  return Math.max(1, Math.min(asked ?? chosenWorkers() ?? worthwhile, frames.length));
}

/** What this thread decodes by itself while the others start. */
const FRAMES_MEANWHILE = 2;

/** What reading events asks of a trace. */
export type FrameSource = Pick<TraceReader, 'path' | 'frames' | 'stored' | 'decodeFrame'>;

/** One answer a frame. Errors: trace-damaged. */
export async function* frameColumns(
  reader: FrameSource,
  frames: readonly FrameIndexEntry[],
  options: FrameColumnsOptions,
): AsyncGenerator<EventColumns, void> {
  const workers = workersFor(frames, options);
  if (reader.stored && workers > 1) yield* inWorkers(reader, frames, options, workers - 1);
  else yield* inThisThread(reader, frames, options);
}

async function* inThisThread(
  reader: FrameSource,
  frames: readonly FrameIndexEntry[],
  options: FrameEventsOptions,
): AsyncGenerator<EventColumns, void> {
  const events = new FrameEvents(options);
  for (const frame of frames) yield events.read(await reader.decodeFrame(frame));
}

async function* inWorkers(
  reader: FrameSource,
  frames: readonly FrameIndexEntry[],
  { types, templates }: FrameEventsOptions,
  threads: number,
): AsyncGenerator<EventColumns, void> {
  const taken = await takeThreads(threads, { types, templates });
  const own = taken.areWarm ? 0 : FRAMES_MEANWHILE;
  const { path } = reader;
  const tasks = frames.slice(own).map(({ offset, compressedBytes, rawBytes, sha256 }): FrameTask => {
    return { path, frame: { offset, compressedBytes, rawBytes, sha256 }, options: { types, templates } };
  });
  const decoded = mapInOrder(taken.pool, tasks);
  const first = decoded.next();
  // An error is thrown where its turn comes.
  first.catch(() => undefined);
  try {
    yield* inThisThread(reader, frames.slice(0, own), { types, templates });
    for (let next = await first; next.done !== true; next = await decoded.next()) yield next.value;
  } finally {
    await decoded.return();
    await giveBackThreads(taken);
  }
}

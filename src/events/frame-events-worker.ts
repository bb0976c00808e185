/** One task of reading events: decode a frame and bring its lines into columns. Runs in a worker, which keeps what it knows of earlier frames. */
import { asWorker } from '../platform/worker-pool.ts';
import type { FrameRef } from '../trace/account.ts';
import { FrameReader } from '../trace/frame-reader.ts';
import { FrameEvents, type FrameEventsOptions } from './frame-events.ts';

export interface FrameTask {
  readonly path: string;
  readonly frame: FrameRef;
  /** The same for all tasks of one pool. */
  readonly options: FrameEventsOptions;
}

let events: FrameEvents | undefined;

export default asWorker(async ({ path, frame, options }: FrameTask) => {
  const reader = await FrameReader.open(path);
  try {
    events ??= new FrameEvents(options);
    return events.read(await reader.decodeFrame(frame));
  } finally {
    await reader.close();
  }
});

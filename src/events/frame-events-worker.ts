/** One task of reading events: decode a frame and bring its lines into columns. Runs in a worker, which keeps what it knows of earlier frames. */
import { asWorker } from '../platform/worker-pool.ts';
import type { FrameRef } from '../trace/account.ts';
import { FrameReader } from '../trace/frame-reader.ts';
import { FrameEvents } from './frame-events.ts';

export interface FrameTask {
  readonly path: string;
  readonly frame: FrameRef;
  /** Event types; absent: all. */
  readonly types: ReadonlySet<string> | undefined;
}

let events: FrameEvents | undefined;

export default asWorker(async ({ path, frame, types }: FrameTask) => {
  const reader = await FrameReader.open(path);
  try {
    events ??= new FrameEvents();
    return events.read(await reader.decodeFrame(frame), { types });
  } finally {
    await reader.close();
  }
});

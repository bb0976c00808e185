/** One task of `trace tree`: decode a frame, find its fork, exec and exit lines, answer with little. Runs in a worker or inline. */
import { asWorker } from '../platform/worker-pool.ts';
import { extractLife } from '../processes/extract-life.ts';
import type { FrameRef } from '../trace/account.ts';
import { FrameReader } from '../trace/frame-reader.ts';

export interface ExtractTask {
  readonly path: string;
  readonly frame: FrameRef;
  readonly withArgs: boolean;
}

export default asWorker(async ({ path, frame, withArgs }: ExtractTask) => {
  const reader = await FrameReader.open(path);
  try {
    return extractLife(await reader.decodeFrame(frame), { withArgs });
  } finally {
    await reader.close();
  }
});

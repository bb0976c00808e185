/** Frames with their lines, in the given order, while the next ones are decoded by threads of the runtime. */
import type { FrameIndexEntry } from '../model/trace.ts';
import { chosenWorkers, defaultWorkers, mapInOrder } from '../platform/worker-pool.ts';
import type { FrameSource } from './frame-columns.ts';

interface DecodedFrame {
  readonly frame: FrameIndexEntry;
  /** Whole lines. */
  readonly bytes: Buffer;
}

/** `workers`: threads, this one counted; 1: a frame is decoded when its turn comes. Errors: trace-damaged. */
export async function* framesAhead(
  reader: FrameSource,
  frames: readonly FrameIndexEntry[],
  workers: number = chosenWorkers() ?? defaultWorkers(),
): AsyncGenerator<DecodedFrame, void> {
  const decoder = {
    mostUnderWay: workers === 1 ? 1 : workers + 1,
    run: async (frame: FrameIndexEntry) => ({ frame, bytes: await reader.decodeFrame(frame) }),
  };
  yield* mapInOrder(decoder, frames);
}

import type { FrameIndexEntry } from '../model/trace.ts';

/** The frames that hold events of these types (all: any frame), in the order of their events: a late line has a frame of its own. */
export function framesInOrder(
  frames: readonly FrameIndexEntry[],
  types?: Iterable<string>,
): readonly FrameIndexEntry[] {
  const wanted = types === undefined ? undefined : [...types];
  return frames
    .filter((frame) => wanted === undefined || wanted.some((type) => (frame.eventsByType[type] ?? 0) > 0))
    .toSorted((a, b) => a.segment - b.segment || a.firstGlobalSeq - b.firstGlobalSeq || a.offset - b.offset);
}

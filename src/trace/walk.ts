import { ByteWindow } from './byte-window.ts';
import type { FrameReader } from './frame-reader.ts';
import { MAX_FRAMES } from './limits.ts';
import { locateFrame, type LocatedFrame } from './locate.ts';

export interface Walk {
  readonly frames: readonly LocatedFrame[];
  /** Where the whole frames end. */
  readonly end: number;
  /** Why they end there; undefined at the end of the file. */
  readonly reason: string | undefined;
}

/** All whole frames from `offset` on, up to the first place that is none. */
export async function walkFrames(reader: FrameReader, offset: number): Promise<Walk> {
  const window = new ByteWindow(reader.file);
  const frames: LocatedFrame[] = [];
  let end = offset;
  while (end < window.size) {
    if (frames.length >= MAX_FRAMES) return { frames, end, reason: `more than ${MAX_FRAMES} frames` };
    const located = await locateFrame(window, end);
    if (located.kind === 'cut') return { frames, end, reason: 'the file ends within a frame' };
    if (located.kind === 'not-a-frame') return { frames, end, reason: located.reason };
    frames.push(located);
    end += located.bytes;
  }
  return { frames, end, reason: undefined };
}

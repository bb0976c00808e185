/** Which event is chosen: by its number, by the pointer, by the keys. */
import { LANE_HEIGHT, msAt, xOf, type Geometry } from './geometry.ts';
import { nearest, type Lane } from './lanes.ts';

const HIT_PX = 8;

export interface Focus {
  readonly lane: number;
  readonly track: number;
  /** Position in the track's entries. */
  readonly at: number;
}

/** Where the event is, or the folded entry that holds it: the last one of the segment that begins no later. */
export function findEvent(
  lanes: readonly Lane[],
  trace: string,
  segment: number,
  globalSeq: number,
): Focus | undefined {
  let best: { focus: Focus; seq: number } | undefined;
  lanes.forEach(({ tracks }, lane) =>
    tracks.forEach(({ recording, entries }, track) => {
      if (recording.note?.trace !== trace) return;
      entries.forEach((index, at) => {
        const seq = recording.entries.globalSeq[index] ?? -1;
        if (recording.entries.segment[index] !== segment || seq > globalSeq || seq < (best?.seq ?? 0)) return;
        best = { focus: { lane, track, at }, seq };
      });
    }),
  );
  return best?.focus;
}

export function hitAt(lanes: readonly Lane[], x: number, y: number, geometry: Geometry): Focus | undefined {
  const lane = Math.floor(y / LANE_HEIGHT);
  const tracks = lanes[lane]?.tracks;
  if (tracks === undefined || x < geometry.gutter) return undefined;
  const within = y - lane * LANE_HEIGHT;
  const track = Math.min(tracks.length - 1, Math.floor((within / LANE_HEIGHT) * tracks.length));
  const chosen = tracks[track];
  const found = chosen === undefined ? undefined : nearest(chosen, msAt(x, geometry));
  if (chosen === undefined || found === undefined) return undefined;
  const ms = chosen.recording.entries.offsetMs[chosen.entries[found.at] ?? -1] ?? 0;
  return Math.abs(xOf(ms, geometry) - x) <= HIT_PX ? { lane, track, at: found.at } : undefined;
}

export function firstFocus(lanes: readonly Lane[]): Focus | undefined {
  const lane = lanes.findIndex(({ tracks }) => tracks.some(({ entries }) => entries.length > 0));
  const track = lanes[lane]?.tracks.findIndex(({ entries }) => entries.length > 0) ?? -1;
  return lane < 0 || track < 0 ? undefined : { lane, track, at: 0 };
}

/** Where a key leads; undefined where it leads nowhere. */
export function moveFocus(lanes: readonly Lane[], focus: Focus | undefined, key: string): Focus | undefined {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
  if (!keys.includes(key)) return undefined;
  if (focus === undefined) return firstFocus(lanes);
  const track = lanes[focus.lane]?.tracks[focus.track];
  const last = (track?.entries.length ?? 1) - 1;
  switch (key) {
    case 'ArrowLeft':
      return { ...focus, at: Math.max(0, focus.at - 1) };
    case 'ArrowRight':
      return { ...focus, at: Math.min(last, focus.at + 1) };
    case 'Home':
      return { ...focus, at: 0 };
    case 'End':
      return { ...focus, at: last };
    default:
      return nextTrack(lanes, focus, key === 'ArrowDown' ? 1 : -1);
  }
}

/** The next track that has events, at the moment of the last one. */
function nextTrack(lanes: readonly Lane[], focus: Focus, step: 1 | -1): Focus {
  const here = lanes[focus.lane]?.tracks[focus.track];
  const ms = here?.recording.entries.offsetMs[here.entries[focus.at] ?? -1] ?? 0;
  const width = lanes[0]?.tracks.length ?? 1;
  for (
    let place = focus.lane * width + focus.track + step;
    place >= 0 && place < lanes.length * width;
    place += step
  ) {
    const [lane, track] = [Math.floor(place / width), place % width];
    const candidate = lanes[lane]?.tracks[track];
    const found = candidate === undefined ? undefined : nearest(candidate, ms);
    if (found !== undefined) return { lane, track, at: found.at };
  }
  return focus;
}

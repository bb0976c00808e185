/** The rows of a timeline: one for each program, with the entries of both sides in order of time. Knows nothing of drawing. */
import type { PageEntries, PageRecording } from '../../model/page.ts';

/** What an entry is drawn as. */
export type Shape = 'start' | 'end' | 'file' | 'other';

const FILE_EVENTS = new Set(
  'create rename clone copyfile link unlink truncate close write setextattr deleteextattr exchangedata'.split(
    ' ',
  ),
);

export interface Track {
  readonly recording: PageRecording;
  /** Indexes of entries, by time. */
  readonly entries: readonly number[];
}

export interface Lane {
  readonly key: string;
  readonly name: string;
  /** Takes part in the upgrade. */
  readonly part: boolean;
  readonly firstMs: number;
  /** One for each drawn recording, in their order. */
  readonly tracks: readonly Track[];
}

export interface LaneFilter {
  readonly onlyPart: boolean;
  readonly words: readonly string[];
}

/** Programs that take part first, then by the time they first show. */
export function lanesOf(recordings: readonly PageRecording[]): readonly Lane[] {
  const found = new Map<string, { name: string; part: boolean; firstMs: number; tracks: number[][] }>();
  recordings.forEach(({ entries }, at) => {
    for (let index = 0; index < entries.offsetMs.length; index += 1) {
      const program = entries.programs[entries.program[index] ?? -1];
      if (program === undefined) continue;
      let lane = found.get(program.key);
      if (lane === undefined) {
        lane = {
          name: program.name,
          part: program.part,
          firstMs: Infinity,
          tracks: recordings.map(() => []),
        };
        found.set(program.key, lane);
      }
      lane.part ||= program.part;
      lane.firstMs = Math.min(lane.firstMs, entries.offsetMs[index] ?? Infinity);
      lane.tracks[at]?.push(index);
    }
  });
  return [...found]
    .map(([key, { tracks, ...lane }]) => ({
      key,
      ...lane,
      tracks: tracks.map((entries, at): Track => {
        const recording = recordings[at];
        if (recording === undefined) throw new Error('A track without its recording.');
        const { offsetMs } = recording.entries;
        return { recording, entries: entries.sort((a, b) => (offsetMs[a] ?? 0) - (offsetMs[b] ?? 0)) };
      }),
    }))
    .sort((a, b) => Number(b.part) - Number(a.part) || a.firstMs - b.firstMs || (a.key < b.key ? -1 : 1));
}

export function filterLanes(lanes: readonly Lane[], { onlyPart, words }: LaneFilter): readonly Lane[] {
  return lanes.filter(
    ({ key, name, part }) =>
      (part || !onlyPart) && words.every((word) => `${key} ${name}`.toLowerCase().includes(word)),
  );
}

export function shapeOf(entries: PageEntries, index: number): Shape {
  const verb = entries.texts[entries.verb[index] ?? -1] ?? '';
  if (verb === 'starts' || verb === 'becomes') return 'start';
  if (verb === 'ends' || verb === 'fails to start') return 'end';
  return FILE_EVENTS.has(entries.texts[entries.eventType[index] ?? -1] ?? '') ? 'file' : 'other';
}

/** Position in `track.entries` of the first entry at or after `ms`. */
export function firstAt({ recording, entries }: Track, ms: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((recording.entries.offsetMs[entries[middle] ?? -1] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the entry nearest to `ms`, and how far it is. */
export function nearest(
  track: Track,
  ms: number,
): { readonly at: number; readonly distanceMs: number } | undefined {
  const behind = firstAt(track, ms);
  const candidates = [behind - 1, behind].filter((at) => at >= 0 && at < track.entries.length);
  let best: { at: number; distanceMs: number } | undefined;
  for (const at of candidates) {
    const distanceMs = Math.abs((track.recording.entries.offsetMs[track.entries[at] ?? -1] ?? 0) - ms);
    if (best === undefined || distanceMs < best.distanceMs) best = { at, distanceMs };
  }
  return best;
}

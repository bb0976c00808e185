import { parseTimeMs } from '../../eslogger/decode-time.ts';
import { OPEN_SEGMENTS, Segmenter, type SegmentPoint } from '../../eslogger/segmenter.ts';
import { isAfterRestart } from '../../model/segments.ts';
import type { SegmentSummary, TraceRecord } from '../../model/trace.ts';
import type { SegmentFacts, TraceWriter } from '../writer.ts';

type PlacedEvent = SegmentPoint & { readonly time: string };

/** Puts lines into segments while they are written: begins and ends them, and says what lies between. */
export class ImportedSegments {
  readonly #writer: TraceWriter;
  readonly #segmenter = new Segmenter();
  readonly #open: number[] = [];
  readonly #ended: SegmentSummary[] = [];
  #latest: { readonly segment: number; readonly event: PlacedEvent } | undefined;

  constructor(writer: TraceWriter) {
    this.#writer = writer;
  }

  /** The segment of the last line; 0 before the first. */
  get current(): number {
    return this.#latest?.segment ?? 0;
  }

  get lastTime(): string | undefined {
    return this.#latest?.event.time;
  }

  /** The segment of this event, begun with `facts` where it is the first of it. */
  place(event: PlacedEvent, facts: () => SegmentFacts): number {
    const { segment, isNew } = this.#segmenter.place(event);
    if (isNew) {
      // Late lines may still come for a few segments before this one.
      while (this.#open.length >= OPEN_SEGMENTS) this.#endFirst('next-segment');
      this.#writer.startSegment(segment, { time: event.time, ...facts() });
      this.#open.push(segment);
    }
    this.#latest = { segment, event };
    return segment;
  }

  /** Ends what is open and records the windows between segments, in which nobody was listening. */
  finish(reason = 'end-of-input'): void {
    while (this.#open.length > 1) this.#endFirst('next-segment');
    this.#endFirst(reason);
    for (const window of blindWindows(this.#ended)) this.#writer.record(window);
  }

  #endFirst(reason: string): void {
    const segment = this.#open.shift();
    if (segment === undefined) return;
    const summary = this.#writer.endSegment(segment, reason);
    if (summary) this.#ended.push(summary);
  }
}

/** Reasons of the windows below: they follow from the lines, and are made anew when a trace is imported again. */
export const DERIVED_WINDOW_REASONS: readonly string[] = ['reboot', 'eslogger-restarted'];

/** Between segments in the order of time; segments that overlap leave no window. */
function blindWindows(segments: readonly SegmentSummary[]): readonly TraceRecord[] {
  const windows: TraceRecord[] = [];
  let before: SegmentSummary | undefined;
  for (const segment of segments.toSorted(
    (a, b) => ms(a.firstTime) - ms(b.firstTime) || a.segment - b.segment,
  )) {
    if (before && ms(before.lastTime) < ms(segment.firstTime)) {
      const reason = isAfterRestart(segment, before) ? 'reboot' : 'eslogger-restarted';
      windows.push({ kind: 'blind-window', from: before.lastTime, to: segment.firstTime, reason });
    }
    if (!before || ms(segment.lastTime) >= ms(before.lastTime)) before = segment;
  }
  return windows;
}

function ms(time: string): number {
  return parseTimeMs(time) ?? 0;
}

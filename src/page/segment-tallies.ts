/** Counts the events of a recording that is read in the page, segment by segment: what is there, what is missing, what lies between. */
import { MissingNumbers } from '../eslogger/missing-numbers.ts';
import type { EsEvent } from '../model/event.ts';
import { roundMs } from '../model/offset.ts';
import type { PageGap } from '../model/page.ts';
import type { BlindWindow, RecordingNote, RecordingSegment } from '../model/recording.ts';
import type { TraceHeader } from '../model/trace.ts';
import type { BlindRecord } from './trace-records.ts';

interface SegmentTally {
  readonly segment: number;
  readonly boot: number;
  startMs: number;
  endMs: number;
  events: number;
  machTime: number;
  readonly missing: MissingNumbers;
}

/** What was no event, and whether the end is missing. */
export interface Rest {
  readonly badLines: number;
  readonly oversizeLines: number;
  readonly cut: boolean;
}

export class SegmentTallies {
  readonly #segments = new Map<number, SegmentTally>();
  readonly #types = new Set<string>();
  #startMs: number | undefined;
  #events = 0;

  get events(): number {
    return this.#events;
  }

  /** Of the first event, ms since the epoch. */
  get startMs(): number {
    return this.#startMs ?? 0;
  }

  get types(): ReadonlySet<string> {
    return this.#types;
  }

  /** False for a line that repeats an event. */
  add(event: EsEvent): boolean {
    this.#startMs ??= event.timeMs;
    const tally = this.#segments.get(event.segment) ?? this.#begin(event);
    if (!tally.missing.add(event.globalSeq, event.time)) return false;
    tally.events += 1;
    tally.startMs = Math.min(tally.startMs, event.timeMs);
    tally.endMs = Math.max(tally.endMs, event.timeMs);
    tally.machTime = Math.max(tally.machTime, event.machTime);
    this.#types.add(event.type);
    this.#events += 1;
    return true;
  }

  #begin({ segment, timeMs, machTime }: EsEvent): SegmentTally {
    const previous = [...this.#segments.values()].at(-1);
    const restarted = previous !== undefined && machTime < previous.machTime;
    const tally: SegmentTally = {
      segment,
      boot: (previous?.boot ?? 0) + (restarted ? 1 : 0),
      startMs: timeMs,
      endMs: timeMs,
      events: 0,
      machTime,
      missing: new MissingNumbers(),
    };
    this.#segments.set(segment, tally);
    return tally;
  }

  note(header: TraceHeader, told: readonly BlindRecord[], rest: Rest): RecordingNote {
    const { id, provenance, method, os, target } = header;
    const segments = this.#recorded();
    const time = (ms: number): string => new Date(ms).toISOString();
    return {
      trace: id,
      provenance,
      method,
      ...(os === undefined ? {} : { os }),
      ...(target === undefined ? {} : { target }),
      startedAt: time(this.startMs),
      endedAt: time(this.startMs + Math.max(0, ...segments.map(({ endMs }) => endMs))),
      events: this.#events,
      segments,
      lost: segments.reduce((sum, { lost }) => sum + lost, 0),
      lostByType: {},
      ...rest,
      blindWindows: this.#between(segments, told),
    };
  }

  gaps(): readonly PageGap[] {
    return [...this.#segments.values()].flatMap(({ missing, startMs: from, endMs }) =>
      missing.holes().map(({ after, before, lost }) => ({
        fromMs: roundMs((after === undefined ? from : Date.parse(after)) - this.startMs),
        toMs: roundMs((before === undefined ? endMs : Date.parse(before)) - this.startMs),
        lost,
      })),
    );
  }

  #recorded(): readonly RecordingSegment[] {
    return [...this.#segments.values()].map(({ segment, boot, startMs, endMs, events, missing }) => ({
      segment,
      boot,
      startMs: roundMs(startMs - this.startMs),
      endMs: roundMs(endMs - this.startMs),
      events,
      lost: missing.lost,
    }));
  }

  /** Between two segments nothing was recorded; a record may say why. */
  #between(segments: readonly RecordingSegment[], told: readonly BlindRecord[]): readonly BlindWindow[] {
    return segments.flatMap((segment, index) => {
      const previous = segments[index - 1];
      if (previous === undefined || segment.startMs <= previous.endMs) return [];
      const record = told.find(({ fromMs }) => Math.abs(fromMs - this.startMs - previous.endMs) < 1_000);
      const usual = segment.boot === previous.boot ? 'eslogger was restarted' : 'the machine was restarted';
      return [{ fromMs: previous.endMs, toMs: segment.startMs, reason: record?.reason ?? usual }];
    });
  }
}

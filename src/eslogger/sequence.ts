/**
 * Loss accounting from eslogger's two counters: `global_seq_num` counts all messages of one client (one run of eslogger),
 * `seq_num` those of one event type. Both start at 0 and grow by 1, so a number that never came is a lost event.
 *
 * The global counter says how many were lost, a type's counter of which type, once a later event of that type has come:
 * the sum over the types is at most the global loss, and the rest could be of any type. A loss after the last line cannot be seen.
 * Source: the notes on es_message_t in ESMessage.h.
 */
import type { SequenceGap } from '../model/trace.ts';
import { MissingNumbers } from './missing-numbers.ts';

interface SegmentLoss {
  readonly segment: number;
  /** Distinct events. */
  readonly events: number;
  readonly duplicates: number;
  /** By the global counter. */
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  /** Lost by the global counter but by no type's. */
  readonly lostUnattributed: number;
}

export interface LossReport {
  /** By segment, then the global counter, then the types by name, then number. */
  readonly gaps: readonly SequenceGap[];
  readonly events: number;
  readonly duplicates: number;
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  readonly lostUnattributed: number;
  readonly segments: readonly SegmentLoss[];
}

class SegmentCounters {
  readonly global = new MissingNumbers();
  readonly types = new Map<string, MissingNumbers>();
  events = 0;
  duplicates = 0;

  add(type: string, seq: number, globalSeq: number, time: string): boolean {
    if (!this.global.add(globalSeq, time)) {
      this.duplicates += 1;
      return false;
    }
    this.events += 1;
    let counter = this.types.get(type);
    if (counter === undefined) {
      counter = new MissingNumbers();
      this.types.set(type, counter);
    }
    counter.add(seq, time);
    return true;
  }

  sortedTypes(): readonly (readonly [string, MissingNumbers])[] {
    return [...this.types].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Takes events in any order; the report depends on the set of events alone. */
export class SequenceAccount {
  readonly #segments = new Map<number, SegmentCounters>();

  /** `time` as eslogger wrote it. False for an event that was there before: it must not be observed twice. */
  add(segment: number, type: string, seq: number, globalSeq: number, time: string): boolean {
    let counters = this.#segments.get(segment);
    if (counters === undefined) {
      counters = new SegmentCounters();
      this.#segments.set(segment, counters);
    }
    return counters.add(type, seq, globalSeq, time);
  }

  /** May be called at any time; counting goes on. */
  finish(): LossReport {
    const sorted = [...this.#segments].sort(([a], [b]) => a - b);
    const segments = sorted.map(([segment, counters]) => segmentLoss(segment, counters));
    const lostByType: Record<string, number> = {};
    for (const segment of segments) {
      for (const [type, lost] of Object.entries(segment.lostByType))
        lostByType[type] = (lostByType[type] ?? 0) + lost;
    }
    const total = (pick: (segment: SegmentLoss) => number): number =>
      segments.reduce((sum, segment) => sum + pick(segment), 0);
    return {
      gaps: sorted.flatMap(([segment, counters]) => segmentGaps(segment, counters)),
      events: total((segment) => segment.events),
      duplicates: total((segment) => segment.duplicates),
      lost: total((segment) => segment.lost),
      lostByType,
      lostUnattributed: total((segment) => segment.lostUnattributed),
      segments,
    };
  }
}

function segmentLoss(segment: number, counters: SegmentCounters): SegmentLoss {
  const lossy = counters.sortedTypes().filter(([, counter]) => counter.lost > 0);
  const attributed = lossy.reduce((sum, [, counter]) => sum + counter.lost, 0);
  const { lost } = counters.global;
  return {
    segment,
    events: counters.events,
    duplicates: counters.duplicates,
    lost,
    lostByType: Object.fromEntries(lossy.map(([type, counter]) => [type, counter.lost])),
    lostUnattributed: Math.max(0, lost - attributed),
  };
}

function segmentGaps(segment: number, counters: SegmentCounters): readonly SequenceGap[] {
  const gaps = (eventType: string | undefined, counter: MissingNumbers): SequenceGap[] =>
    counter.holes().map((hole) => ({ segment, eventType, ...hole }));
  return [
    ...gaps(undefined, counters.global),
    ...counters.sortedTypes().flatMap(([type, counter]) => gaps(type, counter)),
  ];
}

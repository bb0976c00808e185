import type { TraceRecord } from '../../model/trace.ts';
import type { RecordsFrame } from '../records.ts';
import { DERIVED_WINDOW_REASONS } from './segments.ts';

type SegmentStart = Extract<TraceRecord, { kind: 'segment-start' }>;

/** Made anew from the lines, so not carried over. */
function isDerived(record: TraceRecord): boolean {
  if (record.kind === 'blind-window') return DERIVED_WINDOW_REASONS.includes(record.reason);
  return record.kind === 'segment-start' || record.kind === 'segment-end' || record.kind === 'gap';
}

/**
 * Records of a trace that is imported again. Its segments get new numbers, which are known once the first line of each has been
 * placed; until then its records wait.
 */
export class CarriedRecords {
  #waiting: TraceRecord[] = [];
  #announced = 0;
  readonly #starts = new Map<number, SegmentStart>();
  readonly #placed = new Map<number, number>();

  add(frame: RecordsFrame): void {
    this.#announced = frame.segment ?? this.#announced;
    for (const record of frame.records) {
      if (record.kind === 'segment-start') this.#starts.set(record.segment, record);
      if (!isDerived(record)) this.#waiting.push(record);
    }
  }

  /** What the earlier trace knew of the segment whose lines come now. */
  facts(): Pick<SegmentStart, 'os' | 'bootTime'> {
    const { os, bootTime } = this.#starts.get(this.#announced) ?? {};
    return { ...(os && { os }), ...(bootTime !== undefined && { bootTime }) };
  }

  /** A line of the announced segment went to `segment`: gives the records that can be written now. */
  placed(segment: number): readonly TraceRecord[] {
    if (this.#waiting.length === 0) return [];
    this.#placed.set(this.#announced, segment);
    const ready = this.#waiting.filter((record) => this.#target(record) !== undefined);
    this.#waiting = this.#waiting.filter((record) => this.#target(record) === undefined);
    return ready.map((record) => this.#moved(record, segment));
  }

  /** At the end: records of segments that had no event go to the last segment there was. */
  rest(segment: number): readonly TraceRecord[] {
    return this.#waiting.splice(0).map((record) => this.#moved(record, segment));
  }

  #target(record: TraceRecord): number | undefined {
    return 'segment' in record ? this.#placed.get(record.segment) : -1;
  }

  #moved(record: TraceRecord, segment: number): TraceRecord {
    return 'segment' in record ? { ...record, segment: this.#placed.get(record.segment) ?? segment } : record;
  }
}

/**
 * Splits a stream of events into segments, one per run of eslogger.
 *
 * Every run is a new client whose `global_seq_num` starts at 0. Lines may come a little out of order, or sorted by a tool that
 * someone ran over the capture, so a fall of the number alone says nothing. What holds within one run is that number and
 * `mach_time` grow together; so an event belongs to a segment when it fits between the neighbours that the segment already has.
 * A number that repeats with another `mach_time`, a number that fell while the clock moved on (eslogger restarted), a
 * `mach_time` that fell while the number or the wall clock moved on (reboot), or both falling to before everything the segment
 * has (files in the wrong order) do not fit.
 *
 * `mach_time` is stamped before the kernel numbers the message, so neighbours may be swapped by a short time. Its unit differs
 * between machines (24 MHz or 1 GHz), hence the tolerances are in wall-clock milliseconds.
 */
export interface SegmentPoint {
  readonly globalSeq: number;
  readonly machTime: number;
  readonly timeMs: number;
  /** Fixed for a run: it changes with the system only. */
  readonly messageVersion?: number;
}

/** A number below the highest, with a clock that disagrees by less than this: the stamp was early or late, the run is the same. */
const SWAPPED_MS = 250;
/** A growing number with a falling clock: a restart of the machine, or of the list of files, takes longer than this. */
const STAMP_DELAY_MS = 5_000;
/** A late line from before the first one of a segment: further back than this it is another recording. */
const BEFORE_START_MS = 60_000;
const RECENT = 1_024;
const ANCHORS = 1_024;
/** Segments that a late line may still belong to. */
export const OPEN_SEGMENTS = 4;

class Neighbours {
  readonly #globalSeq: number;
  same: SegmentPoint | undefined;
  below: SegmentPoint | undefined;
  above: SegmentPoint | undefined;

  constructor(globalSeq: number) {
    this.#globalSeq = globalSeq;
  }

  consider(known: SegmentPoint): void {
    if (known.globalSeq === this.#globalSeq) this.same = known;
    else if (known.globalSeq > this.#globalSeq) {
      if (this.above === undefined || known.globalSeq < this.above.globalSeq) this.above = known;
    } else if (this.below === undefined || known.globalSeq > this.below.globalSeq) this.below = known;
  }
}

class SegmentSketch {
  readonly index: number;
  #highest: SegmentPoint;
  #earliestMs: number;
  readonly #recent: SegmentPoint[] = [];
  #next = 0;
  #anchors: SegmentPoint[] = [];
  #stride = 1;
  #sinceAnchor = 0;

  constructor(index: number, first: SegmentPoint) {
    this.index = index;
    this.#highest = first;
    this.#earliestMs = first.timeMs;
    this.add(first);
  }

  /** The usual case: the next number and a clock that went on. */
  continues(point: SegmentPoint): boolean {
    return (
      point.globalSeq > this.#highest.globalSeq &&
      point.machTime >= this.#highest.machTime &&
      point.messageVersion === this.#highest.messageVersion
    );
  }

  fits(point: SegmentPoint): boolean {
    if (point.messageVersion !== this.#highest.messageVersion) return false;
    if (point.globalSeq > this.#highest.globalSeq) {
      return !fellBehind(this.#highest, point, STAMP_DELAY_MS);
    }
    const near = new Neighbours(point.globalSeq);
    for (const known of this.#recent) near.consider(known);
    for (const known of this.#anchors) near.consider(known);
    const { same, below, above } = near;
    if (same !== undefined) return same.machTime === point.machTime;
    if (below !== undefined && fellBehind(below, point, SWAPPED_MS)) return false;
    if (above !== undefined && fellBehind(point, above, SWAPPED_MS)) return false;
    // The ticks fit, but the segment had gone past this number long before: another boot, at the same age.
    if (above !== undefined && point.timeMs > above.timeMs + STAMP_DELAY_MS) return false;
    return below !== undefined || this.#earliestMs - point.timeMs <= BEFORE_START_MS;
  }

  /** A segment that another one followed takes late lines only, nothing that comes after its end. */
  endedBefore(point: SegmentPoint): boolean {
    return point.timeMs > this.#highest.timeMs + STAMP_DELAY_MS;
  }

  add(point: SegmentPoint): void {
    if (point.globalSeq > this.#highest.globalSeq) this.#highest = point;
    this.#earliestMs = Math.min(this.#earliestMs, point.timeMs);
    this.#recent[this.#next] = point;
    this.#next = (this.#next + 1) % RECENT;
    this.#sinceAnchor += 1;
    if (this.#sinceAnchor >= this.#stride) this.#keepAnchor(point);
  }

  /** Points over the whole segment, thinned by half whenever there are too many. */
  #keepAnchor(point: SegmentPoint): void {
    this.#sinceAnchor = 0;
    this.#anchors.push(point);
    if (this.#anchors.length < ANCHORS) return;
    this.#anchors = this.#anchors.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }
}

/** The number grew from `earlier` to `later`, but the clock fell, by more than a swap explains. */
function fellBehind(earlier: SegmentPoint, later: SegmentPoint, toleranceMs: number): boolean {
  return later.machTime < earlier.machTime && Math.abs(later.timeMs - earlier.timeMs) > toleranceMs;
}

export class Segmenter {
  #sketches: SegmentSketch[] = [];
  #segments = 0;

  /** `segment` counts from 0; a late line may go to a segment before the newest. */
  place(event: SegmentPoint): { segment: number; isNew: boolean } {
    const { globalSeq, machTime, timeMs, messageVersion = 0 } = event;
    const point = { globalSeq, machTime, timeMs, messageVersion };
    const newest = this.#sketches.at(-1);
    if (newest?.continues(point) === true) {
      newest.add(point);
      return { segment: newest.index, isNew: false };
    }
    const home = this.#sketches.findLast(
      (sketch) => (sketch === newest || !sketch.endedBefore(point)) && sketch.fits(point),
    );
    if (home !== undefined) {
      home.add(point);
      return { segment: home.index, isNew: false };
    }
    const fresh = new SegmentSketch(this.#segments, point);
    this.#segments += 1;
    this.#sketches = [...this.#sketches, fresh].slice(-OPEN_SEGMENTS);
    return { segment: fresh.index, isNew: true };
  }
}

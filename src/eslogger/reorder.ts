/**
 * Puts events in the order of (segment, global_seq_num), within a window. Lines that come in order pass through at once; after a
 * missing number the following ones wait, until it comes or `window` of them wait. What comes later still is let through as it
 * is, and counted: a recording that needs more was sorted by some other tool.
 */
export interface Ordered {
  readonly segment: number;
  readonly globalSeq: number;
}

export const REORDER_WINDOW = 2_048;

export class ReorderBuffer<Item extends Ordered> {
  readonly #window: number;
  readonly #emit: (item: Item) => void;
  /** Lowest number first, from `#first` on. Most lines that must wait come in order, so putting one in its place is putting it last. */
  readonly #waiting: Item[] = [];
  #first = 0;
  #segment = -1;
  #next = 0;
  #late = 0;

  constructor(emit: (item: Item) => void, window = REORDER_WINDOW) {
    this.#emit = emit;
    this.#window = window;
  }

  /** Events that came too late to be put in their place. */
  get late(): number {
    return this.#late;
  }

  push(item: Item): void {
    if (item.segment !== this.#segment) this.#enter(item.segment);
    if (item.globalSeq > this.#next) {
      this.#insert(item);
      if (this.#waiting.length - this.#first > this.#window) this.#skipGap();
      return;
    }
    if (item.globalSeq < this.#next) this.#late += 1;
    else this.#next += 1;
    this.#emit(item);
    this.#drain();
  }

  /** Nothing of this segment below this number is still to come. */
  passBelow(globalSeq: number): void {
    let lowest = this.#waiting[this.#first];
    while (lowest !== undefined && lowest.globalSeq < globalSeq) {
      this.#skipGap();
      lowest = this.#waiting[this.#first];
    }
  }

  /** The end of the stream, or of a segment: nothing will come to fill the gaps. */
  flush(): void {
    while (this.#waiting.length > 0) this.#skipGap();
  }

  #enter(segment: number): void {
    this.flush();
    this.#segment = segment;
    this.#next = 0;
  }

  #skipGap(): void {
    const lowest = this.#waiting[this.#first];
    if (lowest === undefined) return;
    this.#next = lowest.globalSeq;
    this.#drain();
  }

  #drain(): void {
    let lowest = this.#waiting[this.#first];
    while (lowest !== undefined && lowest.globalSeq <= this.#next) {
      this.#first += 1;
      this.#next = lowest.globalSeq + 1;
      this.#emit(lowest);
      lowest = this.#waiting[this.#first];
    }
    if (this.#first < this.#waiting.length && this.#first < this.#window) return;
    if (this.#first > 0) this.#waiting.splice(0, this.#first);
    this.#first = 0;
  }

  /** Behind those that have the same number. */
  #insert(item: Item): void {
    const waiting = this.#waiting;
    const { globalSeq } = item;
    const last = waiting.at(-1);
    if (last === undefined || last.globalSeq <= globalSeq) {
      waiting.push(item);
      return;
    }
    let [from, to] = [this.#first, waiting.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const other = waiting[middle];
      if (other !== undefined && other.globalSeq <= globalSeq) from = middle + 1;
      else to = middle;
    }
    waiting.splice(from, 0, item);
  }
}

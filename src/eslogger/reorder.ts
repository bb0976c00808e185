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
  /** A binary heap, lowest number first. */
  #waiting: Item[] = [];
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
      if (this.#waiting.length > this.#window) this.#skipGap();
      return;
    }
    if (item.globalSeq < this.#next) this.#late += 1;
    else this.#next += 1;
    this.#emit(item);
    this.#drain();
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
    const [lowest] = this.#waiting;
    if (lowest === undefined) return;
    this.#next = lowest.globalSeq;
    this.#drain();
  }

  #drain(): void {
    let [lowest] = this.#waiting;
    while (lowest !== undefined && lowest.globalSeq <= this.#next) {
      this.#removeLowest();
      this.#next = lowest.globalSeq + 1;
      this.#emit(lowest);
      [lowest] = this.#waiting;
    }
  }

  #insert(item: Item): void {
    const heap = this.#waiting;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const up = (at - 1) >>> 1;
      const parent = heap[up];
      if (parent === undefined || parent.globalSeq <= item.globalSeq) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = item;
  }

  #removeLowest(): void {
    const heap = this.#waiting;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const [child, down] = b !== undefined && b.globalSeq < a.globalSeq ? [b, left + 1] : [a, left];
      if (child.globalSeq >= last.globalSeq) break;
      heap[at] = child;
      at = down;
    }
    heap[at] = last;
  }
}

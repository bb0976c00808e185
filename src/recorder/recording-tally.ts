/** What a recording has taken so far: events, bytes, and the events that did not come, by their numbers. */
export class RecordingTally {
  /** Numbers begin anew with each segment. */
  readonly #numbers = new Map<number, { highest: number; count: number }>();
  #events = 0;
  #rawBytes = 0;
  #told: { atMs: number; events: number };

  /** Monotonic milliseconds, here and below. */
  constructor(nowMs: number) {
    this.#told = { atMs: nowMs, events: 0 };
  }

  get events(): number {
    return this.#events;
  }

  get rawBytes(): number {
    return this.#rawBytes;
  }

  add(segment: number, globalSeq: number, bytes: number): void {
    this.#events += 1;
    this.#rawBytes += bytes;
    const numbers = this.#numbers.get(segment);
    if (numbers === undefined) this.#numbers.set(segment, { highest: globalSeq, count: 1 });
    else {
      numbers.count += 1;
      if (globalSeq > numbers.highest) numbers.highest = globalSeq;
    }
  }

  /** A line that came twice hides a lost one here; the trace itself has the exact account. */
  get lost(): number {
    let lost = 0;
    for (const { highest, count } of this.#numbers.values()) lost += Math.max(0, highest + 1 - count);
    return lost;
  }

  /** Events a second since the last time this was asked. */
  rateSince(nowMs: number): number {
    const { atMs, events } = this.#told;
    this.#told = { atMs: nowMs, events: this.#events };
    return nowMs > atMs ? ((this.#events - events) * 1_000) / (nowMs - atMs) : 0;
  }
}

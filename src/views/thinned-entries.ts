/**
 * As many entries of a timeline as a page may hold, from a recording of any length. Entries of programs that take part in the upgrade, or that a
 * finding names, are kept first; of each of the two sorts, when there are too many, every second one goes, again and again, so that what stays
 * is spread over the whole recording.
 */
import type { TimelineEntry } from '../model/timeline.ts';
import type { EntrySink } from './timeline-folding.ts';

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

class Pile {
  kept: EventEntry[] = [];
  seen = 0;
  #stride = 1;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  push(entry: EventEntry): void {
    if (this.seen % this.#stride === 0) this.kept.push(entry);
    this.seen += 1;
    while (this.kept.length > this.#most) {
      this.#stride *= 2;
      this.kept = this.kept.filter((_, index) => index % 2 === 0);
    }
  }
}

export class ThinnedEntries implements EntrySink {
  readonly #isTelling: (entry: EventEntry) => boolean;
  readonly #most: number;
  readonly #telling: Pile;
  readonly #others: Pile;

  constructor(most: number, isTelling: (entry: EventEntry) => boolean) {
    this.#most = most;
    this.#isTelling = isTelling;
    this.#telling = new Pile(most);
    this.#others = new Pile(most);
  }

  get length(): number {
    return this.#telling.seen + this.#others.seen;
  }

  push(entry: TimelineEntry): void {
    if (entry.kind !== 'event') return;
    (this.#isTelling(entry) ? this.#telling : this.#others).push(entry);
  }

  /** In order of time. */
  finish(): { readonly entries: readonly EventEntry[]; readonly left: number } {
    const room = this.#most - this.#telling.kept.length;
    const others = new Pile(room);
    for (const entry of this.#others.kept) others.push(entry);
    const entries = [...this.#telling.kept, ...others.kept].sort(
      (a, b) => a.segment - b.segment || a.globalSeq - b.globalSeq,
    );
    return { entries, left: this.length - entries.length };
  }
}

/** Puts what a recorder asked the system between the events, at its time. */
import type { Moment } from './hit.ts';

export interface PlacedProbe extends Moment {
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ProbeObserver {
  observeProbe(moment: Moment, values: Readonly<Record<string, unknown>>): void;
}

export class ProbeFeed {
  readonly #probes: readonly PlacedProbe[];
  readonly #observer: ProbeObserver;
  #next = 0;

  constructor(probes: readonly PlacedProbe[], observer: ProbeObserver) {
    this.#probes = probes.toSorted((a, b) => a.segment - b.segment || a.timeMs - b.timeMs);
    this.#observer = observer;
  }

  /** Those that come before an event. */
  before({ segment, timeMs }: Pick<Moment, 'segment' | 'timeMs'>): void {
    for (let probe = this.#probes[this.#next]; probe !== undefined; probe = this.#probes[this.#next]) {
      const isDue = probe.segment < segment || (probe.segment === segment && probe.timeMs <= timeMs);
      if (!isDue) return;
      this.#give(probe);
    }
  }

  /** Those that no event followed. */
  rest(): void {
    for (const probe of this.#probes.slice(this.#next)) this.#give(probe);
  }

  #give(probe: PlacedProbe): void {
    this.#next += 1;
    this.#observer.observeProbe(probe, probe.values);
  }
}

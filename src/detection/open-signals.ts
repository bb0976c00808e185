/**
 * Which signals the events of one program can be at all: most programs pass the conditions of no signal, and their events need no further look.
 * Worked out once for each event type, however many events there are.
 */
import type { ProcessImage } from '../model/event.ts';
import type { SignalWatch } from './signal-watch.ts';

const NONE: readonly SignalWatch[] = [];

/** Signals that look at events of a type, in order. */
export type WatchesOn = (eventType: string) => readonly SignalWatch[];

export class OpenSignals {
  readonly #image: ProcessImage;
  readonly #watchesOn: WatchesOn;
  readonly #acting = new Map<string, readonly SignalWatch[]>();
  readonly #started = new Map<string, readonly SignalWatch[]>();

  /** `image`: any of the program. */
  constructor(image: ProcessImage, watchesOn: WatchesOn) {
    this.#image = image;
    this.#watchesOn = watchesOn;
  }

  /** What an event can be as far as this program, which acts, says. */
  whereItActs(eventType: string): readonly SignalWatch[] {
    return this.#known(this.#acting, eventType, (watch) => watch.canActBy(this.#image));
  }

  /** What an event can be as far as this program, which is started, says. */
  whereItStarts(eventType: string): readonly SignalWatch[] {
    return this.#known(this.#started, eventType, (watch) => watch.canStart(this.#image));
  }

  #known(
    byType: Map<string, readonly SignalWatch[]>,
    eventType: string,
    isOpen: (watch: SignalWatch) => boolean,
  ): readonly SignalWatch[] {
    let open = byType.get(eventType);
    if (open === undefined) {
      const watches = this.#watchesOn(eventType).filter(isOpen);
      byType.set(eventType, (open = watches.length === 0 ? NONE : watches));
    }
    return open;
  }
}

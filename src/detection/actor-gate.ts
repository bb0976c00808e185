/**
 * Which signals an event of one program can be at all: most programs pass the conditions on the actor of no signal, and their events need no further look.
 * Worked out once a program and event type, however many events it has.
 */
import type { ProcessImage } from '../model/event.ts';
import type { SignalWatch } from './signal-watch.ts';

const NONE: readonly SignalWatch[] = [];
/** Programs, with their signatures, that are known at a time. */
const MOST_PROGRAMS = 4_096;

export class ActorGate {
  readonly #watchesOn: (eventType: string) => readonly SignalWatch[];
  /** Events of one process come with one image, where their lines were read together. */
  readonly #byImage = new WeakMap<ProcessImage, Map<string, readonly SignalWatch[]>>();
  readonly #byIdentity = new Map<string, Map<string, readonly SignalWatch[]>>();

  /** `watchesOn`: every signal that looks at such events, in order. */
  constructor(watchesOn: (eventType: string) => readonly SignalWatch[]) {
    this.#watchesOn = watchesOn;
  }

  /** Signals that the event may be, in their order, as far as its actor says. */
  open(eventType: string, image: ProcessImage): readonly SignalWatch[] {
    const all = this.#watchesOn(eventType);
    if (all.length === 0) return NONE;
    let byType = this.#byImage.get(image);
    if (byType === undefined) this.#byImage.set(image, (byType = this.#ofIdentity(image)));
    let open = byType.get(eventType);
    if (open === undefined) {
      const passing = all.filter((watch) => watch.actorPasses(image));
      byType.set(eventType, (open = passing.length === 0 ? NONE : passing));
    }
    return open;
  }

  #ofIdentity(image: ProcessImage): Map<string, readonly SignalWatch[]> {
    const identity = identityOf(image);
    let byType = this.#byIdentity.get(identity);
    if (byType === undefined) {
      if (this.#byIdentity.size >= MOST_PROGRAMS) this.#byIdentity.clear();
      this.#byIdentity.set(identity, (byType = new Map<string, readonly SignalWatch[]>()));
    }
    return byType;
  }
}

/** All that a condition on the actor can ask for. Lengths keep the parts apart, whatever characters are in them. */
function identityOf(image: ProcessImage): string {
  const { signingId = '', teamId = '', cdhash = '', executable, codesigningFlags, token } = image;
  const { isPlatformBinary, validationCategory = '' } = image;
  return `${signingId.length} ${teamId.length} ${cdhash.length} ${codesigningFlags} ${isPlatformBinary} ${validationCategory} ${token.euid} ${signingId}${teamId}${cdhash}${executable}`;
}

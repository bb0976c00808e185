/** One event as rules see it: its fields, and what is known of its processes and paths by then. Nothing is worked out before a rule asks. */
import type { EsEvent, ProcessImage } from '../model/event.ts';
import { canonicalPathOf } from '../normalize/file-paths.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';
import type { ProcessTable } from '../processes/table.ts';
import type { Hand, HandoffWatch, Origin } from './handoff-watch.ts';

/** A chain of parents longer than this is no real one. */
const MOST_ANCESTORS = 32;

export class EventView {
  readonly event: EsEvent;
  readonly #table: ProcessTable;
  readonly #handoffs: HandoffWatch | undefined;
  readonly #hand: Hand | undefined;
  #ancestors: readonly ProcessImage[] | undefined;
  #origins: readonly Origin[] | undefined;
  #filePath: string | undefined;

  /** `hand`: the program at work, as `handoffs` knows it. */
  constructor(
    event: EsEvent,
    table: ProcessTable,
    handoffs: HandoffWatch | undefined,
    hand: Hand | undefined,
  ) {
    this.event = event;
    this.#table = table;
    this.#handoffs = handoffs;
    this.#hand = hand;
  }

  /** Whom the event is about: the program that an exec starts, else the one that acts. */
  get subject(): ProcessImage {
    const { payload, process } = this.event;
    return payload.kind === 'exec' ? payload.target : process;
  }

  /** The path that a file event is about. */
  get filePath(): string | undefined {
    const { payload } = this.event;
    if (payload.kind !== 'file') return undefined;
    this.#filePath ??= canonicalPathOf(payload);
    return this.#filePath;
  }

  get ancestors(): readonly ProcessImage[] {
    if (this.#ancestors !== undefined) return this.#ancestors;
    const chain: ProcessImage[] = [];
    let image = this.#table.parentOf(this.subject);
    while (image !== undefined && chain.length < MOST_ANCESTORS) {
      chain.push(image);
      if (image.token.pid <= 1) break;
      image = this.#table.parentOf(image);
    }
    this.#ancestors = chain;
    return chain;
  }

  get responsible(): ProcessImage | undefined {
    return this.#table.responsibleOf(this.subject);
  }

  /** Programs that rules ask for and that made what is moved, copied or run here. */
  get origins(): readonly Origin[] {
    this.#origins ??= this.#handoffs?.originsOf(this.event, this.#hand) ?? [];
    return this.#origins;
  }
}

/** Paths are compared in one form: no /System/Volumes/Data, no /private before var, tmp and etc. */
export function plainPath(path: string): string {
  return canonicalPath.apply(path);
}

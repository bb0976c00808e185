import { ownText } from '../../eslogger/own-text.ts';
import type { LearnedNames } from './names.ts';

interface MemoryLimits {
  readonly entries: number;
  /** Longer texts do not come twice. */
  readonly characters: number;
}

/** Values of fields, environment entries. */
export const VALUE_LIMITS: MemoryLimits = { entries: 32_768, characters: 512 };
/** Whole argument vectors, as they stand between their brackets. */
export const VECTOR_LIMITS: MemoryLimits = { entries: 4_096, characters: 2_048 };

/** Remembers what became of a text: the same few thousand paths and commands make up most of a recording. */
export class Memory<Result> {
  readonly #names: LearnedNames;
  readonly #limits: MemoryLimits;
  readonly #known = new Map<string, Result>();
  #generation = 0;

  constructor(names: LearnedNames, limits: MemoryLimits) {
    this.#names = names;
    this.#limits = limits;
  }

  /** `decide` must follow from the text and the learned names alone. */
  of(raw: string, decide: (raw: string) => Result): Result {
    if (this.#generation !== this.#names.generation) {
      this.#known.clear();
      this.#generation = this.#names.generation;
    }
    const known = this.#known.get(raw);
    if (known !== undefined) return known;
    const result = decide(raw);
    if (raw.length <= this.#limits.characters) this.#remember(raw, result);
    return result;
  }

  #remember(raw: string, result: Result): void {
    if (this.#known.size >= this.#limits.entries) this.#known.clear();
    this.#known.set(ownText(raw), result);
  }
}

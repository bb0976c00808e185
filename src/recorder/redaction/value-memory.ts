import type { LearnedNames } from './names.ts';
import type { Change } from './value-redaction.ts';

const MOST_VALUES = 32_768;
/** Longer ones do not come twice. */
const LONGEST_VALUE = 512;

/** Remembers what became of a value: the same few thousand paths make up most of a recording. */
export class ValueMemory {
  readonly #names: LearnedNames;
  readonly #decide: (raw: string) => Change | undefined;
  readonly #known = new Map<string, Change | 'stays'>();
  #generation = 0;

  constructor(names: LearnedNames, decide: (raw: string) => Change | undefined) {
    this.#names = names;
    this.#decide = decide;
  }

  of(raw: string): Change | undefined {
    if (this.#generation !== this.#names.generation) {
      this.#known.clear();
      this.#generation = this.#names.generation;
    }
    const known = this.#known.get(raw);
    if (known !== undefined) return known === 'stays' ? undefined : known;
    const change = this.#decide(raw);
    if (raw.length <= LONGEST_VALUE) this.#remember(raw, change);
    return change;
  }

  #remember(raw: string, change: Change | undefined): void {
    if (this.#known.size >= MOST_VALUES) this.#known.clear();
    // A slice of the chunk would keep the whole chunk in memory: store a copy of its own.
    this.#known.set(Buffer.from(raw, 'latin1').toString('latin1'), change ?? 'stays');
  }
}

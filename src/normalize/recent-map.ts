/** What was worked out lately. A text comes again soon or not at all: the older half of what is known is dropped at once. */
export class RecentMap<Value> {
  readonly #most: number;
  #recent = new Map<string, Value>();
  #older = new Map<string, Value>();

  /** `most`: entries of either half. */
  constructor(most: number) {
    this.#most = most;
  }

  get(text: string): Value | undefined {
    const value = this.#recent.get(text);
    if (value !== undefined) return value;
    const older = this.#older.get(text);
    if (older !== undefined) this.set(text, older);
    return older;
  }

  set(text: string, value: Value): void {
    // Nobody repeats what is longer, and it would take much memory.
    if (text.length > LONGEST) return;
    if (this.#recent.size >= this.#most) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(text, value);
  }
}
const LONGEST = 2048;

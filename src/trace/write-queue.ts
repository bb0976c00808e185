/**
 * Work that runs side by side but lands in order: frames are compressed on the thread pool, several at once, and written one
 * after the other. The first failure stops everything after it and is thrown at the next call.
 */
export class WriteQueue {
  readonly #mostInFlight: number;
  #inFlight = 0;
  #tail: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(mostInFlight: number) {
    this.#mostInFlight = mostInFlight;
  }

  /** `work` starts at once; `land` gets its result after everything queued before has landed. */
  push<T>(work: () => Promise<T>, land: (result: T) => Promise<void>): void {
    this.#inFlight += 1;
    const result = this.#failure ? undefined : work();
    // A failure shows when its turn comes; until then it must not count as unhandled.
    result?.catch(() => undefined);
    this.#tail = this.#tail.then(async () => {
      try {
        if (!this.#failure && result) await land(await result);
      } catch (error) {
        this.#failure ??= { error };
      }
      this.#inFlight -= 1;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Resolves as soon as there is room for more. */
  async drain(): Promise<void> {
    while (this.#inFlight > this.#mostInFlight) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#throwFailure();
  }

  /** Resolves when everything queued so far has landed. */
  async settle(): Promise<void> {
    await this.#tail;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

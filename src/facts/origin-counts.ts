/** How many of a folder's children hold each origin. Nearly all folders have one origin, which needs no map. */
export class OriginCounts {
  #only: string | undefined;
  #count = 0;
  /** All others. */
  #more: Map<string, number> | undefined;

  has(origin: string): boolean {
    return origin === this.#only || this.#more?.has(origin) === true;
  }

  /** True where the origin is new here. */
  add(origin: string): boolean {
    if (origin === this.#only) {
      this.#count += 1;
      return false;
    }
    const count = this.#more?.get(origin) ?? 0;
    if (count === 0 && this.#only === undefined) {
      this.#only = origin;
      this.#count = 1;
      return true;
    }
    this.#more ??= new Map();
    this.#more.set(origin, count + 1);
    return count === 0;
  }

  /** True where it was the last of its origin here. */
  drop(origin: string): boolean {
    if (origin === this.#only) {
      this.#count -= 1;
      if (this.#count > 0) return false;
      this.#only = undefined;
      return true;
    }
    const count = this.#more?.get(origin) ?? 0;
    if (count > 1) this.#more?.set(origin, count - 1);
    else this.#more?.delete(origin);
    return count === 1;
  }

  /** In no order. */
  origins(): string[] {
    return [...(this.#only === undefined ? [] : [this.#only]), ...(this.#more?.keys() ?? [])];
  }
}

/** Rows of numbers, as many as come. */
export class NumberTable {
  readonly #width: number;
  #size = 0;
  /** Another array once a row has found no room. */
  values: Float64Array;

  constructor(width: number) {
    this.#width = width;
    this.values = new Float64Array(width * 512);
  }

  get count(): number {
    return this.#size / this.#width;
  }

  /** Where the new row begins. */
  add(): number {
    const at = this.#size;
    if (at + this.#width > this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.#size += this.#width;
    return at;
  }

  /** Its room stays, for the next rows. */
  clear(): void {
    this.#size = 0;
  }

  taken(): Float64Array {
    return this.values.slice(0, this.#size);
  }
}

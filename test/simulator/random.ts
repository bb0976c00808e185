/**
 * The simulator's own random numbers (sfc32), so that a seed gives the same bytes on every machine and Node version.
 * Streams are named: what one actor draws never moves what another one draws, so that more background does not change the story.
 */

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
export const ALPHANUMERIC = LOWER + UPPER + DIGITS;

/** Four 32-bit words out of a name (FNV-1a with four different starts, mixed). */
function hashWords(name: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x85ebca77) ^ (words[0] >>> 15);
    words[2] = Math.imul(words[2] ^ code, 0xc2b2ae3d) ^ (words[1] >>> 13);
    words[3] = Math.imul(words[3] ^ code, 0x27d4eb2f) ^ (words[2] >>> 16);
  }
  return words;
}

export class Random {
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(name: string) {
    this.#name = name;
    [this.#a, this.#b, this.#c, this.#counter] = hashWords(name);
    for (let i = 0; i < 16; i++) this.#word();
  }

  /** A stream of its own, the same whatever was drawn here before. */
  stream(name: string): Random {
    return new Random(`${this.#name}/${name}`);
  }

  #word(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** 0 ≤ x < 1 */
  next(): number {
    return this.#word() / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.int(0, items.length - 1)] ?? items[0];
  }

  /** Some of them, in random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffle(items).slice(0, count);
  }

  shuffle<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
  }

  /** Waiting time between events that come on their own, in the unit of `mean`. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Around a middle, give or take a fraction. */
  around(middle: number, fraction = 0.3): number {
    return middle * (1 + fraction * (2 * this.next() - 1));
  }

  text(length: number, alphabet: string): string {
    let result = '';
    for (let i = 0; i < length; i++) result += alphabet[this.int(0, alphabet.length - 1)] ?? '';
    return result;
  }

  letters(length: number): string {
    return this.text(length, LOWER);
  }

  digits(length: number): string {
    return this.text(length, DIGITS);
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }

  uuid(): string {
    const hex = this.text(32, '0123456789ABCDEF');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

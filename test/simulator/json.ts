/**
 * JSON the way eslogger writes it: the keys of an object come in an order that changes from line to line, `/` is written `\/`,
 * and whole numbers above 2^53 stay exact (here: bigint).
 */
import type { Random } from './random.ts';

export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
/** `undefined` leaves the key out, as eslogger does with what a message version lacks. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Orders in use per set of keys; a line is written in one of them. */
const ORDERS_PER_SHAPE = 4;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The same few paths and names stand in most lines. */
const quoted = new Map<string, string>();
const MOST_QUOTED = 20_000;

function quote(text: string): string {
  const known = quoted.get(text);
  if (known !== undefined) return known;
  const result = JSON.stringify(text).replaceAll('/', '\\/');
  if (quoted.size >= MOST_QUOTED) quoted.clear();
  quoted.set(text, result);
  return result;
}

export class LineWriter {
  readonly #random: Random;
  readonly #keyOrder: 'shuffled' | 'sorted' | 'reversed';
  readonly #orders = new Map<string, string[][]>();

  #lineOrder = 0;

  constructor(random: Random, keyOrder: 'shuffled' | 'sorted' | 'reversed' = 'shuffled') {
    this.#random = random;
    this.#keyOrder = keyOrder;
  }

  line(value: JsonObject): string {
    this.#lineOrder = this.#random.int(0, ORDERS_PER_SHAPE - 1);
    return this.#object(value);
  }

  #write(value: Json): string {
    if (value === null) return 'null';
    if (typeof value === 'string') return quote(value);
    if (typeof value !== 'object') return String(value);
    if (isList(value)) return `[${value.map((item) => this.#write(item)).join(',')}]`;
    return this.#object(value);
  }

  #object(value: JsonObject): string {
    let result = '';
    for (const key of this.#order(Object.keys(value))) {
      const item = value[key];
      if (item === undefined) continue;
      result += `${result === '' ? '' : ','}"${key}":${this.#write(item)}`;
    }
    return `{${result}}`;
  }

  #order(keys: string[]): readonly string[] {
    if (keys.length < 2) return keys;
    if (this.#keyOrder !== 'shuffled') {
      const sorted = keys.toSorted();
      return this.#keyOrder === 'sorted' ? sorted : sorted.toReversed();
    }
    const shape = keys.join();
    let orders = this.#orders.get(shape);
    if (orders === undefined) {
      orders = Array.from({ length: ORDERS_PER_SHAPE }, () => this.#random.shuffle(keys));
      this.#orders.set(shape, orders);
    }
    return orders[this.#lineOrder] ?? keys;
  }
}

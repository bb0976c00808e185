/**
 * A cursor over one JSON text as eslogger writes it: no blanks. It reads what it is asked for and skips the rest without making
 * objects. Anything unexpected throws `UNEXPECTED`; the caller then parses the text the usual way.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;

export const UNEXPECTED = new Error('This is not JSON as eslogger writes it.');

/** Keys by length, so that a key is compared with few. A key's place in the list is its number. */
export type KeyTable = readonly (readonly { readonly number: number; readonly bytes: Buffer }[])[];

export function keyTable(names: readonly string[]): KeyTable {
  const keys = names.map((name, number) => ({ number, bytes: Buffer.from(name) }));
  const longest = Math.max(...names.map((name) => name.length));
  return Array.from({ length: longest + 1 }, (_, length) =>
    keys.filter(({ bytes }) => bytes.length === length),
  );
}

export class ByteCursor {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  reset(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  isObject(): boolean {
    return this.#bytes[this.#at] === OPEN_BRACE;
  }

  isArray(): boolean {
    return this.#bytes[this.#at] === OPEN_BRACKET;
  }

  /** Steps into an object: true where it has a first key. */
  enterObject(): boolean {
    this.#expect(OPEN_BRACE);
    return !this.#skipIf(CLOSE_BRACE);
  }

  /** After a value: true where another key follows, false behind the end of the object. */
  nextKey(): boolean {
    if (this.#skipIf(COMMA)) return true;
    this.#expect(CLOSE_BRACE);
    return false;
  }

  enterArray(): boolean {
    this.#expect(OPEN_BRACKET);
    return !this.#skipIf(CLOSE_BRACKET);
  }

  nextElement(): boolean {
    if (this.#skipIf(COMMA)) return true;
    this.#expect(CLOSE_BRACKET);
    return false;
  }

  /** Reads a key and its colon: its number in the table, -1 for any other. */
  key(table: KeyTable): number {
    this.#expect(QUOTE);
    const from = this.#at;
    const to = this.#endOfString();
    this.#at = to + 1;
    this.#expect(COLON);
    for (const { number, bytes } of table[to - from] ?? []) {
      if (this.#holds(bytes, from)) return number;
    }
    return -1;
  }

  /** A whole number within 2^53; null is undefined. */
  integer(): number | undefined {
    if (this.#skipNull()) return undefined;
    const negative = this.#skipIf(MINUS);
    const from = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at += 1;
    }
    const next = this.#bytes[this.#at];
    if (this.#at === from || !(next === COMMA || next === CLOSE_BRACE || next === CLOSE_BRACKET))
      throw UNEXPECTED;
    if (value > Number.MAX_SAFE_INTEGER) throw UNEXPECTED;
    return negative ? -value : value;
  }

  boolean(): boolean {
    if (this.#bytes[this.#at] === LETTER_T) {
      this.#at += 4;
      return true;
    }
    if (this.#bytes[this.#at] !== LETTER_F) throw UNEXPECTED;
    this.#at += 5;
    return false;
  }

  /** null is undefined. */
  string(): string | undefined {
    if (this.#skipNull()) return undefined;
    this.#expect(QUOTE);
    const from = this.#at;
    let plain = true;
    let at = from;
    for (let byte = this.#bytes[at]; byte !== QUOTE; byte = this.#bytes[at]) {
      if (byte === undefined || at >= this.#end) throw UNEXPECTED;
      if (byte === BACKSLASH) at += 1;
      if (byte === BACKSLASH || byte >= 0x80) plain = false;
      at += 1;
    }
    this.#at = at + 1;
    if (plain) return this.#bytes.toString('latin1', from, at);
    const value: unknown = JSON.parse(this.#bytes.toString('utf8', from - 1, at + 1));
    if (typeof value !== 'string') throw UNEXPECTED;
    return value;
  }

  /** Passes over any value. */
  skip(): void {
    const first = this.#bytes[this.#at];
    if (first === QUOTE) {
      this.#at += 1;
      this.#at = this.#endOfString() + 1;
    } else if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      this.#skipNested();
    } else {
      this.#skipPlain();
    }
  }

  /**
   * Passes over an object that holds numbers and times only, such as `stat`: its first closing brace ends it. This is a search of
   * the runtime's and not a walk, and `stat` objects are most of a line.
   */
  skipFlatObject(): void {
    const bytes = this.#bytes;
    const close = this.isObject() ? bytes.indexOf(CLOSE_BRACE, this.#at) : -1;
    const next = bytes[close + 1];
    if (close === -1 || close >= this.#end || !(next === COMMA || next === CLOSE_BRACE)) throw UNEXPECTED;
    this.#at = close + 1;
  }

  #skipPlain(): void {
    const from = this.#at;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) break;
      if (byte === undefined || this.#at >= this.#end) throw UNEXPECTED;
      this.#at += 1;
    }
    if (this.#at === from) throw UNEXPECTED;
  }

  #skipNested(): void {
    const bytes = this.#bytes;
    let depth = 0;
    let at = this.#at;
    do {
      if (at >= this.#end) throw UNEXPECTED;
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#at = at + 1;
        at = this.#endOfString();
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
      at += 1;
    } while (depth > 0);
    this.#at = at;
  }

  /** Index of the closing quote, from within the string. */
  #endOfString(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined || at >= this.#end) throw UNEXPECTED;
      at += byte === BACKSLASH ? 2 : 1;
    }
    return at;
  }

  #digit(): number {
    const byte = this.#bytes[this.#at] ?? 0;
    return byte >= ZERO && byte <= NINE ? byte - ZERO : -1;
  }

  #skipNull(): boolean {
    if (this.#bytes[this.#at] !== LETTER_N) return false;
    this.#at += 4;
    return true;
  }

  #holds(expected: Buffer, from: number): boolean {
    for (let index = 0; index < expected.length; index += 1) {
      if (this.#bytes[from + index] !== expected[index]) return false;
    }
    return true;
  }

  #skipIf(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  #expect(byte: number): void {
    if (this.#at >= this.#end || this.#bytes[this.#at] !== byte) throw UNEXPECTED;
    this.#at += 1;
  }
}

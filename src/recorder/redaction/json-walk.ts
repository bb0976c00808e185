/**
 * Finds every string value of one JSON line without building the values: a strict reader of JSON's grammar over a latin1 line.
 * It reports where strings are and under which key; whoever changes one cuts it out of the text, so that numbers above 2^53, the order
 * of keys and the spelling of everything else survive.
 */
export interface StringSite {
  /** Offsets between the quotes. */
  readonly start: number;
  readonly end: number;
  /** The key it stands under; for an element of an array, the array's key. Decoding escapes in it is up to the reader. */
  readonly key: string;
  /** Position in its array, or -1. */
  readonly index: number;
  /** Which array of the line it belongs to (counted from 0), or -1. */
  readonly array: number;
}

const MAX_DEPTH = 256;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The end of the string whose first quote is at `open`, or -1. */
export function closingQuote(text: string, open: number, limit: number): number {
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1 || quote >= limit) return -1;
    let slashes = 0;
    while (quote - 1 - slashes > open && text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote;
    from = quote + 1;
  }
}

/** The string values of the line `text[start, end)`, or undefined where it is not one whole JSON value. */
export function findStrings(text: string, start: number, end: number): readonly StringSite[] | undefined {
  const walker = new Walker(text, end);
  const last = walker.value(walker.skip(start), 0, 0, -1, -1, 0);
  return last !== -1 && walker.skip(last) === end ? walker.sites : undefined;
}

/** The elements of the array that opens at `open`, all of them strings and without blanks between; undefined where it holds anything else. */
export function arrayOfStrings(
  text: string,
  open: number,
  end: number,
  array: number,
): readonly StringSite[] | undefined {
  if (!text.startsWith('":', open - 2)) return undefined;
  const key = keyBefore(text, open - 2);
  const sites: StringSite[] = [];
  for (let at = open + 1; ; at += 1) {
    if (text.charCodeAt(at) !== QUOTE) return undefined;
    const close = closingQuote(text, at, end);
    if (close === -1) return undefined;
    sites.push({ start: at + 1, end: close, key, index: sites.length, array });
    at = close + 1;
    const mark = text.charCodeAt(at);
    if (mark === CLOSE_ARRAY) return sites;
    if (mark !== COMMA) return undefined;
  }
}

/** The key whose colon is at `colon`, as it is spelled. */
export function keyBefore(text: string, colon: number): string {
  return text.slice(text.lastIndexOf('"', colon - 1) + 1, colon);
}

class Walker {
  readonly sites: StringSite[] = [];
  readonly #text: string;
  readonly #end: number;
  #arrays = 0;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  skip(at: number): number {
    let next = at;
    while (next < this.#end) {
      const code = this.#text.charCodeAt(next);
      if (code !== 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) break;
      next += 1;
    }
    return next;
  }

  /** Reads one value at `at`; returns where it ends, or -1. */
  value(at: number, keyStart: number, keyEnd: number, index: number, array: number, depth: number): number {
    if (at >= this.#end || depth > MAX_DEPTH) return -1;
    switch (this.#text.charCodeAt(at)) {
      case QUOTE: {
        const close = closingQuote(this.#text, at, this.#end);
        if (close === -1) return -1;
        this.sites.push({ start: at + 1, end: close, key: this.#text.slice(keyStart, keyEnd), index, array });
        return close + 1;
      }
      case OPEN_OBJECT:
        return this.#object(at + 1, depth);
      case OPEN_ARRAY:
        return this.#array(at + 1, keyStart, keyEnd, depth);
      default:
        return this.#numberOrWord(at);
    }
  }

  #numberOrWord(at: number): number {
    // Nearly always a plain number: its digits are passed over without asking the grammar.
    const first = this.#text.charCodeAt(at);
    if (first > 0x30 && first <= 0x39) {
      let after = at + 1;
      while (after < this.#end && isDigit(this.#text.charCodeAt(after))) after += 1;
      const next = this.#text.charCodeAt(after);
      if (next === COMMA || next === CLOSE_OBJECT || next === CLOSE_ARRAY) return after;
    }
    NUMBER_OR_WORD.lastIndex = at;
    return NUMBER_OR_WORD.test(this.#text) && NUMBER_OR_WORD.lastIndex <= this.#end
      ? NUMBER_OR_WORD.lastIndex
      : -1;
  }

  #object(from: number, depth: number): number {
    let at = this.skip(from);
    if (this.#text.charCodeAt(at) === CLOSE_OBJECT && at < this.#end) return at + 1;
    for (;;) {
      if (this.#text.charCodeAt(at) !== QUOTE) return -1;
      const close = closingQuote(this.#text, at, this.#end);
      if (close === -1) return -1;
      const keyStart = at + 1;
      at = this.skip(close + 1);
      if (this.#text.charCodeAt(at) !== COLON) return -1;
      at = this.value(this.skip(at + 1), keyStart, close, -1, -1, depth + 1);
      if (at === -1) return -1;
      const next = this.#separator(at, CLOSE_OBJECT);
      if (next <= 0) return -next || -1;
      at = next;
    }
  }

  #array(from: number, keyStart: number, keyEnd: number, depth: number): number {
    let at = this.skip(from);
    if (this.#text.charCodeAt(at) === CLOSE_ARRAY && at < this.#end) return at + 1;
    const array = this.#arrays;
    this.#arrays += 1;
    for (let index = 0; ; index += 1) {
      at = this.value(at, keyStart, keyEnd, index, array, depth + 1);
      if (at === -1) return -1;
      const next = this.#separator(at, CLOSE_ARRAY);
      if (next <= 0) return -next || -1;
      at = next;
    }
  }

  /** After a comma: where the next item begins. At the closing mark: minus the offset behind it. Otherwise 0. */
  #separator(from: number, close: number): number {
    const at = this.skip(from);
    if (at >= this.#end) return 0;
    const code = this.#text.charCodeAt(at);
    if (code === COMMA) return this.skip(at + 1);
    return code === close ? -(at + 1) : 0;
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

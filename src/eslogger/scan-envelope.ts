/**
 * What a recorder must know of each line, found without parsing it: `JSON.parse` per line costs far more than recording does.
 *
 * Keys are shuffled, but inside a JSON string a quote is always escaped, so `"seq_num":` cannot be text. It can be a key of a nested
 * object, so a line counts only where every key is there exactly once; any other line must be parsed. Every real line seen so far counts.
 *
 * One regular expression over a whole piece of text finds all of them; searching in a Buffer, or for one key after the other, took four
 * times as long. It is asked only where the next key is: a match with captures costs an array and strings for each key.
 */
import type { EsEvent } from '../model/event.ts';
import { parseTimeMs, parseUsualTimeMs, USUAL_TIME_LENGTH } from './decode-time.ts';
import { ownText } from './own-text.ts';

/** `time` may be a part of the text that was scanned: whoever keeps it for long takes `ownText` of it. */
export type Envelope = Pick<
  EsEvent,
  'type' | 'seq' | 'globalSeq' | 'machTime' | 'time' | 'timeMs' | 'messageVersion'
>;

const KEYS = /"(?:global_seq_num|seq_num|mach_time|version|time|event|process)":/g;
const TIME = /^"([\d:.TZ+-]+)"$/;
const WORD = /^\w+$/;
/** One bit a key. */
const [GLOBAL_SEQ, SEQ, MACH_TIME, VERSION, TIME_KEY, EVENT, PROCESS] = [1, 2, 4, 8, 16, 32, 64];
const ALL = 127;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const UNDERSCORE = 0x5f;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Lines of one text, in order. `text` holds one character a byte (latin1). */
export class EnvelopeScanner {
  readonly #text: string;
  readonly #keys = new RegExp(KEYS);
  /** Behind the colon of the next key; past the end where there is none. */
  #value: number;
  #seq = 0;
  #globalSeq = 0;
  #machTime = 0;
  #messageVersion = 0;
  #time = '';
  #timeMs = 0;
  #type = '';

  constructor(text: string) {
    this.#text = text;
    this.#value = this.#next();
  }

  /**
   * The line without its newline. Undefined: parse it. What stands between the keys is not looked at, nor at which depth they are: a line
   * without a key that has one of that name in a nested object passes.
   */
  scan(start: number, end: number): Envelope | undefined {
    const text = this.#text;
    let seen = 0;
    let isUsual = text.charCodeAt(start) === OPEN_OBJECT && text.charCodeAt(end - 1) === CLOSE_OBJECT;
    for (; this.#value <= end; this.#value = this.#next()) {
      if (this.#value <= start) continue;
      const key = keyBefore(text, this.#value);
      if (key === PROCESS) {
        if (text.charCodeAt(this.#value) === OPEN_OBJECT) seen |= PROCESS;
        continue;
      }
      if ((seen & key) !== 0) isUsual = false;
      seen |= key;
      if (isUsual && !this.#read(key, this.#value, end)) isUsual = false;
    }
    if (!isUsual || seen !== ALL) return undefined;
    return {
      type: this.#type,
      seq: this.#seq,
      globalSeq: this.#globalSeq,
      machTime: this.#machTime,
      time: this.#time,
      timeMs: this.#timeMs,
      messageVersion: this.#messageVersion,
    };
  }

  #next(): number {
    return this.#keys.test(this.#text) ? this.#keys.lastIndex : Infinity;
  }

  #read(key: number, at: number, end: number): boolean {
    if (key === EVENT) return this.#readType(at);
    if (key === TIME_KEY) return this.#readTime(at, end);
    const value = wholeNumber(this.#text, at);
    if (key === SEQ) this.#seq = value;
    else if (key === GLOBAL_SEQ) this.#globalSeq = value;
    else if (key === MACH_TIME) this.#machTime = value;
    else this.#messageVersion = value;
    return value !== -1;
  }

  #readType(at: number): boolean {
    const text = this.#text;
    if (text.charCodeAt(at) !== OPEN_OBJECT || text.charCodeAt(at + 1) !== QUOTE) return false;
    const close = text.indexOf('"', at + 2);
    if (close === -1 || text.charCodeAt(close + 1) !== COLON) return false;
    const type = knownType(text.slice(at + 2, close));
    this.#type = type ?? '';
    return type !== undefined;
  }

  #readTime(at: number, end: number): boolean {
    const text = this.#text;
    const close = at + 1 + USUAL_TIME_LENGTH;
    if (text.charCodeAt(at) === QUOTE && text.charCodeAt(close) === QUOTE && endsValue(text, close + 1)) {
      this.#timeMs = parseUsualTimeMs(text, at + 1);
      this.#time = text.slice(at + 1, close);
      if (!Number.isNaN(this.#timeMs)) return true;
    }
    return this.#readOtherTime(text.slice(at, end));
  }

  #readOtherTime(rest: string): boolean {
    const time = TIME.exec(/^[^,}]*/.exec(rest)?.[0] ?? '')?.[1];
    const timeMs = time === undefined ? undefined : parseTimeMs(time);
    this.#time = time ?? '';
    this.#timeMs = timeMs ?? 0;
    return timeMs !== undefined;
  }
}

/** Which of the keys ends before `value`: told by its last letters. */
function keyBefore(text: string, value: number): number {
  switch (text.charCodeAt(value - 3)) {
    case 0x6d: // seq_num
      return text.charCodeAt(value - 10) === UNDERSCORE ? GLOBAL_SEQ : SEQ;
    case 0x65: // time
      return text.charCodeAt(value - 7) === UNDERSCORE ? MACH_TIME : TIME_KEY;
    case 0x6e: // version
      return VERSION;
    case 0x74: // event
      return EVENT;
    default:
      return PROCESS;
  }
}

function endsValue(text: string, at: number): boolean {
  const mark = text.charCodeAt(at);
  return mark === COMMA || mark === CLOSE_OBJECT;
}

/** One that a double holds exactly, up to a comma or the end of the object; -1 for anything else. */
function wholeNumber(text: string, from: number): number {
  let value = 0;
  let at = from;
  for (;;) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
    at += 1;
  }
  return at > from && endsValue(text, at) && Number.isSafeInteger(value) ? value : -1;
}

/** Event types come again with every line: one string for each. */
const types = new Map<string, string>();
const MOST_TYPES = 1_024;

export function knownType(name: string): string | undefined {
  const known = types.get(name);
  if (known !== undefined) return known;
  if (!WORD.test(name)) return undefined;
  const own = ownText(name);
  if (types.size < MOST_TYPES) types.set(own, own);
  return own;
}

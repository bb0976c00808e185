/**
 * What a recorder must know of each line, found without parsing it: `JSON.parse` per line costs far more than recording does.
 *
 * Keys are shuffled, but inside a JSON string a quote is always escaped, so `"seq_num":` cannot be text. It can be a key of a nested
 * object, so a line counts only where every key is there exactly once; any other line must be parsed. Every real line seen so far counts.
 *
 * One regular expression over a whole piece of text finds all of them. Searching in a Buffer, or for one key after the other, took four
 * times as long.
 */
import type { EsEvent } from '../model/event.ts';
import { parseTimeMs } from './decode-time.ts';

export type Envelope = Pick<
  EsEvent,
  'type' | 'seq' | 'globalSeq' | 'machTime' | 'time' | 'timeMs' | 'messageVersion'
>;

const KEYS =
  /"(?:global_seq_num":([^,}]*)|seq_num":([^,}]*)|mach_time":([^,}]*)|version":([^,}]*)|time":([^,}]*)|event":([^,}]*)|(process)":\{)/g;
const WHOLE_NUMBER = /^\d+$/;
const TEXT = /^"([\d:.TZ+-]+)"$/;
const EVENT_START = /^\{"(\w+)":/;
const [GLOBAL_SEQ, SEQ, MACH_TIME, VERSION, TIME, EVENT, PROCESS] = [1, 2, 3, 4, 5, 6, 7];
const ONCE: readonly number[] = [GLOBAL_SEQ, SEQ, MACH_TIME, VERSION, TIME, EVENT];
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Lines of one text, in order. `text` holds one character a byte (latin1). */
export class EnvelopeScanner {
  readonly #text: string;
  readonly #keys = new RegExp(KEYS);
  #match: RegExpExecArray | null;

  constructor(text: string) {
    this.#text = text;
    this.#match = this.#keys.exec(text);
  }

  /**
   * The line without its newline. Undefined: parse it. What stands between the keys is not looked at, nor at which depth they are: a line
   * without a key that has one of that name in a nested object passes.
   */
  scan(start: number, end: number): Envelope | undefined {
    const found: (string | undefined)[] = [];
    let twice = false;
    for (; this.#match !== null && this.#match.index < end; this.#match = this.#keys.exec(this.#text)) {
      const match = this.#match;
      if (match.index < start) continue;
      const key = keyOf(match);
      twice ||= found[key] !== undefined && key !== PROCESS;
      found[key] = match[key];
    }
    const isObject =
      this.#text.charCodeAt(start) === OPEN_OBJECT && this.#text.charCodeAt(end - 1) === CLOSE_OBJECT;
    return twice || !isObject || found[PROCESS] === undefined ? undefined : envelopeOf(found);
  }
}

function keyOf(match: RegExpExecArray): number {
  for (const key of ONCE) if (match[key] !== undefined) return key;
  return PROCESS;
}

function envelopeOf(found: readonly (string | undefined)[]): Envelope | undefined {
  const seq = wholeNumber(found[SEQ]);
  const globalSeq = wholeNumber(found[GLOBAL_SEQ]);
  const machTime = wholeNumber(found[MACH_TIME]);
  const messageVersion = wholeNumber(found[VERSION]);
  const time = TEXT.exec(found[TIME] ?? '')?.[1];
  const type = EVENT_START.exec(found[EVENT] ?? '')?.[1];
  const timeMs = time === undefined ? undefined : parseTimeMs(time);
  if (seq === undefined || globalSeq === undefined || machTime === undefined) return undefined;
  if (messageVersion === undefined || time === undefined || timeMs === undefined || type === undefined)
    return undefined;
  return { type: own(type), seq, globalSeq, machTime, time: own(time), timeMs, messageVersion };
}

/** One that a double holds exactly. */
function wholeNumber(text = ''): number | undefined {
  const value = Number(text);
  return WHOLE_NUMBER.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

/** A piece of a large text keeps all of it in memory for as long as it is known; these outlive their line. */
function own(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

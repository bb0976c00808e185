/** The line at hand: its envelope, what must be judged in it, and its bytes as they are written. */
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  closingQuote,
  COLON,
  COMMA,
  isCapitalHex,
  isDigit,
  isMark,
  isTime,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
} from './bytes';
import {
  ALL,
  EVENT,
  eventName,
  GLOBAL_SEQ,
  keyBefore,
  MACH_TIME,
  PROCESS,
  SEQ,
  TIME,
  timeMs,
  wholeNumber,
} from './envelope';
import { HITS, MOST_HITS, OUTPUT, OUTPUT_BYTES } from './layout';
import {
  BY_LINE,
  idOf,
  lookUp,
  REPLACED,
  replacementLengthOf,
  replacementOf,
  STAYS,
  verdictOf,
} from './memory';

/** How reading a line ends. */
export const READ: u32 = 0;
/** The output or the list of replacements is full. */
export const NO_ROOM: u32 = 1;
/** It is for JavaScript. */
export const BY_HAND: u32 = 2;
/** A verdict is missing. */
export const ASK_VALUE: u32 = 3;
export const ASK_ARRAY: u32 = 4;
export const ASK_TYPE: u32 = 5;

const LONGEST_KEY: usize = 64;
const LONGEST_TEXT: usize = 4096;
const CODE_HASH: u64 = 0x6873616864632200; // "cdhash, behind any byte

/** What is asked for: from the quote that opens the key, or the bracket before an event's name; the content; the end of both. */
export let askStart: usize = 0;
export let askMiddle: usize = 0;
export let askEnd: usize = 0;

/** Where writing goes on, and how many replacements there are. */
export let out: usize = 0;
export let hits: u32 = 0;

export let seq: f64 = 0;
export let globalSeq: f64 = 0;
export let machTime: f64 = 0;
export let version: f64 = 0;
export let atMs: f64 = 0;
/** Where the time is written. */
export let timeOut: usize = 0;
export let typeId: u32 = 0;

/** What lies before it is written. */
let copied: usize = 0;
/** Where the value that was looked at last ends, and the last array of strings. */
let handled: usize = 0;
let arrayEnd: usize = 0;
/** Keys of the envelope. */
let seen: u32 = 0;

/** Reads the line from `start` to `end` and writes it at `writeAt`; replacements are listed behind the first `hitsBefore`. */
export function readLine(start: usize, end: usize, writeAt: usize, hitsBefore: u32, redacts: bool): u32 {
  if (end - start < 2 || load<u8>(start) !== OPEN_OBJECT || load<u8>(end - 1) !== CLOSE_OBJECT)
    return BY_HAND;
  if (redacts && load<u8>(start + 1) !== QUOTE) return BY_HAND;
  out = writeAt;
  hits = hitsBefore;
  copied = handled = arrayEnd = start;
  seen = 0;
  const result = redacts ? redactedLine(start, end) : plainLine(start, end);
  if (result !== READ) return result;
  if (seen !== ALL) return BY_HAND;
  const rest = end - copied;
  if (out + rest > OUTPUT + OUTPUT_BYTES) return NO_ROOM;
  memory.copy(out, copied, rest);
  out += rest;
  return READ;
}

/** Without redaction only the keys of the envelope count. */
function plainLine(start: usize, end: usize): u32 {
  const quotes = i8x16.splat(QUOTE);
  const colons = i8x16.splat(COLON);
  for (let block = start; block < end; block += 16) {
    let mask = i8x16.bitmask(
      v128.and(i8x16.eq(v128.load(block), quotes), i8x16.eq(v128.load(block, 1), colons)),
    );
    for (; mask !== 0; mask &= mask - 1) {
      const quote = block + ctz(mask);
      if (quote >= end) break;
      const key = keyBefore(quote);
      if (key === 0) continue;
      const result = envelopeKey(key, quote + 2, end);
      if (result !== READ) return result;
    }
  }
  return READ;
}

function redactedLine(start: usize, end: usize): u32 {
  const quotes = i8x16.splat(QUOTE);
  const colons = i8x16.splat(COLON);
  const arrays = i8x16.splat(OPEN_ARRAY);
  const blanks = i8x16.splat(SPACE);
  for (let block = start; block < end; block += 16) {
    const bytes = v128.load(block);
    const keys = v128.and(i8x16.eq(bytes, quotes), i8x16.eq(v128.load(block, 1), colons));
    // A blank, a tab, a carriage return and every other control character.
    const others = v128.or(i8x16.eq(bytes, arrays), i8x16.le_u(bytes, blanks));
    let mask = i8x16.bitmask(v128.or(keys, others));
    for (; mask !== 0; mask &= mask - 1) {
      const at = block + ctz(mask);
      if (at >= end) break;
      const byte = load<u8>(at);
      if (byte <= SPACE) {
        // Perhaps between tokens, perhaps in a string: the slow lane reads the grammar of the whole line.
        if (byte !== SPACE || isMark(load<u8>(at - 1)) || isMark(load<u8>(at + 1))) return BY_HAND;
        continue;
      }
      if (byte === OPEN_ARRAY) {
        if (at >= arrayEnd && !isArrayWithoutStrings(at, end)) return BY_HAND;
        continue;
      }
      if (at < handled) continue;
      const result = key(start, at, end);
      if (result !== READ) return result;
    }
  }
  return READ;
}

/** Arrays of objects are gone through like all else. */
function isArrayWithoutStrings(open: usize, end: usize): bool {
  let at = open + 1;
  if (load<u8>(at) === OPEN_OBJECT) return true;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte === CLOSE_ARRAY) return true;
    if (!isDigit(byte) && byte !== COMMA && byte !== 0x2d) return false;
    at += 1;
  }
  return false;
}

/** The key whose closing quote is at `quote`, and its value. */
function key(start: usize, quote: usize, end: usize): u32 {
  if (load<u8>(quote - 1) === BACKSLASH) return BY_HAND;
  const known = keyBefore(quote);
  if (known !== 0) {
    const result = envelopeKey(known, quote + 2, end);
    if (result !== READ) return result;
  }
  const mark = load<u8>(quote + 2);
  if (mark === QUOTE) return value(start, quote, end);
  if (mark === OPEN_ARRAY && load<u8>(quote + 3) === QUOTE) return array(start, quote, end);
  return READ;
}

function envelopeKey(key: u32, at: usize, end: usize): u32 {
  if (key === PROCESS) {
    if (load<u8>(at) === OPEN_OBJECT) seen |= PROCESS;
    return READ;
  }
  if ((seen & key) !== 0) return BY_HAND;
  seen |= key;
  if (key === EVENT) return eventType(at, end);
  if (key === TIME) {
    atMs = timeMs(at);
    timeOut = out + (at + 1 - copied);
    return isNaN(atMs) ? BY_HAND : READ;
  }
  const number = wholeNumber(at);
  if (key === SEQ) seq = number;
  else if (key === GLOBAL_SEQ) globalSeq = number;
  else if (key === MACH_TIME) machTime = number;
  else version = number;
  return number === -1 ? BY_HAND : READ;
}

function eventType(open: usize, end: usize): u32 {
  const close = eventName(open, end);
  if (close === 0) return BY_HAND;
  // With its bracket, so that no key with its value can be taken for it.
  const entry = lookUp(open, close - open);
  if (entry === 0) return ask(ASK_TYPE, open, open + 2, close);
  if (verdictOf(entry) === BY_LINE) return BY_HAND;
  typeId = idOf(entry);
  return READ;
}

function ask(what: u32, start: usize, middle: usize, end: usize): u32 {
  askStart = start;
  askMiddle = middle;
  askEnd = end;
  return what;
}

/** The quote that opens the key which ends at `quote`; 0 where it is not plain. */
function keyStart(start: usize, quote: usize): usize {
  const lowest = quote - start > LONGEST_KEY ? quote - LONGEST_KEY : start;
  for (let at = quote - 1; at > lowest; at -= 1) {
    const byte = load<u8>(at);
    if (byte === BACKSLASH) return 0;
    if (byte === QUOTE) return load<u8>(at - 1) === BACKSLASH ? 0 : at;
  }
  return 0;
}

function value(start: usize, quote: usize, end: usize): u32 {
  const first = quote + 3;
  const close = closingQuote(first, end);
  if (close === end) return BY_HAND;
  const after = load<u8>(close + 1);
  if (after !== COMMA && after !== CLOSE_OBJECT) return BY_HAND;
  handled = close + 1;
  if (isTime(first, close)) return READ;
  if (close - first === 40 && isCodeHashKey(quote) && isCapitalHex(first, close)) return READ;
  const open = keyStart(start, quote);
  if (open === 0 || close - open > LONGEST_TEXT) return BY_HAND;
  return judge(ASK_VALUE, open, first, close);
}

function isCodeHashKey(quote: usize): bool {
  return (load<u64>(quote - 8) & ~(0xff as u64)) === CODE_HASH;
}

function array(start: usize, quote: usize, end: usize): u32 {
  const first = quote + 4;
  let close: usize = 0;
  for (let from = first; ; from = close + 3) {
    close = closingQuote(from, end);
    if (close === end) return BY_HAND;
    const mark = load<u8>(close + 1);
    if (mark === CLOSE_ARRAY) break;
    if (mark !== COMMA || load<u8>(close + 2) !== QUOTE) return BY_HAND;
  }
  handled = close + 2;
  arrayEnd = handled;
  const open = keyStart(start, quote);
  if (open === 0 || close - open > LONGEST_TEXT) return BY_HAND;
  return judge(ASK_ARRAY, open, first, close);
}

/** The text from `open` to `close` was judged before; what lies between `first` and `close` may have to go. */
function judge(what: u32, open: usize, first: usize, close: usize): u32 {
  const entry = lookUp(open, close - open);
  if (entry === 0) return ask(what, open, first, close);
  const verdict = verdictOf(entry);
  if (verdict === STAYS) return READ;
  if (verdict !== REPLACED) return BY_HAND;
  const before = first - copied;
  const length = replacementLengthOf(entry) as usize;
  if (out + before + length > OUTPUT + OUTPUT_BYTES) return NO_ROOM;
  if (hits === MOST_HITS) return NO_ROOM;
  memory.copy(out, copied, before);
  memory.copy(out + before, replacementOf(entry), length);
  out += before + length;
  copied = close;
  store<u32>(HITS + (hits as usize) * 4, idOf(entry));
  hits += 1;
  return READ;
}

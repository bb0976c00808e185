/**
 * One pass over whole lines in eslogger's own spelling: what a recorder must know of each, and the values that redaction must judge, looked up among
 * those it has judged before. Whatever is not as expected is left to JavaScript: a line, or the verdict on one value.
 */
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  closingQuote,
  COLON,
  COMMA,
  find,
  isCapitalHex,
  isDigit,
  isMark,
  isTime,
  NEWLINE,
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
  VERSION,
  wholeNumber,
} from './envelope';
import { HITS, INPUT, LINE_BYTES, LINES, MOST_HITS, MOST_LINES, OUTPUT, OUTPUT_BYTES } from './layout';
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

/** What `run` ends with. */
const DONE: u32 = 0;
/** Rows, hits or the output are full: take what is there and go on. */
const FULL: u32 = 1;
/** This line is for JavaScript. */
const BY_HAND: u32 = 2;
/** A verdict is missing: remember it and go on. */
const ASK_VALUE: u32 = 3;
const ASK_ARRAY: u32 = 4;
const ASK_TYPE: u32 = 5;
/** Within a line: go on. */
const GO_ON: u32 = 6;

const LONGEST_KEY: usize = 64;
const LONGEST_TEXT: usize = 4096;
const CODE_HASH: u64 = 0x6873616864632200; // "cdhash, behind any byte

let redacts: bool = false;
let longestLine: u32 = 0;

// The state of the batch.
let position: usize = INPUT;
let inputEnd: usize = INPUT;
let rows: u32 = 0;
let hits: u32 = 0;
let written: usize = OUTPUT;
let changedLines: u32 = 0;

// What is asked for, or the line that is for JavaScript.
let askStart: usize = 0;
let askMiddle: usize = 0;
let askEnd: usize = 0;

// The line at hand.
let lineHits: u32 = 0;
let copied: usize = 0;
let out: usize = 0;
/** Where the value that was looked at last ends, and the last array of strings. */
let handled: usize = 0;
let arrayEnd: usize = 0;
let seen: u32 = 0;
let seq: f64 = 0;
let globalSeq: f64 = 0;
let machTime: f64 = 0;
let version: f64 = 0;
let atMs: f64 = 0;
let timeOut: usize = 0;
let typeId: u32 = 0;

export function configure(doesRedact: bool, maxLineBytes: u32): void {
  redacts = doesRedact;
  longestLine = maxLineBytes;
}

/** `bytes` bytes of whole lines are in the input, each with its newline. */
export function begin(bytes: u32): void {
  position = INPUT;
  inputEnd = INPUT + bytes;
  takeAll();
}

/** Rows, hits and output were taken. */
export function takeAll(): void {
  rows = 0;
  hits = 0;
  written = OUTPUT;
  changedLines = 0;
}

/** JavaScript has seen to the line at hand. */
export function skipLine(): void {
  position = find(NEWLINE, position, inputEnd) + 1;
}

export function run(): u32 {
  while (position < inputEnd) {
    const end = find(NEWLINE, position, inputEnd);
    if (rows === MOST_LINES) return FULL;
    const room = OUTPUT + OUTPUT_BYTES - written;
    if (room < (end - position) * 2) {
      if (rows > 0) return FULL;
      return byHand(end);
    }
    const result = line(position, end);
    if (result === BY_HAND) return byHand(end);
    if (result !== GO_ON) return result;
    position = end + 1;
  }
  return DONE;
}

function byHand(end: usize): u32 {
  askStart = position;
  askEnd = end;
  return BY_HAND;
}

function line(start: usize, end: usize): u32 {
  if (end - start > longestLine || end - start < 2) return BY_HAND;
  if (load<u8>(start) !== OPEN_OBJECT || load<u8>(end - 1) !== CLOSE_OBJECT) return BY_HAND;
  if (redacts && load<u8>(start + 1) !== QUOTE) return BY_HAND;
  lineHits = hits;
  copied = start;
  out = written;
  handled = start;
  arrayEnd = start;
  seen = 0;
  const result = redacts ? redactedLine(start, end) : plainLine(start, end);
  if (result !== GO_ON) return result;
  if (seen !== ALL) return BY_HAND;
  const rest = end - copied;
  if (out + rest > OUTPUT + OUTPUT_BYTES) return rows > 0 ? FULL : BY_HAND;
  memory.copy(out, copied, rest);
  out += rest;
  writeRow(start, end);
  if (lineHits > hits) changedLines += 1;
  hits = lineHits;
  written = out;
  return GO_ON;
}

function writeRow(start: usize, end: usize): void {
  const row = LINES + (rows as usize) * LINE_BYTES;
  store<u32>(row, (start - INPUT) as u32);
  store<u32>(row, (end - INPUT) as u32, 4);
  store<u32>(row, (written - OUTPUT) as u32, 8);
  store<u32>(row, (out - OUTPUT) as u32, 12);
  store<u32>(row, (timeOut - OUTPUT) as u32, 16);
  store<u32>(row, typeId, 20);
  store<f64>(row, seq, 24);
  store<f64>(row, globalSeq, 32);
  store<f64>(row, machTime, 40);
  store<f64>(row, atMs, 48);
  store<f64>(row, version, 56);
  rows += 1;
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
      if (result !== GO_ON) return result;
    }
  }
  return GO_ON;
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
      if (result !== GO_ON) return result;
    }
  }
  return GO_ON;
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
    if (result !== GO_ON) return result;
  }
  const mark = load<u8>(quote + 2);
  if (mark === QUOTE) return value(start, quote, end);
  if (mark === OPEN_ARRAY && load<u8>(quote + 3) === QUOTE) return array(start, quote, end);
  return GO_ON;
}

function envelopeKey(key: u32, at: usize, end: usize): u32 {
  if (key === PROCESS) {
    if (load<u8>(at) === OPEN_OBJECT) seen |= PROCESS;
    return GO_ON;
  }
  if ((seen & key) !== 0) return BY_HAND;
  seen |= key;
  if (key === EVENT) return eventType(at, end);
  if (key === TIME) {
    atMs = timeMs(at);
    timeOut = out + (at + 1 - copied);
    return isNaN(atMs) ? BY_HAND : GO_ON;
  }
  const number = wholeNumber(at);
  if (key === SEQ) seq = number;
  else if (key === GLOBAL_SEQ) globalSeq = number;
  else if (key === MACH_TIME) machTime = number;
  else version = number;
  return number === -1 ? BY_HAND : GO_ON;
}

function eventType(open: usize, end: usize): u32 {
  const close = eventName(open, end);
  if (close === 0) return BY_HAND;
  // With its bracket, so that no key with its value can be taken for it.
  const entry = lookUp(open, close - open);
  if (entry === 0) return ask(ASK_TYPE, open, open + 2, close);
  if (verdictOf(entry) === BY_LINE) return BY_HAND;
  typeId = idOf(entry);
  return GO_ON;
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
  if (isTime(first, close)) return GO_ON;
  if (close - first === 40 && isCodeHashKey(quote) && isCapitalHex(first, close)) return GO_ON;
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
  if (verdict === STAYS) return GO_ON;
  if (verdict !== REPLACED) return BY_HAND;
  const before = first - copied;
  const length = replacementLengthOf(entry) as usize;
  if (out + before + length > OUTPUT + OUTPUT_BYTES) return rows > 0 ? FULL : BY_HAND;
  if (lineHits === MOST_HITS) return rows > 0 ? FULL : BY_HAND;
  memory.copy(out, copied, before);
  memory.copy(out + before, replacementOf(entry), length);
  out += before + length;
  copied = close;
  store<u32>(HITS + (lineHits as usize) * 4, idOf(entry));
  lineHits += 1;
  return GO_ON;
}

export function rowCount(): u32 {
  return rows;
}

export function hitCount(): u32 {
  return hits;
}

export function changedCount(): u32 {
  return changedLines;
}

/** Of the question or the line, as offsets of the input. */
export function questionStart(): u32 {
  return (askStart - INPUT) as u32;
}

export function questionMiddle(): u32 {
  return (askMiddle - INPUT) as u32;
}

export function questionEnd(): u32 {
  return (askEnd - INPUT) as u32;
}

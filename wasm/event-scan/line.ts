/**
 * The line at hand, in one pass: its envelope, the bytes of its process, those of its event, and its outline: the line with every string and number
 * made empty, which has the same keys and JSON types. All that makes it a line of JSON stays in the outline, so whoever parses the outline has
 * checked the line; strings and numbers are checked here.
 */
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  isDigit,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../line-scan/bytes';
import { timeMs, wholeNumber } from '../line-scan/envelope';
import { BODY, LONGEST_LINE, OUTLINE, PROCESS_OUTLINE, PROCESS_ROW } from './layout';
import { isSimple, NUMBERS, outlineEnd, readProcess, TEXTS } from './process';
import {
  BODY_TEXT,
  idOf,
  intern,
  lengthOf,
  LIFE_BODY_TEXT,
  news,
  noteProcess,
  OUTLINE_TEXT,
  outlineOf,
  PROCESS_TEXT,
  recentProcess,
  rowOf,
  setOutline,
  STRING_TEXT,
} from './texts';
import { hadEscape, numberEnd, stringEnd } from './tokens';

const GLOBAL_SEQ: u32 = 1;
const SEQ: u32 = 2;
const MACH_TIME: u32 = 4;
const VERSION: u32 = 8;
const TIME: u32 = 16;
const EVENT: u32 = 32;
const PROCESS: u32 = 64;
const THREAD: u32 = 128;
const THREAD_ID: u32 = 256;
/** No process. */
export const NONE: u32 = 0xffffffff;
/** A thread may be missing. */
const NEEDED: u32 = 127;

// Little-endian spellings of keys, without their quotes.
const _GLOBAL_S: u64 = 0x735f6c61626f6c67; // global_s
const _SEQ_NUM: u64 = 0x6d756e5f716573; // seq_num
const _MACH_TIM: u64 = 0x6d69745f6863616d; // mach_tim
const _VERSION: u64 = 0x6e6f6973726576; // version
const _PROCESS: u64 = 0x737365636f7270; // process
const _TIME: u32 = 0x656d6974; // time
const _EVENT: u64 = 0x746e657665; // event
const _THREAD: u64 = 0x646165726874; // thread
const _THREAD_I: u64 = 0x695f646165726874; // thread_i
const _EXEC: u32 = 0x63657865; // exec
const _FORK: u32 = 0x6b726f66; // fork
const _TARGET: u64 = 0x746567726174; // target
const _CHILD: u64 = 0x646c696863; // child
const _STAT: u32 = 0x74617473; // stat
const _ST_: u32 = 0x5f747322; // "st_
const SEVEN: u64 = 0x00ffffffffffffff;
const SIX: u64 = 0x0000ffffffffffff;
const FIVE: u64 = 0x000000ffffffffff;

export let seq: f64 = 0;
export let globalSeq: f64 = 0;
export let machTime: f64 = 0;
export let version: f64 = 0;
export let threadId: f64 = 0;
export let atMs: f64 = 0;
export let timeAt: usize = 0;
export let processId: u32 = 0;
export let processOutline: u32 = 0;
export let bodyId: u32 = 0;
export let outlineId: u32 = 0;
/** The process that an exec or a fork makes, and its outline. */
export let otherId: u32 = 0;
export let otherOutline: u32 = 0;

/** Containers open at the moment, the innermost in the lowest bit: 1 is an array. */
let arrays: u64 = 0;
let depth: u32 = 0;
let seen: u32 = 0;
/** Where the outline goes on. */
let out: usize = 0;
/** Where the event goes on, and what of it is written. */
let bodyOut: usize = 0;
let bodyCopied: usize = 0;

/** What the members at hand are part of. */
let inEvent: bool = false;
let inThread: bool = false;
/** The event is an exec or a fork. */
let life: u32 = 0;
/** The depth of the file's sizes and times that are being read, 0: none; where they began; whether they hold nothing else. */
let statDepth: u32 = 0;
let statFrom: usize = 0;
let isPlainStat: bool = false;

/** False: the line is for JavaScript. */
export function readLine(start: usize, end: usize): bool {
  if (end - start > LONGEST_LINE || load<u8>(start) !== OPEN_OBJECT || load<u8>(end - 1) !== CLOSE_OBJECT)
    return false;
  arrays = 0;
  depth = seen = 0;
  out = OUTLINE;
  bodyOut = BODY;
  bodyCopied = 0;
  inEvent = inThread = false;
  statDepth = 0;
  threadId = -1;
  life = 0;
  otherId = otherOutline = NONE;
  if (!readTokens(start, end) || depth !== 0 || (seen & NEEDED) !== NEEDED) return false;
  outlineId = idOf(intern(OUTLINE_TEXT, OUTLINE, out - OUTLINE));
  bodyId = idOf(intern(otherId === NONE ? BODY_TEXT : LIFE_BODY_TEXT, BODY, bodyOut - BODY));
  return true;
}

function put(byte: u8): void {
  store<u8>(out, byte);
  out += 1;
}

function readTokens(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte === QUOTE) {
      const close = stringEnd(at + 1, end);
      if (close === 0) return false;
      if (load<u8>(close + 1) !== COLON) {
        putEmpty(0x2222);
        at = close + 1;
        continue;
      }
      if (hadEscape) return false;
      const value = close + 2;
      for (let from = at; from < value; from += 16) v128.store(out + (from - at), v128.load(from));
      out += value - at;
      const from = at;
      at = value;
      if (depth === 1 || (depth === 2 && (inEvent || inThread))) {
        at = topKey(from, close, end);
        if (at === 0) return false;
      } else if (statDepth !== 0) {
        if (load<u32>(from) !== _ST_) isPlainStat = false;
      } else if (
        inEvent &&
        close - from === 5 &&
        load<u32>(from + 1) === _STAT &&
        load<u8>(at) === OPEN_OBJECT
      ) {
        statDepth = depth + 1;
        statFrom = at;
        isPlainStat = true;
      }
      continue;
    }
    if (isDigit(byte) || byte === 0x2d) {
      at = numberEnd(at, end);
      if (at === 0) return false;
      putEmpty(0x30);
      continue;
    }
    // A blank between tokens could stand between a key and its colon.
    if (byte <= 0x20) return false;
    put(byte);
    at += 1;
    switch (byte) {
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (depth === 60) return false;
        if (statDepth !== 0 && depth >= statDepth) isPlainStat = false;
        depth += 1;
        arrays = (arrays << 1) | (byte === OPEN_ARRAY ? 1 : 0);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (depth === 0) return false;
        depth -= 1;
        arrays >>= 1;
        if (depth < statDepth) leaveStat(at);
        if (depth === 1) leaveMember(at);
        break;
      default:
    }
  }
  return true;
}

/** An empty string or a zero: two bytes or one. Equal ones that follow each other in a list say nothing new. */
function putEmpty(token: u32): void {
  if (token === 0x30) {
    if ((arrays & 1) !== 0 && load<u16>(out - 2) === 0x2c30) {
      out -= 1;
      return;
    }
    put(0x30);
    return;
  }
  if ((arrays & 1) !== 0 && (load<u32>(out - 3) & 0xffffff) === 0x2c2222) {
    out -= 1;
    return;
  }
  store<u16>(out, 0x2222);
  out += 2;
}

function leaveStat(at: usize): void {
  statDepth = 0;
  if (!isPlainStat || !inEvent) return;
  const length = statFrom - bodyCopied;
  memory.copy(bodyOut, bodyCopied, length);
  bodyOut += length;
  store<u16>(bodyOut, 0x7d7b);
  bodyOut += 2;
  bodyCopied = at;
}

/** A member of the line closed before `at`. */
function leaveMember(at: usize): void {
  if (inEvent && bodyCopied === 0) {
    seen &= ~EVENT;
  } else if (inEvent) {
    const length = at - 1 - bodyCopied;
    memory.copy(bodyOut, bodyCopied, length);
    bodyOut += length;
  }
  inEvent = inThread = false;
  life = 0;
}

/** The key from its quote at `from` to that at `close`, of the line, its event or its thread. Where reading goes on; 0: by hand. */
function topKey(from: usize, close: usize, end: usize): usize {
  const value = close + 2;
  const length = close - from - 1;
  if (depth === 2) {
    if (inEvent) {
      if (bodyCopied !== 0) return 0;
      bodyCopied = from;
      if (length === 4) {
        const name = load<u32>(from + 1);
        life = name === _EXEC || name === _FORK ? name : 0;
      }
      return value;
    }
    if (length !== 9 || load<u64>(from + 1) !== _THREAD_I || load<u8>(from + 9) !== 0x64) return value;
    if ((seen & THREAD_ID) !== 0) return 0;
    seen |= THREAD_ID;
    threadId = wholeNumber(value);
    return threadId === -1 ? 0 : value;
  }
  const key = keyOf(from + 1, length);
  if (key === 0) return value;
  if ((seen & key) !== 0) return 0;
  seen |= key;
  if (key === EVENT) {
    inEvent = load<u8>(value) === OPEN_OBJECT;
    return inEvent ? value : 0;
  }
  if (key === PROCESS) {
    const entry = load<u8>(value) === OPEN_OBJECT ? process(value, end) : 0;
    if (entry === 0) return 0;
    processId = idOf(entry);
    processOutline = outlineOf(entry);
    return value + lengthOf(entry);
  }
  if (key === THREAD) {
    inThread = load<u8>(value) === OPEN_OBJECT;
    return value;
  }
  if (key === TIME) {
    timeAt = value + 1;
    atMs = timeMs(value);
    return isNaN(atMs) ? 0 : value;
  }
  const number = wholeNumber(value);
  if (key === SEQ) seq = number;
  else if (key === GLOBAL_SEQ) globalSeq = number;
  else if (key === MACH_TIME) machTime = number;
  else version = number;
  return number === -1 ? 0 : value;
}

/** `target` of an exec, `child` of a fork. */
function isOther(at: usize, length: usize): bool {
  const word = load<u64>(at);
  if (life === _EXEC) return length === 6 && (word & SIX) === _TARGET;
  return length === 5 && (word & FIVE) === _CHILD;
}

/** Stands as a zero in the event, too. */
function otherProcess(value: usize, end: usize): usize {
  if (load<u8>(value) !== OPEN_OBJECT || otherId !== NONE) return 0;
  const entry = process(value, end);
  if (entry === 0) return 0;
  otherId = idOf(entry);
  otherOutline = outlineOf(entry);
  const length = value - bodyCopied;
  memory.copy(bodyOut, bodyCopied, length);
  bodyOut += length;
  store<u8>(bodyOut, 0x30);
  bodyOut += 1;
  bodyCopied = value + lengthOf(entry);
  return bodyCopied;
}

function keyOf(at: usize, length: usize): u32 {
  const word = load<u64>(at);
  switch (length as u32) {
    case 4:
      return (word as u32) === _TIME ? TIME : 0;
    case 5:
      return (word & FIVE) === _EVENT ? EVENT : 0;
    case 6:
      return (word & SIX) === _THREAD ? THREAD : 0;
    case 7:
      if ((word & SEVEN) === _SEQ_NUM) return SEQ;
      if ((word & SEVEN) === _VERSION) return VERSION;
      return (word & SEVEN) === _PROCESS ? PROCESS : 0;
    case 9:
      return word === _MACH_TIM && load<u8>(at + 8) === 0x65 ? MACH_TIME : 0;
    case 14:
      return word === _GLOBAL_S && (load<u64>(at + 7) & SEVEN) === _SEQ_NUM ? GLOBAL_SEQ : 0;
    default:
      return 0;
  }
}

/** The process at `from`: known by its bytes, or read. Stands as a zero in the outline of the line. Its entry; 0: by hand. */
function process(from: usize, end: usize): usize {
  let entry = recentProcess(from, end);
  if (entry === 0) {
    const to = readProcess(from, end, PROCESS_OUTLINE);
    if (to === 0) return 0;
    entry = processEntry(from, to - from);
    noteProcess(entry, from, end);
  }
  put(0x30);
  return entry;
}

function processEntry(from: usize, length: usize): usize {
  const before = news;
  const entry = intern(PROCESS_TEXT, from, length);
  if (news === before) return entry;
  setOutline(entry, idOf(intern(OUTLINE_TEXT, PROCESS_OUTLINE, outlineEnd - PROCESS_OUTLINE)));
  const row = rowOf(entry);
  memory.copy(row, PROCESS_ROW, (NUMBERS as usize) * 8);
  for (let index: u32 = 0; index < TEXTS; index += 1) {
    const place = PROCESS_ROW + ((NUMBERS + index) as usize) * 8;
    const text = load<u32>(place) as usize;
    const id = isSimple && text !== 0 ? idOf(intern(STRING_TEXT, text, load<u32>(place, 4) as usize)) : NONE;
    store<u32>(row + (NUMBERS as usize) * 8 + (index as usize) * 4, id);
  }
  store<u32>(row + (NUMBERS as usize) * 8 + (TEXTS as usize) * 4, isSimple ? 1 : 0);
  return entry;
}

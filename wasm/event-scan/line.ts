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
import {
  _CHILD,
  _EXEC,
  _FORK,
  _ST_,
  _STAT,
  _TARGET,
  _THREAD_I,
  EVENT,
  FIVE,
  GLOBAL_SEQ,
  keyOf,
  MACH_TIME,
  NEEDED,
  PROCESS,
  SEQ,
  SIX,
  THREAD,
  THREAD_ID,
  TIME,
} from './keys';
import { beginBody, bodyEntry, bodyKey, bodyText, leaveList } from './body';
import { BODY, LONGEST_LINE, OUTLINE } from './layout';
import { NONE, processEntry } from './process-entry';
import { BODY_TEXT, idOf, intern, lengthOf, LIFE_BODY_TEXT, OUTLINE_TEXT, outlineOf } from './texts';
import { hadEscape, numberEnd, stringEnd } from './tokens';

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
  const isLife = otherId !== NONE;
  const body = bodyEntry(isLife);
  bodyId = idOf(body === 0 ? intern(isLife ? LIFE_BODY_TEXT : BODY_TEXT, BODY, bodyOut - BODY) : body);
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
        if (inEvent) bodyText(at + 1, close);
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
      } else if (inEvent) {
        if (close - from === 5 && load<u32>(from + 1) === _STAT && load<u8>(at) === OPEN_OBJECT) {
          statDepth = depth + 1;
          statFrom = at;
          isPlainStat = true;
        } else if (depth === 3 && life !== 0 && isOther(from + 1, close - from - 1)) {
          at = otherProcess(at, end);
          if (at === 0) return false;
        } else bodyKey(depth, from + 1, close - from - 1, at, out);
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
        if (depth === 3 && inEvent) leaveList(out);
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
      beginBody(from + 1, length, value);
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
    const entry = load<u8>(value) === OPEN_OBJECT ? processEntry(value, end) : 0;
    if (entry === 0) return 0;
    put(0x30);
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
  const entry = processEntry(value, end);
  if (entry === 0) return 0;
  put(0x30);
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

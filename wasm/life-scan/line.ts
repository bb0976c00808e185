/** A line of a fork, an exec or an exit: its place in the order, its process, and the one that it makes. */
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from '../line-scan/bytes';
import { timeMs } from '../line-scan/envelope';
import { _EXEC, _EXIT, _FORK, isLifeName } from './event-name';
import {
  _ARGS,
  _CHILD,
  _ENV,
  _EVENT,
  _PROCESS,
  _SEQ_NUM,
  _STAT,
  _TARGET,
  _TIME,
  isKey,
  isShortKey,
} from './keys';
import { HEAD_NUMBERS, INPUT, PROCESS_NUMBERS } from './layout';
import { readProcess } from './process';
import { keyEnd, number, valueEnd, wholeNumber } from './values';

export const FORK: f64 = 0;
export const EXEC: f64 = 1;
export const EXIT: f64 = 2;

/** Numbers of a row, in bytes. */
const KIND: usize = 0;
const GLOBAL_SEQ: usize = 8;
const MACH_TIME: usize = 16;
const TIME: usize = 24;
const STATUS: usize = 32;
/** From and to in the input. */
const ARGS: usize = 40;
const ENV: usize = 56;
const PROCESS: usize = 8 * HEAD_NUMBERS;
const OTHER: usize = 8 * (HEAD_NUMBERS + PROCESS_NUMBERS);

/** Members that were seen, one bit each. */
const HAS_EVENT: u32 = 1;
const HAS_PROCESS: u32 = 2;
const HAS_TIME: u32 = 4;
const HAS_MACH_TIME: u32 = 8;
const HAS_SEQ: u32 = 16;
const HAS_GLOBAL_SEQ: u32 = 32;
const NEEDED: u32 = 63;
const HAS_OTHER: u32 = 64;
const HAS_STATUS: u32 = 128;
const HAS_ARGS: u32 = 256;
const HAS_ENV: u32 = 512;

let seen: u32 = 0;
let row: usize = 0;
let lineEnd: usize = 0;

/** Reads the line into the numbers at `numbers`; false: it is JavaScript's. */
export function readLine(from: usize, end: usize, numbers: usize): bool {
  if (load<u8>(from) !== OPEN_OBJECT) return false;
  seen = 0;
  row = numbers;
  lineEnd = end;
  memory.fill(row, 0, PROCESS);
  let at = from + 1;
  for (;;) {
    const close = keyEnd(at, end);
    if (close === 0) return false;
    at = readMember(at + 1, close - at - 1, close + 2);
    if (at === 0) return false;
    const next = load<u8>(at);
    at += 1;
    if (next === CLOSE_OBJECT) break;
    if (next !== COMMA) return false;
  }
  return at === end && (seen & NEEDED) === NEEDED;
}

/** Of two members with one key JSON has the last: such a line is JavaScript's. */
function isFirst(field: u32): bool {
  const before = seen;
  seen |= field;
  return (before & field) === 0;
}

function readMember(key: usize, length: usize, value: usize): usize {
  switch (length as u32) {
    case 4:
      if (isShortKey(key, length, _TIME)) return readTime(value);
      break;
    case 5:
      if (isShortKey(key, length, _EVENT)) return isFirst(HAS_EVENT) ? readEvent(value) : 0;
      break;
    case 7:
      if (isShortKey(key, length, _PROCESS))
        return isFirst(HAS_PROCESS) ? readProcess(value, lineEnd, row + PROCESS) : 0;
      if (isShortKey(key, length, _SEQ_NUM)) return isFirst(HAS_SEQ) ? wholeNumber(value) : 0;
      break;
    case 9:
      if (isKey(key, length, 0x6d69745f6863616d, 0x656d69745f686361))
        return readNumber(HAS_MACH_TIME, value, MACH_TIME);
      break;
    case 14:
      if (isKey(key, length, 0x735f6c61626f6c67, 0x6d756e5f7165735f))
        return readNumber(HAS_GLOBAL_SEQ, value, GLOBAL_SEQ);
      break;
    default:
  }
  return valueEnd(value, lineEnd);
}

function readNumber(field: u32, value: usize, place: usize): usize {
  if (!isFirst(field)) return 0;
  const after = wholeNumber(value);
  store<f64>(row + place, number);
  return after;
}

/** Length of a time with nine digits of a second, with its quotes. */
const TIME_LENGTH: usize = 32;

function readTime(value: usize): usize {
  const ms = timeMs(value);
  if (!isFirst(HAS_TIME) || isNaN(ms)) return 0;
  store<f64>(row, ms, TIME);
  return value + TIME_LENGTH;
}

/** `{"NAME":{…}}` */
function readEvent(from: usize): usize {
  if (load<u16>(from) !== 0x227b || !isLifeName(from + 2)) return 0; // {"
  const name = load<u32>(from + 2);
  if (load<u16>(from + 7) !== 0x7b3a) return 0; // :{
  store<f64>(row, name === _FORK ? FORK : name === _EXEC ? EXEC : EXIT, KIND);
  let at = from + 9;
  if (load<u8>(at) === CLOSE_OBJECT) return 0;
  for (;;) {
    const close = keyEnd(at, lineEnd);
    if (close === 0) return 0;
    at = readEventMember(name, at + 1, close - at - 1, close + 2);
    if (at === 0) return 0;
    const next = load<u8>(at);
    at += 1;
    if (next === CLOSE_OBJECT) break;
    if (next !== COMMA) return 0;
  }
  if ((seen & (name === _EXIT ? HAS_STATUS : HAS_OTHER)) === 0) return 0;
  return load<u8>(at) === CLOSE_OBJECT ? at + 1 : 0;
}

function readEventMember(name: u32, key: usize, length: usize, value: usize): usize {
  if (name === _EXIT) {
    if (length === 4 && isShortKey(key, length, _STAT)) return readNumber(HAS_STATUS, value, STATUS);
  } else if (name === _FORK) {
    if (length === 5 && isShortKey(key, length, _CHILD)) return readOther(value);
  } else {
    if (length === 6 && isShortKey(key, length, _TARGET)) return readOther(value);
    if (length === 4 && isShortKey(key, length, _ARGS)) return readPlace(HAS_ARGS, value, ARGS);
    if (length === 3 && isShortKey(key, length, _ENV)) return readPlace(HAS_ENV, value, ENV);
  }
  return valueEnd(value, lineEnd);
}

function readOther(value: usize): usize {
  return isFirst(HAS_OTHER) ? readProcess(value, lineEnd, row + OTHER) : 0;
}

function readPlace(field: u32, value: usize, place: usize): usize {
  if (!isFirst(field)) return 0;
  const after = valueEnd(value, lineEnd);
  store<f64>(row + place, (value - INPUT) as f64);
  store<f64>(row + place, (after - INPUT) as f64, 8);
  return after;
}

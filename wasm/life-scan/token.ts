/** An audit token: an object of eight numbers, or a list of them (a macOS 26 beta), of which two name a process. */
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../line-scan/bytes';
import { number, wholeNumber } from './values';

const LETTER_P: u8 = 0x70;
const _PID: u64 = 0x3a2264697022; // "pid":
const PID_MASK: u64 = 0xffffffffffff;
const _PIDVERS: u64 = 0x7372657664697022; // "pidvers
const _ERSION: u64 = 0x3a226e6f69737265; // ersion":
/** Places in a list. */
const LIST_PID: u32 = 5;
const LIST_PIDVERSION: u32 = 7;
const LIST_LENGTH: u32 = 8;

/** Its pid and pidversion to `row`. Behind its end; 0: the line is JavaScript's. */
export function readToken(from: usize, end: usize, row: usize): usize {
  const first = load<u8>(from);
  if (first === OPEN_OBJECT) return readObject(from, end, row);
  return first === OPEN_ARRAY ? readList(from, end, row) : 0;
}

/** Only keys that begin with a `p` are looked at. */
function readObject(from: usize, end: usize, row: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  const letters = i8x16.splat(LETTER_P);
  const closes = i8x16.splat(CLOSE_OBJECT);
  const slashes = i8x16.splat(BACKSLASH);
  let seen: u32 = 0;
  for (let block = from; block < end; block += 16) {
    const bytes = v128.load(block);
    const isKey = v128.and(i8x16.eq(bytes, quotes), i8x16.eq(v128.load(block, 1), letters));
    const isEnd = v128.or(i8x16.eq(bytes, closes), i8x16.eq(bytes, slashes));
    let mask = i8x16.bitmask(v128.or(isKey, isEnd));
    for (; mask !== 0; mask &= mask - 1) {
      const at = block + ctz(mask);
      const byte = load<u8>(at);
      if (byte === CLOSE_OBJECT) return seen === 3 && at < end ? at + 1 : 0;
      if (byte === BACKSLASH) return 0;
      const word = load<u64>(at);
      if ((word & PID_MASK) === _PID) {
        if ((seen & 1) !== 0 || wholeNumber(at + 6) === 0) return 0;
        store<f64>(row, number);
        seen |= 1;
      } else if (word === _PIDVERS && load<u64>(at, 5) === _ERSION) {
        if ((seen & 2) !== 0 || wholeNumber(at + 13) === 0) return 0;
        store<f64>(row, number, 8);
        seen |= 2;
      }
    }
  }
  return 0;
}

function readList(from: usize, end: usize, row: usize): usize {
  let at = from + 1;
  for (let index: u32 = 0; index < LIST_LENGTH; index += 1) {
    at = wholeNumber(at);
    if (at === 0 || at >= end) return 0;
    if (index === LIST_PID) store<f64>(row, number);
    else if (index === LIST_PIDVERSION) store<f64>(row, number, 8);
    if (load<u8>(at) !== (index === LIST_LENGTH - 1 ? CLOSE_ARRAY : COMMA)) return 0;
    at += 1;
  }
  return at;
}

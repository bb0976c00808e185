/**
 * The keys of a line's envelope, told by the eight bytes that end at the key's closing quote. A line counts only where each is there once.
 */
import { CLOSE_OBJECT, COMMA, isDigit, isTime, OPEN_OBJECT, QUOTE } from './bytes';

export const GLOBAL_SEQ: u32 = 1;
export const SEQ: u32 = 2;
export const MACH_TIME: u32 = 4;
export const VERSION: u32 = 8;
export const TIME: u32 = 16;
export const EVENT: u32 = 32;
export const PROCESS: u32 = 64;
export const ALL: u32 = 127;

// Little-endian spellings.
const _SEQ_NUM: u64 = 0x6d756e5f71657322; // "seq_num
const _UNDER_SEQ_NUM: u64 = 0x6d756e5f7165735f; // _seq_num
const _GLOBAL: u64 = 0x5f6c61626f6c6722; // "global_
const _ACH_TIME: u64 = 0x656d69745f686361; // ach_time
const _QUOTE_M: u16 = 0x6d22; // "m
const _VERSION: u64 = 0x6e6f697372657622; // "version
const _PROCESS: u64 = 0x737365636f727022; // "process
const _TIME: u64 = 0x656d697422; // "time
const _EVENT: u64 = 0x746e65766522; // "event

/** Which key ends before the quote at `quote`; 0 for any other. */
export function keyBefore(quote: usize): u32 {
  const word = load<u64>(quote - 8);
  switch ((word >> 56) as u8) {
    case 0x6d:
      if (word === _SEQ_NUM) return SEQ;
      return word === _UNDER_SEQ_NUM && load<u64>(quote - 15) === _GLOBAL ? GLOBAL_SEQ : 0;
    case 0x65:
      if (word >> 24 === _TIME) return TIME;
      return word === _ACH_TIME && load<u16>(quote - 10) === _QUOTE_M ? MACH_TIME : 0;
    case 0x6e:
      return word === _VERSION ? VERSION : 0;
    case 0x74:
      return word >> 16 === _EVENT ? EVENT : 0;
    case 0x73:
      return word === _PROCESS ? PROCESS : 0;
    default:
      return 0;
  }
}

/** A whole number that a double holds exactly, up to a comma or the end of the object; -1 for anything else. */
export function wholeNumber(from: usize): f64 {
  let value: u64 = 0;
  let at = from;
  for (; at < from + 16 && isDigit(load<u8>(at)); at += 1) value = value * 10 + (load<u8>(at) - 0x30);
  const after = load<u8>(at);
  if (at === from || (after !== COMMA && after !== CLOSE_OBJECT)) return -1;
  return value <= 9007199254740991 ? (value as f64) : -1;
}

/** Length of a time with nine digits of a second. */
const USUAL_TIME: usize = 30;

/** Milliseconds since the epoch of `"2026-08-12T15:28:33.510893468Z"` at the quote `from`; NaN for any other spelling. */
export function timeMs(from: usize): f64 {
  const first = from + 1;
  const last = first + USUAL_TIME;
  if (load<u8>(from) !== QUOTE || load<u8>(last) !== QUOTE || !isTime(first, last)) return NaN;
  const after = load<u8>(last + 1);
  if (after !== COMMA && after !== CLOSE_OBJECT) return NaN;
  const days = daysFromCivil(digits(first, 4), digits(first + 5, 2), digits(first + 8, 2));
  const seconds = digits(first + 11, 2) * 3600 + digits(first + 14, 2) * 60 + digits(first + 17, 2);
  return (days as f64) * 86400000 + (seconds as f64) * 1000 + (digits(first + 20, 9) as f64) / 1e6;
}

function digits(from: usize, count: usize): i32 {
  let value = 0;
  for (let at = from; at < from + count; at += 1) value = value * 10 + (load<u8>(at) - 0x30);
  return value;
}

/** Days since 1970-01-01 of a date in the Gregorian calendar, from the year 1000 on. */
function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const shifted = month <= 2 ? year - 1 : year;
  const era = shifted / 400;
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The name of the event whose object opens at `from`, `{"NAME":`: where its closing quote is; 0 for anything else. */
export function eventName(from: usize, end: usize): usize {
  if (load<u8>(from) !== OPEN_OBJECT || load<u8>(from + 1) !== QUOTE) return 0;
  let at = from + 2;
  while (at < end && at < from + 66 && load<u8>(at) !== QUOTE) at += 1;
  return load<u8>(at) === QUOTE && load<u8>(at + 1) === 0x3a && at < end ? at : 0;
}

import { isTime, QUOTE } from '../line-scan/bytes';

const LENGTH: usize = 27;
const FIRST_YEAR: i32 = 1970;
/** Microseconds of later years are no longer exact in a double. */
const LAST_YEAR: i32 = 2199;

/**
 * Microseconds since the epoch of `"2026-08-12T15:28:33.510893Z"` at the quote `from`; -1 for any other spelling, and for a date that no calendar has: the
 * number must give the same text again.
 */
export function startTimeUs(from: usize): f64 {
  const at = from + 1;
  if (load<u8>(from) !== QUOTE || load<u8>(at + LENGTH) !== QUOTE || !isTime(at, at + LENGTH)) return -1;
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  const minute = digits(at + 14, 2);
  const second = digits(at + 17, 2);
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return -1;
  if (day < 1 || day > daysOf(month, year) || hour > 23 || minute > 59 || second > 59) return -1;
  const seconds = daysSinceEpoch(year, month, day) * 86400 + (hour * 3600 + minute * 60 + second);
  return (seconds as f64) * 1e6 + (digits(at + 20, 6) as f64);
}

/** Behind its closing quote. */
export function startTimeEnd(from: usize): usize {
  return from + LENGTH + 2;
}

function digits(from: usize, count: usize): i32 {
  let value = 0;
  for (let at = from; at < from + count; at += 1) value = value * 10 + (load<u8>(at) - 0x30);
  return value;
}

function isLeap(year: i32): bool {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOf(month: i32, year: i32): i32 {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function daysSinceEpoch(year: i32, month: i32, day: i32): i64 {
  const shifted = month <= 2 ? year - 1 : year;
  const era = shifted / 400;
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return (era * 146097 + dayOfEra - 719468) as i64;
}

/** Bytes of JSON, sixteen at a time. Every function may read up to 16 bytes past what it is asked about. */

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const BACKSLASH: u8 = 0x5c;
export const OPEN_ARRAY: u8 = 0x5b;
export const CLOSE_ARRAY: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;
export const SPACE: u8 = 0x20;
export const NEWLINE: u8 = 0x0a;

/** The first `byte` in [from, end), or `end`. */
export function find(byte: u8, from: usize, end: usize): usize {
  const wanted = i8x16.splat(byte);
  for (let at = from; at < end; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask !== 0) {
      const found = at + ctz(mask);
      return found < end ? found : end;
    }
  }
  return end;
}

/** The quote that closes the string whose first character is at `from`, or `end`. */
export function closingQuote(from: usize, end: usize): usize {
  let quote = find(QUOTE, from, end);
  while (quote < end) {
    let before = quote;
    while (before > from && load<u8>(before - 1) === BACKSLASH) before -= 1;
    if (((quote - before) & 1) === 0) return quote;
    quote = find(QUOTE, quote + 1, end);
  }
  return end;
}

export function isDigit(byte: u8): bool {
  return byte - 0x30 <= 9;
}

/** Whether a blank beside this byte stands between tokens, as far as one byte tells. */
export function isMark(byte: u8): bool {
  switch (byte) {
    case QUOTE:
    case COMMA:
    case COLON:
    case OPEN_ARRAY:
    case CLOSE_ARRAY:
    case OPEN_OBJECT:
    case CLOSE_OBJECT:
      return true;
    default:
      return false;
  }
}

export function areEqual(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  }
  for (; at < length; at += 1) {
    if (load<u8>(one + at) !== load<u8>(other + at)) return false;
  }
  return true;
}

const TIME_HEAD = i8x16(0, 0, 0, 0, 0x2d, 0, 0, 0x2d, 0, 0, 0x54, 0, 0, 0x3a, 0, 0);
const TIME_TAIL = i8x16(0, 0, 0x3a, 0, 0, 0x3a, 0, 0, 0x2e, 0, 0, 0, 0, 0, 0, 0);

/** Digits wherever the pattern is zero, and the pattern elsewhere. */
function fits(at: usize, pattern: v128): bool {
  const bytes = v128.load(at);
  const digits = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9));
  const wantsDigit = i8x16.eq(pattern, i8x16.splat(0));
  const isSame = i8x16.eq(bytes, pattern);
  return i8x16.all_true(v128.bitselect(digits, isSame, wantsDigit));
}

/** `2026-08-12T15:28:33.510893468Z`, with six to nine digits of a second: 27 to 30 bytes. */
export function isTime(from: usize, end: usize): bool {
  const length = end - from;
  if (length < 27 || length > 30 || load<u8>(end - 1) !== 0x5a) return false;
  const first = load<u8>(from);
  if (first !== 0x31 && first !== 0x32) return false;
  if (!fits(from, TIME_HEAD)) return false;
  if (load<u8>(from + 19) !== 0x2e || load<u8>(from + 16) !== COLON) return false;
  if (length >= 28) {
    if (!fits(from + 11, TIME_TAIL)) return false;
    for (let at = from + 27; at < end - 1; at += 1) if (!isDigit(load<u8>(at))) return false;
    return true;
  }
  for (let at = from + 17; at < end - 1; at += 1)
    if (at !== from + 19 && !isDigit(load<u8>(at))) return false;
  return true;
}

/** Capital hexadecimal digits: `0`–`9` and `A`–`F`. */
export function isCapitalHex(from: usize, end: usize): bool {
  for (let at = from; at < end; at += 1) {
    const byte = load<u8>(at);
    if (!isDigit(byte) && byte - 0x41 > 5) return false;
  }
  return true;
}

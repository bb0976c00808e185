/** Tokens of JSON. Every function may read up to 16 bytes past what it is asked about. */
import { BACKSLASH, isDigit, QUOTE } from '../line-scan/bytes';

/** Whether the string that `stringEnd` passed last has an escape in it. */
export let hadEscape: bool = false;

/** The quote that closes the string whose first character is at `from`; 0 where it is none that JSON allows. */
export function stringEnd(from: usize, end: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  const slashes = i8x16.splat(BACKSLASH);
  const controls = i8x16.splat(0x20);
  hadEscape = false;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    const mask = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, slashes)), i8x16.lt_u(bytes, controls)),
    );
    if (mask === 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at >= end) return 0;
    const byte = load<u8>(at);
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) return 0;
    hadEscape = true;
    at = escapeEnd(at, end);
    if (at === 0) return 0;
  }
  return 0;
}

function escapeEnd(at: usize, end: usize): usize {
  switch (load<u8>(at + 1)) {
    case 0x22: // " \ / b f n r t
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 2;
    case 0x75: {
      if (at + 6 > end) return 0;
      for (let digit = at + 2; digit < at + 6; digit += 1) {
        const byte = load<u8>(digit);
        if (!isDigit(byte) && (byte | 0x20) - 0x61 > 5) return 0;
      }
      return at + 6;
    }
    default:
      return 0;
  }
}

/** Where the number at `from` ends; 0 where it is none that JSON allows. */
export function numberEnd(from: usize, end: usize): usize {
  let at = from;
  if (load<u8>(at) === 0x2d) at += 1;
  const first = load<u8>(at);
  if (!isDigit(first)) return 0;
  at += 1;
  if (first !== 0x30) while (isDigit(load<u8>(at))) at += 1;
  else if (isDigit(load<u8>(at))) return 0;
  let byte = load<u8>(at);
  if (byte === 0x2e) {
    at += 1;
    if (!isDigit(load<u8>(at))) return 0;
    while (isDigit(load<u8>(at))) at += 1;
    byte = load<u8>(at);
  }
  if ((byte | 0x20) === 0x65) {
    at += 1;
    byte = load<u8>(at);
    if (byte === 0x2b || byte === 0x2d) at += 1;
    if (!isDigit(load<u8>(at))) return 0;
    while (isDigit(load<u8>(at))) at += 1;
  }
  return at <= end ? at : 0;
}

/** Which lines are of a fork, an exec or an exit, without reading the others; see src/eslogger/lines.ts for why that is certain. */
import { NEWLINE, QUOTE } from '../line-scan/bytes';

const _EVENT: u64 = 0x3a22746e65766522; // "event":
const _OPEN: u16 = 0x227b; // {"
const MARKER: usize = 10;
const LETTER_V: u8 = 0x76;

export const _FORK: u32 = 0x6b726f66;
export const _EXEC: u32 = 0x63657865;
export const _EXIT: u32 = 0x74697865;

export function isLifeName(at: usize): bool {
  const name = load<u32>(at);
  return (name === _EXEC || name === _FORK || name === _EXIT) && load<u8>(at + 4) === QUOTE;
}

/** Of the line that `lineEnd` passed over: how often the marker stands in it, and where the name behind the first one is. */
let markers: u32 = 0;
let name: usize = 0;

/** Whether that line, whose text ends at `end`, may be one of them; where it is not certain, it may. */
export function mayBeLife(end: usize): bool {
  return markers !== 1 || name + 5 > end || isLifeName(name);
}

/** Where the line that begins at `from` ends: at its newline, or at `end`. Reads up to 82 bytes past it. */
export function lineEnd(from: usize, end: usize): usize {
  markers = 0;
  for (let block = from; block < end; block += 64) {
    const first = marks(block);
    const second = marks(block + 16);
    const third = marks(block + 32);
    const fourth = marks(block + 48);
    // Most blocks hold none: one question for all four.
    if (!v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)))) continue;
    let mask = bits(first) | (bits(second) << 16) | (bits(third) << 32) | (bits(fourth) << 48);
    for (; mask !== 0; mask &= mask - 1) {
      const at = block + (ctz(mask) as usize);
      if (at >= end || load<u8>(at) === NEWLINE) return min(at, end);
      if (load<u64>(at) !== _EVENT || load<u16>(at + 8) !== _OPEN) continue;
      if (markers === 0) name = at + MARKER;
      markers += 1;
    }
  }
  return end;
}

/** Newlines, and quotes before the rarest of the marker's letters. */
function marks(at: usize): v128 {
  const bytes = v128.load(at);
  const isQuote = i8x16.eq(bytes, i8x16.splat(QUOTE));
  const isLetter = i8x16.eq(v128.load(at, 2), i8x16.splat(LETTER_V));
  return v128.or(v128.and(isQuote, isLetter), i8x16.eq(bytes, i8x16.splat(NEWLINE)));
}

function bits(found: v128): u64 {
  return i8x16.bitmask(found) as u64;
}

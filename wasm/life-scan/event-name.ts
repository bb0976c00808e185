/** Which lines are of a fork, an exec or an exit, without reading the others; see src/eslogger/lines.ts for why that is certain. */
import { QUOTE } from '../line-scan/bytes';

const _EVENT: u64 = 0x3a22746e65766522; // "event":
const _OPEN: u16 = 0x227b; // {"
const MARKER: usize = 10;
const LETTER_V: u8 = 0x76;

export const _FORK: u32 = 0x6b726f66;
export const _EXEC: u32 = 0x63657865;
export const _EXIT: u32 = 0x74697865;

/** Whether a line may be one of them; where it is not certain, it may. */
export function mayBeLife(start: usize, end: usize): bool {
  const name = findMarker(start, end);
  if (name === 0 || name + 5 > end) return true;
  return isLifeName(name) || findMarker(name, end) !== 0;
}

export function isLifeName(at: usize): bool {
  const name = load<u32>(at);
  return (name === _EXEC || name === _FORK || name === _EXIT) && load<u8>(at + 4) === QUOTE;
}

/** Where the name of the event begins; 0: nowhere. */
function findMarker(from: usize, end: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  // The rarest of the marker's letters.
  const letters = i8x16.splat(LETTER_V);
  for (let block = from; block < end; block += 16) {
    let mask = i8x16.bitmask(
      v128.and(i8x16.eq(v128.load(block), quotes), i8x16.eq(v128.load(block, 2), letters)),
    );
    for (; mask !== 0; mask &= mask - 1) {
      const at = block + ctz(mask);
      if (at + MARKER > end) return 0;
      if (load<u64>(at) === _EVENT && load<u16>(at + 8) === _OPEN) return at + MARKER;
    }
  }
  return 0;
}

/** Which event types are asked for. The lines of all others are passed over where their type is certain; see eventTypeAt in src/eslogger/lines.ts. */
import { BACKSLASH, QUOTE, find } from '../line-scan/bytes';
import { MOST_WANTED, WANTED, WANTED_BYTES } from './layout';

const _EVENT: u64 = 0x3a22746e65766522; // "event":
const _OPEN: u16 = 0x227b; // {"
const MARKER: usize = 10;

/** Names in the table, 0: every type is asked for. Each is { u32 length, bytes }. */
let count: u32 = 0;

export function setWanted(names: u32): void {
  count = names > MOST_WANTED ? 0 : names;
}

export function isUnwanted(start: usize, end: usize): bool {
  if (count === 0) return false;
  const marker = findMarker(start, end);
  if (marker === 0) return false;
  const from = marker + MARKER;
  const to = find(QUOTE, from, end);
  if (to === end || find(BACKSLASH, from, to) !== to) return false;
  if (findMarker(to, end) !== 0) return false;
  return !isWanted(from, to - from);
}

function findMarker(from: usize, end: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  const letters = i8x16.splat(0x76); // v, the rarest of the marker's letters
  for (let block = from; block < end; block += 16) {
    let mask = i8x16.bitmask(
      v128.and(i8x16.eq(v128.load(block), quotes), i8x16.eq(v128.load(block, 2), letters)),
    );
    for (; mask !== 0; mask &= mask - 1) {
      const at = block + ctz(mask);
      if (at + MARKER > end) return 0;
      if (load<u64>(at) === _EVENT && load<u16>(at + 8) === _OPEN) return at;
    }
  }
  return 0;
}

function isWanted(name: usize, length: usize): bool {
  for (let index: u32 = 0; index < count; index += 1) {
    const entry = WANTED + (index as usize) * WANTED_BYTES;
    if (load<u32>(entry) !== (length as u32)) continue;
    let at: usize = 0;
    while (at < length && load<u8>(entry + 4 + at) === load<u8>(name + at)) at += 1;
    if (at === length) return true;
  }
  return false;
}

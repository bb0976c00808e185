/**
 * What became of a text that came before. Only exact bytes count: a hash finds the entry, the bytes decide.
 * When it is full all is forgotten; what is still needed is asked for again.
 */
import { areEqual } from './bytes';
import { ENTRIES, ENTRIES_BYTES, SLOT_COUNT, SLOTS } from './layout';

/** Verdicts. */
export const STAYS: u32 = 0;
/** Depends on the rest of its line. */
export const BY_LINE: u32 = 1;
export const REPLACED: u32 = 2;
/** An event type. */
export const TYPE: u32 = 3;

const HEAD: usize = 32;
const TEXT_LENGTH: usize = 16;
const IS_PLAIN: usize = 20;
const MOST_PROBES: u32 = 16;
const MASK: u32 = SLOT_COUNT - 1;
const MOST_ENTRIES: u32 = SLOT_COUNT / 2;

let seed: u64 = 0;
let used: usize = 0;
let entries: u32 = 0;

/** Other for each process, so that nobody can choose texts that collide. */
export function setSeed(low: u32, high: u32): void {
  seed = ((high as u64) << 32) | low;
}

export function forget(): void {
  memory.fill(SLOTS, 0, 8 * SLOT_COUNT);
  used = 0;
  entries = 0;
}

/** A length no text has: the entry is dead. */
const DEAD: u32 = 0xffffffff;

/** Forgets every text that may hold these lower-case letters and digits, two at least, in any letter case or spelling. */
export function forgetTextsWith(part: usize, partLength: usize): void {
  for (let entry = ENTRIES; entry < ENTRIES + used;) {
    const length = load<u32>(entry, TEXT_LENGTH) as usize;
    const size = (HEAD + length + load<u32>(entry, 12) + 15) & ~15;
    if (
      load<u32>(entry, 4) !== TYPE &&
      (load<u32>(entry, IS_PLAIN) === 0 || holds(entry + HEAD, length, part, partLength))
    )
      store<u32>(entry, DEAD);
    entry += size;
  }
}

/** Bytes outside ASCII, and escapes that may stand for any: what they spell is not seen in the bytes. */
function isPlain(text: usize, length: usize): bool {
  for (let at: usize = 0; at < length; at += 1) {
    const byte = load<u8>(text + at);
    if (byte >= 0x80 || (byte === 0x5c && load<u8>(text + at + 1) === 0x75)) return false;
  }
  return true;
}

function holds(text: usize, length: usize, part: usize, partLength: usize): bool {
  const small = i8x16.splat(0x20);
  const first = i8x16.splat(load<u8>(part));
  const second = i8x16.splat(load<u8>(part + 1));
  for (let block: usize = 0; block + partLength <= length; block += 16) {
    const one = i8x16.eq(v128.or(v128.load(text + block), small), first);
    const two = i8x16.eq(v128.or(v128.load(text + block + 1), small), second);
    for (let mask = i8x16.bitmask(v128.and(one, two)); mask !== 0; mask &= mask - 1) {
      const at = block + ctz(mask);
      if (at + partLength <= length && isSameWord(text + at, part, partLength)) return true;
    }
  }
  return false;
}

function isSameWord(text: usize, part: usize, length: usize): bool {
  for (let at: usize = 0; at < length; at += 1)
    if (lower(load<u8>(text + at)) !== load<u8>(part + at)) return false;
  return true;
}

function lower(byte: u8): u8 {
  return byte - 0x41 < 26 ? byte | 0x20 : byte;
}

function hashOf(text: usize, length: usize): u32 {
  let hash = seed ^ length;
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) hash = mix(hash, load<u64>(text + at));
  if (at < length)
    hash = mix(hash, load<u64>(text + at) & (((1 as u64) << (((length - at) as u64) << 3)) - 1));
  hash ^= hash >> 32;
  return (hash as u32) | 1;
}

function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * 0x9e3779b97f4a7c15;
  return rotr<u64>(mixed, 29) ^ mixed;
}

/** The entry of a text; 0 where it is not known. */
export function lookUp(text: usize, length: usize): usize {
  const hash = hashOf(text, length);
  for (let probe: u32 = 0; probe < MOST_PROBES; probe += 1) {
    const slot = SLOTS + (((hash >> 1) + probe) & MASK) * 8;
    const found = load<u32>(slot);
    if (found === 0) return 0;
    if (found !== hash) continue;
    const entry = load<u32>(slot, 4) as usize;
    if (load<u32>(entry) === (length as u32) && areEqual(entry + HEAD, text, length)) return entry;
  }
  return 0;
}

/** Remembers; `replacement` lies anywhere in memory. */
export function remember(
  text: usize,
  length: u32,
  verdict: u32,
  id: u32,
  replacement: usize,
  replacementLength: u32,
): void {
  const size = (HEAD + length + replacementLength + 15) & ~15;
  if (used + size > ENTRIES_BYTES || entries === MOST_ENTRIES) forget();
  const entry = ENTRIES + used;
  used += size;
  entries += 1;
  store<u32>(entry, length);
  store<u32>(entry, verdict, 4);
  store<u32>(entry, id, 8);
  store<u32>(entry, replacementLength, 12);
  store<u32>(entry, length, TEXT_LENGTH);
  store<u32>(entry, isPlain(text, length) ? 1 : 0, IS_PLAIN);
  memory.copy(entry + HEAD, text, length);
  memory.copy(entry + HEAD + length, replacement, replacementLength);
  const hash = hashOf(text, length);
  let slot: usize = 0;
  for (let probe: u32 = 0; probe < MOST_PROBES; probe += 1) {
    slot = SLOTS + (((hash >> 1) + probe) & MASK) * 8;
    if (load<u32>(slot) === 0) break;
  }
  // Where every probe is taken the last one gives way.
  store<u32>(slot, hash);
  store<u32>(slot, entry as u32, 4);
}

export function verdictOf(entry: usize): u32 {
  return load<u32>(entry, 4);
}

export function idOf(entry: usize): u32 {
  return load<u32>(entry, 8);
}

export function replacementOf(entry: usize): usize {
  return entry + HEAD + load<u32>(entry, TEXT_LENGTH);
}

export function replacementLengthOf(entry: usize): u32 {
  return load<u32>(entry, 12);
}

/**
 * What stays the same over many processes: their program and how it is signed. Images that came before, byte for byte, are numbers; a new one is news for
 * JavaScript. A hash finds the entry, the bytes decide.
 */
import { areEqual } from '../line-scan/bytes';
import { ENTRIES, ENTRIES_BYTES, NEWS, NEWS_BYTES, SLOT_COUNT, SLOTS } from './layout';

/** Texts, in this order. */
export const EXECUTABLE: u32 = 0;
export const SIGNING_ID: u32 = 1;
export const TEAM_ID: u32 = 2;
export const CDHASH: u32 = 3;
const TEXTS: u32 = 4;

export const IS_PLATFORM: u32 = 1;

const HEAD: usize = 28;
const MASK: u32 = SLOT_COUNT - 1;
const MOST_ENTRIES: u32 = SLOT_COUNT / 2;
/** A line with longer texts is JavaScript's. */
const LONGEST_TEXTS: usize = 64 << 10;

/** The image at hand. */
const texts = memory.data(32);
let flags: u32 = 0;
let booleans: u32 = 0;

let seed: u64 = 0;
let used: usize = 0;
let entries: u32 = 0;
export let news: u32 = 0;

/** Other for each process, so that nobody can choose texts that collide. */
export function setSeed(low: u32, high: u32): void {
  seed = ((high as u64) << 32) | low;
}

/** Ids begin anew. */
export function forget(): void {
  memory.fill(SLOTS, 0, 8 * SLOT_COUNT);
  used = 0;
  entries = 0;
}

export function forgetNews(): void {
  news = 0;
}

/** Whether the images of a line surely find room. */
export function hasRoom(): bool {
  return used + 2 * (LONGEST_TEXTS + HEAD + 16) <= ENTRIES_BYTES && entries + 2 <= MOST_ENTRIES;
}

export function beginImage(): void {
  memory.fill(texts, 0, 32);
  flags = booleans = 0;
}

/** The bytes between the quotes. */
export function setText(text: u32, from: usize, length: usize): void {
  store<u32>(texts + (text << 3), from as u32);
  store<u32>(texts + (text << 3), length as u32, 4);
}

export function setFlags(value: u32): void {
  flags = value;
}

export function setBoolean(which: u32): void {
  booleans |= which;
}

function textAt(text: u32): usize {
  return load<u32>(texts + (text << 3)) as usize;
}

function lengthOf(text: u32): usize {
  return load<u32>(texts + (text << 3), 4) as usize;
}

function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * 0x9e3779b97f4a7c15;
  return rotr<u64>(mixed, 29) ^ mixed;
}

function mixText(start: u64, text: u32): u64 {
  const from = textAt(text);
  const length = lengthOf(text);
  let hash = start ^ length;
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) hash = mix(hash, load<u64>(from + at));
  return mix(hash, load<u64>(from + at) & (((1 as u64) << (((length - at) as u64) << 3)) - 1));
}

function isSame(entry: usize): bool {
  if (
    load<u32>(entry, 20) !== flags ||
    load<u32>(entry, 24) !== booleans ||
    load<u32>(entry, 4) !== (lengthOf(EXECUTABLE) as u32) ||
    load<u32>(entry, 8) !== (lengthOf(SIGNING_ID) as u32) ||
    load<u32>(entry, 12) !== (lengthOf(TEAM_ID) as u32) ||
    load<u32>(entry, 16) !== (lengthOf(CDHASH) as u32)
  )
    return false;
  let at = entry + HEAD;
  for (let text: u32 = 0; text < TEXTS; text += 1) {
    const length = lengthOf(text);
    if (!areEqual(at, textAt(text), length)) return false;
    at += length;
  }
  return true;
}

/** The number of the image at hand; -1: its texts are too long. */
export function imageId(): i32 {
  let hash = seed ^ ((flags as u64) << 8) ^ booleans;
  for (let text: u32 = 0; text < TEXTS; text += 1) hash = mixText(hash, text);
  const short = ((hash ^ (hash >> 32)) as u32) | 1;
  let slot: usize = 0;
  for (let probe: u32 = 0; ; probe += 1) {
    slot = SLOTS + (((short >> 1) + probe) & MASK) * 8;
    const found = load<u32>(slot);
    if (found === 0) break;
    const entry = load<u32>(slot, 4) as usize;
    if (found === short && isSame(entry)) return load<i32>(entry);
  }
  return newImage(slot, short);
}

function newImage(slot: usize, hash: u32): i32 {
  const entry = ENTRIES + used;
  let at = entry + HEAD;
  let length: usize = 0;
  for (let text: u32 = 0; text < TEXTS; text += 1) length += lengthOf(text);
  if (length > LONGEST_TEXTS) return -1;
  store<u32>(entry, entries);
  for (let text: u32 = 0; text < TEXTS; text += 1) {
    store<u32>(entry + 4 + (text << 2), lengthOf(text) as u32);
    memory.copy(at, textAt(text), lengthOf(text));
    at += lengthOf(text);
  }
  store<u32>(entry, flags, 20);
  store<u32>(entry, booleans, 24);
  store<u32>(slot, hash);
  store<u32>(slot, entry as u32, 4);
  used += (HEAD + length + 15) & ~15;
  const row = NEWS + (news as usize) * NEWS_BYTES;
  memory.copy(row, texts, 32);
  memory.copy(row + 32, entry + 20, 8);
  news += 1;
  return entries++;
}

/**
 * Texts that came before, by their exact bytes: a hash finds the entry, the bytes decide. Ids count up for each kind. When there is no room all is
 * forgotten by `forget`; ids go on from where they were.
 */
import { areEqual } from '../line-scan/bytes';
import {
  ENTRIES,
  ENTRIES_BYTES,
  MOST_NEWS,
  NEWS,
  NEWS_BYTES,
  NEWS_OF_LINE,
  PROCESS_ROW_BYTES,
  RECENT,
  RECENT_SETS,
  SLOT_COUNT,
  SLOTS,
} from './layout';

export const OUTLINE_TEXT: u32 = 0;
export const PROCESS_TEXT: u32 = 1;
export const BODY_TEXT: u32 = 2;
/** An event that has a zero in the place of its process. */
export const LIFE_BODY_TEXT: u32 = 3;
/** A text within a process or an event, or a list of such, each with a zero behind it. */
export const STRING_TEXT: u32 = 4;
/** An event as a row, see BODY_ROW. */
export const ROW_BODY_TEXT: u32 = 5;

const HEAD: usize = 16;
const MASK: u32 = SLOT_COUNT - 1;
const MOST_ENTRIES: u32 = SLOT_COUNT / 2;

let seed: u64 = 0;
let used: usize = 0;
let entries: u32 = 0;
let nextOutline: u32 = 0;
let nextProcess: u32 = 0;
let nextBody: u32 = 0;
let nextString: u32 = 0;
export let news: u32 = 0;

/** Other for each process, so that nobody can choose texts that collide. */
export function setSeed(low: u32, high: u32): void {
  seed = ((high as u64) << 32) | low;
}

/** All ids begin anew too. */
export function forget(): void {
  memory.fill(SLOTS, 0, 8 * SLOT_COUNT);
  memory.fill(RECENT, 0, 16 * RECENT_SETS);
  used = 0;
  entries = 0;
  nextOutline = nextProcess = nextBody = nextString = 0;
}

export function forgetNews(): void {
  news = 0;
}

/** Whether the texts of a line surely find room, `bytes` in all. */
export function hasRoom(bytes: usize): bool {
  return (
    used + bytes + 2 * PROCESS_ROW_BYTES + (NEWS_OF_LINE as usize) * 32 <= ENTRIES_BYTES &&
    entries + NEWS_OF_LINE <= MOST_ENTRIES &&
    news + NEWS_OF_LINE <= MOST_NEWS
  );
}

function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * 0x9e3779b97f4a7c15;
  return rotr<u64>(mixed, 29) ^ mixed;
}

function hashOf(text: usize, length: usize, kind: u32): u32 {
  let hash = seed ^ length ^ ((kind as u64) << 60);
  let at: usize = 0;
  if (length >= 64) {
    // Four at a time, because each step waits for the one before.
    let second = rotr<u64>(hash, 16);
    let third = rotr<u64>(hash, 32);
    let fourth = rotr<u64>(hash, 48);
    for (; at + 32 <= length; at += 32) {
      hash = mix(hash, load<u64>(text + at));
      second = mix(second, load<u64>(text + at, 8));
      third = mix(third, load<u64>(text + at, 16));
      fourth = mix(fourth, load<u64>(text + at, 24));
    }
    hash = mix(mix(mix(hash, second), third), fourth);
  }
  for (; at + 8 <= length; at += 8) hash = mix(hash, load<u64>(text + at));
  if (at < length)
    hash = mix(hash, load<u64>(text + at) & (((1 as u64) << (((length - at) as u64) << 3)) - 1));
  hash ^= hash >> 32;
  return (hash as u32) | 1;
}

/** The entry of a text, made where there is none. */
export function intern(kind: u32, text: usize, length: usize): usize {
  const hash = hashOf(text, length, kind);
  let slot: usize = 0;
  for (let probe: u32 = 0; ; probe += 1) {
    slot = SLOTS + (((hash >> 1) + probe) & MASK) * 8;
    const found = load<u32>(slot);
    if (found === 0) break;
    if (found !== hash) continue;
    const entry = load<u32>(slot, 4) as usize;
    if (
      load<u32>(entry) === (length as u32) &&
      load<u32>(entry, 4) === kind &&
      areEqual(bytesOf(entry), text, length)
    )
      return entry;
  }
  const entry = ENTRIES + used;
  used += (HEAD + rowBytes(kind) + length + 15) & ~15;
  entries += 1;
  let id: u32 = 0;
  if (kind === OUTLINE_TEXT) id = nextOutline++;
  else if (kind === PROCESS_TEXT) id = nextProcess++;
  else if (kind === STRING_TEXT) id = nextString++;
  else id = nextBody++;
  store<u32>(entry, length as u32);
  store<u32>(entry, kind, 4);
  store<u32>(entry, id, 8);
  memory.copy(bytesOf(entry), text, length);
  store<u32>(slot, hash);
  store<u32>(slot, entry as u32, 4);
  const row = NEWS + (news as usize) * NEWS_BYTES;
  store<u32>(row, kind);
  store<u32>(row, id, 4);
  store<u32>(row, bytesOf(entry) as u32, 8);
  store<u32>(row, length as u32, 12);
  news += 1;
  return entry;
}

function rowBytes(kind: u32): usize {
  return kind === PROCESS_TEXT ? PROCESS_ROW_BYTES : 0;
}

/** Where the row of a process is. */
export function rowOf(entry: usize): usize {
  return entry + HEAD;
}

function bytesOf(entry: usize): usize {
  return entry + HEAD + rowBytes(load<u32>(entry, 4));
}

export function idOf(entry: usize): u32 {
  return load<u32>(entry, 8);
}

export function lengthOf(entry: usize): usize {
  return load<u32>(entry) as usize;
}

export function outlineOf(entry: usize): u32 {
  return load<u32>(entry, 12);
}

export function setOutline(entry: usize, outline: u32): void {
  store<u32>(entry, outline, 12);
}

/** Bytes at the front of a process from which its set is taken. */
const SAMPLE: usize = 768;

function setOf(text: usize, end: usize): usize {
  if (text + SAMPLE > end) return 0;
  let hash = seed;
  for (let at: usize = 0; at < SAMPLE; at += 24) hash = mix(hash, load<u64>(text + at));
  hash ^= hash >> 32;
  return RECENT + (((hash as u32) & (RECENT_SETS - 1)) as usize) * 16;
}

/** The entry of the process whose bytes begin at `text`, where it is one of those seen lately; 0: unknown. */
export function recentProcess(text: usize, end: usize): usize {
  const set = setOf(text, end);
  if (set === 0) return 0;
  for (let way: usize = 0; way < 16; way += 4) {
    const entry = load<u32>(set + way) as usize;
    if (entry === 0) return 0;
    const length = lengthOf(entry);
    if (text + length <= end && areEqual(bytesOf(entry), text, length)) {
      if (way !== 0) {
        store<u32>(set + way, load<u32>(set));
        store<u32>(set, entry as u32);
      }
      return entry;
    }
  }
  return 0;
}

export function noteProcess(entry: usize, text: usize, end: usize): void {
  const set = setOf(text, end);
  if (set === 0) return;
  store<u32>(set, load<u32>(set, 8), 12);
  store<u32>(set, load<u32>(set, 4), 8);
  store<u32>(set, load<u32>(set), 4);
  store<u32>(set, entry as u32);
}

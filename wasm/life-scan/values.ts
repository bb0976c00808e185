/**
 * Values of JSON as eslogger writes them, without blanks: passed over, or read. Where one ends is the answer; 0: it is not as expected, and the line is
 * JavaScript's. What is passed over is not checked to be JSON.
 */
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  closingQuote,
  COMMA,
  find,
  isDigit,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../line-scan/bytes';

const MOST_SAFE: u64 = 9007199254740991;
/** Braces and brackets are the same with this bit. */
const BRACKET_BIT: u8 = 0x20;

/** What `wholeNumber` read. */
export let number: f64 = 0;

export function isNull(at: usize): bool {
  return load<u32>(at) === 0x6c6c756e;
}

/** A key and its colon: where its closing quote is; 0 for one with an escape, which could be any key. */
export function keyEnd(from: usize, end: usize): usize {
  if (load<u8>(from) !== QUOTE) return 0;
  const quotes = i8x16.splat(QUOTE);
  const slashes = i8x16.splat(BACKSLASH);
  for (let at = from + 1; at < end; at += 16) {
    const bytes = v128.load(at);
    const mask = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, slashes)));
    if (mask === 0) continue;
    const close = at + ctz(mask);
    return close + 1 < end && load<u16>(close) === 0x3a22 ? close : 0; // ":
  }
  return 0;
}

/** No sign, no fraction, exact in a double. */
export function wholeNumber(from: usize): usize {
  let value: u64 = 0;
  let at = from;
  for (; at < from + 17 && isDigit(load<u8>(at)); at += 1) value = value * 10 + (load<u8>(at) - 0x30);
  const next = load<u8>(at);
  if (at === from || value > MOST_SAFE) return 0;
  if (next !== COMMA && next !== CLOSE_OBJECT && next !== CLOSE_ARRAY) return 0;
  number = value as f64;
  return at;
}

/** Passes over any value. */
export function valueEnd(from: usize, end: usize): usize {
  const first = load<u8>(from);
  if (first === QUOTE) return textEnd(from, end);
  return first === OPEN_OBJECT || first === OPEN_ARRAY ? nestedEnd(from, end) : plainEnd(from, end);
}

/** Behind the closing quote of the text whose opening quote is at `from`. */
export function textEnd(from: usize, end: usize): usize {
  const close = closingQuote(from + 1, end);
  return close < end ? close + 1 : 0;
}

/** An object of numbers and times, such as the `stat` of a file: its first closing brace ends it. */
export function flatObjectEnd(from: usize, end: usize): usize {
  if (load<u8>(from) !== OPEN_OBJECT) return 0;
  const close = find(CLOSE_OBJECT, from, end);
  const next = load<u8>(close + 1);
  return close + 1 < end && (next === COMMA || next === CLOSE_OBJECT) ? close + 1 : 0;
}

function plainEnd(from: usize, end: usize): usize {
  let at = from;
  for (; at < end; at += 1) {
    const byte = load<u8>(at);
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) break;
  }
  return at > from && at < end ? at : 0;
}

/** The bytes of the block at hand that are what is asked for, one bit each. */
function marked(block: usize, byte: u8, bit: u8): u64 {
  const wanted = i8x16.splat(byte);
  const more = i8x16.splat(bit);
  return (
    (i8x16.bitmask(i8x16.eq(v128.or(v128.load(block), more), wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(block, 16), more), wanted)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(block, 32), more), wanted)) as u64) << 32) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(block, 48), more), wanted)) as u64) << 48)
  );
}

/** From each bit on the parity of the bits up to it. */
function parities(bits: u64): u64 {
  let sum = bits ^ (bits << 1);
  sum ^= sum << 2;
  sum ^= sum << 4;
  sum ^= sum << 8;
  sum ^= sum << 16;
  return sum ^ (sum << 32);
}

/** 64 bytes at a time: a bracket counts where an even number of quotes stands before it. */
function nestedEnd(from: usize, end: usize): usize {
  let depth: u32 = 0;
  /** All ones where the block begins within a text. */
  let within: u64 = 0;
  /** 1 where the first byte of the block is escaped. */
  let escaped: u64 = 0;
  for (let block = from; block < end; block += 64) {
    let quotes = marked(block, QUOTE, 0);
    let slashes = marked(block, BACKSLASH, 0);
    quotes &= ~escaped;
    slashes &= ~escaped;
    escaped = 0;
    while (slashes !== 0) {
      const slash = slashes & -slashes;
      const next = slash << 1;
      escaped = slash >> 63;
      quotes &= ~next;
      slashes &= ~(slash | next);
    }
    const texts = parities(quotes) ^ within;
    within = ((texts as i64) >> 63) as u64;
    const opens = marked(block, OPEN_OBJECT, BRACKET_BIT) & ~texts;
    const closes = marked(block, CLOSE_OBJECT, BRACKET_BIT) & ~texts;
    if ((popcnt(closes) as u32) < depth) {
      depth += (popcnt(opens) as u32) - (popcnt(closes) as u32);
      continue;
    }
    for (let mask = opens | closes; mask !== 0; mask &= mask - 1) {
      const found = block + (ctz(mask) as usize);
      if (found >= end) return 0;
      if ((opens & mask & -mask) !== 0) depth += 1;
      else if (--depth === 0) return found + 1;
    }
  }
  return 0;
}

/** One process (es_process_t): its image, whose token it has, and who its parent and its responsible process are. */
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, QUOTE } from '../line-scan/bytes';
import * as image from './images';
import { _CDHASH, _PATH, _STAT, _TEAM_ID, isKey, isLongKey, isShortKey } from './keys';
import { startTimeEnd, startTimeUs } from './start-time';
import { readToken } from './token';
import { flatObjectEnd, isNull, keyEnd, number, textEnd, valueEnd, wholeNumber } from './values';

/** Numbers of a process in a row, in bytes from its first on; a token is two. */
const IMAGE: usize = 0;
const TOKEN: usize = 8;
const PARENT: usize = 24;
const RESPONSIBLE: usize = 40;
const ORIGINAL_PPID: usize = 56;
const START_TIME: usize = 64;
const ABSENT: f64 = NaN;
const MOST_FLAGS: f64 = 4294967295;

const _TRUE: u32 = 0x65757274;
const _FALS: u32 = 0x736c6166;
const LETTER_E: u8 = 0x65;

/** Members that were seen, one bit each. */
const HAS_TOKEN: u32 = 1;
const HAS_PARENT: u32 = 2;
const HAS_RESPONSIBLE: u32 = 4;
const HAS_ORIGINAL_PPID: u32 = 8;
const HAS_EXECUTABLE: u32 = 16;
const HAS_SIGNING_ID: u32 = 32;
const HAS_TEAM_ID: u32 = 64;
const HAS_CDHASH: u32 = 128;
const HAS_FLAGS: u32 = 256;
const HAS_PLATFORM: u32 = 512;
const HAS_START_TIME: u32 = 1024;
const NEEDED: u32 = HAS_TOKEN | HAS_ORIGINAL_PPID;

let seen: u32 = 0;
let row: usize = 0;
let lineEnd: usize = 0;

/** Reads the process that opens at `from` into the numbers at `numbers`. Behind its end; 0: the line is JavaScript's. */
export function readProcess(from: usize, end: usize, numbers: usize): usize {
  if (load<u8>(from) !== OPEN_OBJECT) return 0;
  seen = 0;
  row = numbers;
  lineEnd = end;
  image.beginImage();
  for (let offset = PARENT; offset <= START_TIME; offset += 8) store<f64>(row + offset, ABSENT);
  let at = from + 1;
  for (;;) {
    const close = keyEnd(at, end);
    if (close === 0) return 0;
    at = readMember(at + 1, close - at - 1, close + 2);
    if (at === 0) return 0;
    const next = load<u8>(at);
    at += 1;
    if (next === CLOSE_OBJECT) break;
    if (next !== COMMA) return 0;
  }
  if ((seen & NEEDED) !== NEEDED) return 0;
  const id = image.imageId();
  store<f64>(row, id, IMAGE);
  return id === -1 ? 0 : at;
}

/** Of two members with one key JSON has the last: such a line is JavaScript's. */
function isFirst(field: u32): bool {
  const before = seen;
  seen |= field;
  return (before & field) === 0;
}

function readMember(key: usize, length: usize, value: usize): usize {
  switch (length as u32) {
    case 6:
      if (isShortKey(key, length, _CDHASH)) return readText(image.CDHASH, HAS_CDHASH, value);
      break;
    case 7:
      if (isShortKey(key, length, _TEAM_ID)) return readText(image.TEAM_ID, HAS_TEAM_ID, value);
      break;
    case 10:
      if (isKey(key, length, 0x5f676e696e676973, 0x64695f676e696e67))
        return readText(image.SIGNING_ID, HAS_SIGNING_ID, value);
      if (isKey(key, length, 0x6261747563657865, 0x656c626174756365)) return readExecutable(value);
      if (isKey(key, length, 0x69745f7472617473, 0x656d69745f747261)) return readStartTime(value);
      break;
    case 11:
      if (isKey(key, length, 0x6f745f7469647561, 0x6e656b6f745f7469))
        return isFirst(HAS_TOKEN) ? readToken(value, lineEnd, row + TOKEN) : 0;
      break;
    case 13:
      if (isKey(key, length, 0x6c616e696769726f, 0x646970705f6c616e)) return readOriginalPpid(value);
      break;
    default:
      return readLongMember(key, length, value);
  }
  return valueEnd(value, lineEnd);
}

function readLongMember(key: usize, length: usize, value: usize): usize {
  switch (length as u32) {
    case 17:
      if (isLongKey(key, length, 0x6e67697365646f63, 0x67616c665f676e69, 0x7367616c665f676e))
        return readFlags(value);
      break;
    case 18:
      if (isLongKey(key, length, 0x6674616c705f7369, 0x616e69625f6d726f, 0x7972616e69625f6d))
        return readBoolean(image.IS_PLATFORM, HAS_PLATFORM, value);
      if (isLongKey(key, length, 0x615f746e65726170, 0x6b6f745f74696475, 0x6e656b6f745f7469))
        return readOtherToken(HAS_PARENT, value, PARENT);
      break;
    case 23:
      if (isLongKey(key, length, 0x69736e6f70736572, 0x696475615f656c62, 0x6e656b6f745f7469))
        return readOtherToken(HAS_RESPONSIBLE, value, RESPONSIBLE);
      break;
    default:
  }
  return valueEnd(value, lineEnd);
}

function readOtherToken(field: u32, value: usize, place: usize): usize {
  if (!isFirst(field)) return 0;
  return isNull(value) ? value + 4 : readToken(value, lineEnd, row + place);
}

/** A text or null. */
function readText(which: u32, field: u32, value: usize): usize {
  if (!isFirst(field)) return 0;
  return isNull(value) ? value + 4 : takeText(which, value);
}

function takeText(which: u32, value: usize): usize {
  if (load<u8>(value) !== QUOTE) return 0;
  const after = textEnd(value, lineEnd);
  if (after !== 0) image.setText(which, value + 1, after - value - 2);
  return after;
}

/** An object with a path, of which the `stat` is the longest part. */
function readExecutable(from: usize): usize {
  if (!isFirst(HAS_EXECUTABLE) || load<u8>(from) !== OPEN_OBJECT) return 0;
  let hasPath = false;
  let at = from + 1;
  for (;;) {
    const close = keyEnd(at, lineEnd);
    if (close === 0) return 0;
    const length = close - at - 1;
    if (length === 4 && isShortKey(at + 1, length, _PATH)) {
      if (hasPath) return 0;
      hasPath = true;
      at = takeText(image.EXECUTABLE, close + 2);
    } else if (length === 4 && isShortKey(at + 1, length, _STAT)) {
      at = flatObjectEnd(close + 2, lineEnd);
    } else {
      at = valueEnd(close + 2, lineEnd);
    }
    if (at === 0) return 0;
    const next = load<u8>(at);
    at += 1;
    if (next === CLOSE_OBJECT) break;
    if (next !== COMMA) return 0;
  }
  return hasPath ? at : 0;
}

function readBoolean(which: u32, field: u32, value: usize): usize {
  if (!isFirst(field)) return 0;
  const word = load<u32>(value);
  if (word === _TRUE) {
    image.setBoolean(which);
    return value + 4;
  }
  return word === _FALS && load<u8>(value + 4) === LETTER_E ? value + 5 : 0;
}

function readOriginalPpid(value: usize): usize {
  if (!isFirst(HAS_ORIGINAL_PPID)) return 0;
  const after = wholeNumber(value);
  store<f64>(row, number, ORIGINAL_PPID);
  return after;
}

function readFlags(value: usize): usize {
  if (!isFirst(HAS_FLAGS)) return 0;
  const after = wholeNumber(value);
  if (after === 0 || number > MOST_FLAGS) return 0;
  image.setFlags(number as u32);
  return after;
}

function readStartTime(value: usize): usize {
  if (!isFirst(HAS_START_TIME)) return 0;
  if (isNull(value)) return value + 4;
  const us = startTimeUs(value);
  if (us < 0) return 0;
  store<f64>(row, us, START_TIME);
  return startTimeEnd(value);
}

/**
 * One process (es_process_t) as eslogger usually writes it: its numbers and where its texts are. Anything else about it (a key twice or missing, a
 * number that is none, an audit token as a list) leaves it to JavaScript, which parses its bytes.
 */
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  isDigit,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../line-scan/bytes';
import { wholeNumber } from '../line-scan/envelope';
import { isKey } from './keys';
import { PROCESS_ROW } from './layout';
import { hadEscape, numberEnd, stringEnd } from './tokens';

/** The order of the numbers in a row; see IMAGE in src/events/event-columns.ts. Texts: u32 from, u32 length, behind them. */
export const NUMBERS: u32 = 32;
export const TEXTS: u32 = 6;
const PPID: u32 = 24;
const ORIGINAL_PPID: u32 = 25;
const GROUP_ID: u32 = 26;
const SESSION_ID: u32 = 27;
const FLAGS: u32 = 28;
const IS_PLATFORM: u32 = 29;
const IS_CLIENT: u32 = 30;
const CATEGORY: u32 = 31;
const SIGNING_ID: u32 = 32;
const TEAM_ID: u32 = 33;
const CDHASH: u32 = 34;
const EXECUTABLE: u32 = 35;
const TTY: u32 = 36;
const START_TIME: u32 = 37;
const OTHER: u32 = 38;
/** Every field but the category, the audit tokens by their first number. */
const NEEDED: u64 = 0x3f7f010101;

/** Whether all of the last process is in the row. */
export let isSimple: bool = false;
/** Where the outline of the last process ended. */
export let outlineEnd: usize = 0;

let fields: u64 = 0;
let members: u32 = 0;
let field: u32 = OTHER;
let out: usize = 0;

/** Where the process that opens at `from` closes, its outline written from `outline` on; 0: the line is by hand. */
export function readProcess(from: usize, end: usize, outline: usize): usize {
  let depth: u32 = 0;
  let arrays: u64 = 0;
  let at = from;
  out = outline;
  fields = 0;
  members = 0;
  field = OTHER;
  isSimple = true;
  for (let text: u32 = 0; text < TEXTS; text += 1) store<u64>(numberAt(SIGNING_ID + text), 0);
  putNumber(CATEGORY, NaN);
  while (at < end) {
    const byte = load<u8>(at);
    if (byte === QUOTE) {
      const close = stringEnd(at + 1, end);
      if (close === 0) return 0;
      if (load<u8>(close + 1) !== COLON) {
        if ((arrays & 1) !== 0 && (load<u32>(out - 3) & 0xffffff) === 0x2c2222) out -= 1;
        else {
          store<u16>(out, 0x2222);
          out += 2;
        }
        at = close + 1;
        continue;
      }
      if (hadEscape) isSimple = false;
      const value = close + 2;
      for (let copied = at; copied < value; copied += 16) v128.store(out + (copied - at), v128.load(copied));
      out += value - at;
      if (isSimple && depth <= 2) {
        if (depth === 1) enterField(at + 1, close, end);
        else if (field < 24) tokenMember(at + 1, close);
        else if (field !== OTHER && close - at === 5 && load<u32>(at + 1) === 0x68746170)
          pathMember(value, end); // path
      }
      at = value;
      continue;
    }
    if (isDigit(byte) || byte === 0x2d) {
      at = numberEnd(at, end);
      if (at === 0) return 0;
      if ((arrays & 1) !== 0 && load<u16>(out - 2) === 0x2c30) out -= 1;
      else store<u8>(out++, 0x30);
      continue;
    }
    if (byte <= 0x20) return 0;
    store<u8>(out++, byte);
    at += 1;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === 56) return 0;
      depth += 1;
      arrays = (arrays << 1) | (byte === OPEN_ARRAY ? 1 : 0);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      arrays >>= 1;
      if (depth === 1) leaveField();
      if (depth === 0) {
        if ((fields & NEEDED) !== NEEDED) isSimple = false;
        outlineEnd = out;
        return at;
      }
    }
  }
  return 0;
}

function numberAt(index: u32): usize {
  return PROCESS_ROW + (index as usize) * 8;
}

function putNumber(index: u32, value: f64): void {
  store<f64>(numberAt(index), value);
}

function fieldOf(at: usize, length: usize): u32 {
  switch (length as u32) {
    case 3:
      return isKey(at, 'tty') ? TTY : OTHER;
    case 4:
      return isKey(at, 'ppid') ? PPID : OTHER;
    case 6:
      return isKey(at, 'cdhash') ? CDHASH : OTHER;
    case 7:
      return isKey(at, 'team_id') ? TEAM_ID : OTHER;
    case 8:
      return isKey(at, 'group_id') ? GROUP_ID : OTHER;
    case 10:
      if (isKey(at, 'session_id')) return SESSION_ID;
      if (isKey(at, 'signing_id')) return SIGNING_ID;
      if (isKey(at, 'executable')) return EXECUTABLE;
      return isKey(at, 'start_time') ? START_TIME : OTHER;
    case 11:
      return isKey(at, 'audit_token') ? 0 : OTHER;
    case 12:
      return isKey(at, 'is_es_client') ? IS_CLIENT : OTHER;
    case 13:
      return isKey(at, 'original_ppid') ? ORIGINAL_PPID : OTHER;
    case 17:
      return isKey(at, 'codesigning_flags') ? FLAGS : OTHER;
    case 18:
      if (isKey(at, 'parent_audit_token')) return 8;
      return isKey(at, 'is_platform_binary') ? IS_PLATFORM : OTHER;
    case 22:
      return isKey(at, 'cs_validation_category') ? CATEGORY : OTHER;
    case 23:
      return isKey(at, 'responsible_audit_token') ? 16 : OTHER;
    default:
      return OTHER;
  }
}

/** The member of the process whose key lies between its quotes. */
function enterField(from: usize, close: usize, end: usize): void {
  field = fieldOf(from, close - from);
  if (field === OTHER) return;
  const bit = (1 as u64) << field;
  if ((fields & bit) !== 0) isSimple = false;
  fields |= bit;
  const value = close + 2;
  const byte = load<u8>(value);
  if (field < 24) {
    members = 0;
    if (byte === OPEN_OBJECT) return;
    if (field === 0 || !isNull(value)) isSimple = false;
    putNumber(field, NaN);
    field = OTHER;
  } else if (field === EXECUTABLE || field === TTY) {
    if (byte === OPEN_OBJECT) return;
    if (field === EXECUTABLE || !isNull(value)) isSimple = false;
    field = OTHER;
  } else if (field >= SIGNING_ID) {
    text(field, value, end);
    field = OTHER;
  } else if (field === IS_PLATFORM || field === IS_CLIENT) {
    if (load<u32>(value) === 0x65757274)
      putNumber(field, 1); // true
    else if (load<u32>(value) === 0x736c6166)
      putNumber(field, 0); // fals
    else isSimple = false;
    field = OTHER;
  } else {
    const number = wholeNumber(value);
    if (number === -1 || (field === FLAGS && number > 4294967295)) isSimple = false;
    putNumber(field, number);
    field = OTHER;
  }
}

function leaveField(): void {
  if (field < 24 && members !== 255) isSimple = false;
  field = OTHER;
}

function isNull(at: usize): bool {
  return load<u32>(at) === 0x6c6c756e;
}

/** A text, or null. */
function text(index: u32, value: usize, end: usize): void {
  if (load<u8>(value) !== QUOTE) {
    if (!isNull(value)) isSimple = false;
    return;
  }
  const close = stringEnd(value + 1, end);
  if (close === 0) isSimple = false;
  store<u32>(numberAt(index), (value + 1) as u32);
  store<u32>(numberAt(index), (close - value - 1) as u32, 4);
}

function pathMember(value: usize, end: usize): void {
  if (load<u32>(numberAt(field)) !== 0 || load<u8>(value) !== QUOTE) isSimple = false;
  else text(field, value, end);
}

function tokenMember(from: usize, close: usize): void {
  const length = close - from;
  let member: u32 = 8;
  if (length === 3 && isKey(from, 'pid')) member = 0;
  else if (length === 10 && isKey(from, 'pidversion')) member = 1;
  else if (length === 4) {
    if (isKey(from, 'auid')) member = 2;
    else if (isKey(from, 'euid')) member = 3;
    else if (isKey(from, 'egid')) member = 4;
    else if (isKey(from, 'ruid')) member = 5;
    else if (isKey(from, 'rgid')) member = 6;
    else if (isKey(from, 'asid')) member = 7;
  }
  if (member === 8) return;
  const number = wholeNumber(close + 2);
  if (number === -1 || (members & (1 << member)) !== 0) isSimple = false;
  members |= 1 << member;
  putNumber(field + member, number);
}

/**
 * What the payload of an event on files, or of an exec, needs: its operation and texts, as a row of their ids. Other events, and anything unusual
 * (a key twice, another type of value, an escape but that of a slash), are for JavaScript, which parses the event.
 */
import { BACKSLASH, isDigit, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../line-scan/bytes';
import { wholeNumber } from '../line-scan/envelope';
import { BODY_ROW, BODY_ROW_BYTES, BODY_TEXTS } from './layout';
import { isKey } from './keys';
import { CLOSE, CREATE, EXEC, operationOf, OTHER, RENAME } from './operations';
import { idOf, intern, ROW_BODY_TEXT, STRING_TEXT } from './texts';
import { hadEscape } from './tokens';

const SLASH: u8 = 0x2f;
const NO_ID: u32 = 0xffffffff;

/** Texts that are looked for, each with its place among what was found. */
const NOTHING: u32 = 32;
const TARGET: u32 = 0;
const SOURCE: u32 = 1;
const EXISTING: u32 = 2;
const FOLDER: u32 = 3;
const NAME: u32 = 4;
const ATTRIBUTE: u32 = 5;
const CWD: u32 = 6;
const SCRIPT: u32 = 7;
const ARGS: u32 = 8;
const ENV: u32 = 9;
const TEXTS: u32 = 10;
/** Other members. */
const DESTINATION: u32 = 10;
const NEW_PATH: u32 = 11;
const MODIFIED: u32 = 12;
const CPU_TYPE: u32 = 13;

/** Where each text lies in BODY_TEXTS, and how long it is. */
const froms = memory.data(TEXTS * 4);
const lengths = memory.data(TEXTS * 4);

let isPlain: bool = false;
let operation: u32 = OTHER;
let modified: u32 = 0;
let cpuType: f64 = NaN;
/** Members that were there, by their bits. */
let seen: u32 = 0;
/** The members at hand: of the event, of its destination, of its new path. */
let member: u32 = NOTHING;
let inner: u32 = NOTHING;
/** The text that comes next, and the list that is open, with where its outline began. */
let awaited: u32 = NOTHING;
let list: u32 = NOTHING;
let listOut: usize = 0;
let textOut: usize = 0;

/** The event whose name of `length` lies at `name`. */
export function beginBody(name: usize, length: usize, value: usize): void {
  operation = operationOf(name, length);
  isPlain = operation !== OTHER && load<u8>(value) === OPEN_OBJECT;
  modified = 0;
  cpuType = NaN;
  seen = 0;
  member = inner = awaited = list = NOTHING;
  textOut = BODY_TEXTS;
  memory.fill(lengths, 0, (TEXTS as usize) * 4);
}

/** A key in an event, at a depth of 3 or more; its value begins at `value`, its outline goes on at `out`. */
export function bodyKey(depth: u32, at: usize, length: usize, value: usize, out: usize): void {
  awaited = NOTHING;
  if (!isPlain) return;
  if (depth === 3) {
    inner = NOTHING;
    member = operation === EXEC ? execMember(at, length) : fileMember(at, length);
    if (member !== NOTHING) enter(member, value, out);
  } else if (depth === 4) {
    inner = NOTHING;
    if (member !== DESTINATION) path(member, at, length, value);
    else if (length === 13 && isKey(at, 'existing_file')) enter((inner = EXISTING), value, out);
    else if (length === 8 && isKey(at, 'new_path')) enter((inner = NEW_PATH), value, out);
  } else if (depth === 5 && inner === NEW_PATH) {
    if (length === 8 && isKey(at, 'filename')) enter(NAME, value, out);
    else if (length === 3 && isKey(at, 'dir')) enter(FOLDER, value, out);
  } else if (depth === 5 && inner === EXISTING) {
    path(EXISTING, at, length, value);
  } else if (depth === 6 && inner === NEW_PATH && (seen & (1 << FOLDER)) !== 0) {
    path(FOLDER, at, length, value);
  }
}

function fileMember(at: usize, length: usize): u32 {
  switch (length as u32) {
    case 6:
      if (isKey(at, 'target')) return TARGET;
      return isKey(at, 'source') ? SOURCE : NOTHING;
    case 7:
      return isKey(at, 'extattr') ? ATTRIBUTE : NOTHING;
    case 8:
      return isKey(at, 'modified') ? MODIFIED : NOTHING;
    case 11:
      return isKey(at, 'destination') ? DESTINATION : NOTHING;
    default:
      return NOTHING;
  }
}

function execMember(at: usize, length: usize): u32 {
  switch (length as u32) {
    case 3:
      if (isKey(at, 'cwd')) return CWD;
      return isKey(at, 'env') ? ENV : NOTHING;
    case 4:
      return isKey(at, 'args') ? ARGS : NOTHING;
    case 6:
      return isKey(at, 'script') ? SCRIPT : NOTHING;
    case 13:
      return isKey(at, 'image_cputype') ? CPU_TYPE : NOTHING;
    default:
      return NOTHING;
  }
}

function enter(field: u32, value: usize, out: usize): void {
  if ((seen & (1 << field)) !== 0) isPlain = false;
  seen |= 1 << field;
  const byte = load<u8>(value);
  const isNull = load<u32>(value) === 0x6c6c756e;
  switch (field) {
    case ATTRIBUTE:
    case NAME:
      if (byte === QUOTE) awaited = field;
      else if (!isNull) isPlain = false;
      return;
    case ARGS:
    case ENV:
      if (byte === OPEN_ARRAY) {
        list = field;
        listOut = out;
        store<u32>(froms + ((field as usize) << 2), textOut as u32);
      } else if (!isNull) isPlain = false;
      return;
    case MODIFIED:
      modified = load<u32>(value) === 0x65757274 ? 2 : load<u32>(value) === 0x736c6166 ? 1 : 0; // true, fals
      return;
    case CPU_TYPE:
      if (isDigit(byte)) {
        cpuType = wholeNumber(value);
        if (cpuType === -1) isPlain = false;
      } else if (!isNull) isPlain = false;
      return;
    default:
      if (byte !== OPEN_OBJECT && !isNull) isPlain = false;
  }
}

function path(field: u32, at: usize, length: usize, value: usize): void {
  if (field >= TEXTS || length !== 4 || !isKey(at, 'path')) return;
  if (load<u32>(lengths + ((field as usize) << 2)) !== 0) isPlain = false;
  const isText = load<u8>(value) === QUOTE;
  if (isText) awaited = field;
  else isPlain = false;
}

/** A string that is a value, between its quotes. */
export function bodyText(from: usize, close: usize): void {
  if (!isPlain) return;
  if (list !== NOTHING) {
    copyText(from, close);
    // Each element ends with a zero, which no string holds.
    store<u8>(textOut, 0);
    textOut += 1;
  } else if (awaited !== NOTHING) {
    const start = textOut;
    copyText(from, close);
    put(awaited, start);
    awaited = NOTHING;
  }
}

function put(field: u32, start: usize): void {
  store<u32>(froms + ((field as usize) << 2), start as u32);
  store<u32>(lengths + ((field as usize) << 2), (textOut - start) as u32);
}

/** Without the backslash before a slash. May write up to 16 bytes more than the text has. */
function copyText(from: usize, close: usize): void {
  const slashes = i8x16.splat(BACKSLASH);
  let at = from;
  while (at < close) {
    const bytes = v128.load(at);
    v128.store(textOut, bytes);
    const mask = hadEscape ? i8x16.bitmask(i8x16.eq(bytes, slashes)) : 0;
    const run: usize = mask === 0 ? 16 : ctz(mask);
    if (at + run >= close) {
      textOut += close - at;
      return;
    }
    textOut += run;
    at += run;
    if (mask === 0) continue;
    at += 1;
    if (load<u8>(at) === SLASH) continue;
    isPlain = false;
    return;
  }
}

/** The outline of a list of strings, however many, is one empty string in brackets. */
export function leaveList(out: usize): void {
  if (list === NOTHING) return;
  const length = out - listOut;
  if (length !== 2 && (length !== 4 || load<u32>(listOut) !== 0x5d22225b)) isPlain = false;
  put(list, load<u32>(froms + ((list as usize) << 2)) as usize);
  list = NOTHING;
}

/** The entry of the row; 0 where the event is for JavaScript. `isLife`: its process was found. */
export function bodyEntry(isLife: bool): usize {
  if (!isPlain || isLife !== (operation === EXEC)) return 0;
  if (operation === CREATE || operation === RENAME) {
    if ((seen & (1 << EXISTING)) !== 0 && (seen & (1 << NEW_PATH)) !== 0) return 0;
    if ((seen & (1 << NEW_PATH)) !== 0) joinPath();
  }
  store<u32>(BODY_ROW, operation);
  store<u32>(BODY_ROW, operation === CLOSE ? modified : 0, 4);
  if (operation === EXEC) {
    putTexts(ARGS, ENV, CWD, SCRIPT);
  } else {
    const isMade = operation === CREATE || operation === RENAME;
    putTexts(isMade ? EXISTING : TARGET, operation === RENAME ? SOURCE : NOTHING, ATTRIBUTE, NOTHING);
  }
  store<f64>(BODY_ROW, cpuType, 24);
  return intern(ROW_BODY_TEXT, BODY_ROW, BODY_ROW_BYTES);
}

function putTexts(first: u32, second: u32, third: u32, fourth: u32): void {
  store<u32>(BODY_ROW, textId(first), 8);
  store<u32>(BODY_ROW, textId(second), 12);
  store<u32>(BODY_ROW, textId(third), 16);
  store<u32>(BODY_ROW, textId(fourth), 20);
}

/** An empty text counts as none. */
function textId(field: u32): u32 {
  if (field === NOTHING) return NO_ID;
  const length = load<u32>(lengths + ((field as usize) << 2));
  return length === 0
    ? NO_ID
    : idOf(intern(STRING_TEXT, load<u32>(froms + ((field as usize) << 2)) as usize, length as usize));
}

/** The folder and the name in it, either of which may be missing, as the path; a name that is a path stands for itself. */
function joinPath(): void {
  const folder = load<u32>(froms + ((FOLDER as usize) << 2)) as usize;
  const folderLength = load<u32>(lengths + ((FOLDER as usize) << 2)) as usize;
  const name = load<u32>(froms + ((NAME as usize) << 2)) as usize;
  const nameLength = load<u32>(lengths + ((NAME as usize) << 2)) as usize;
  const start = textOut;
  if (folderLength !== 0 && (nameLength === 0 || load<u8>(name) !== SLASH)) {
    memory.copy(textOut, folder, folderLength);
    textOut += folderLength;
    if (nameLength !== 0 && load<u8>(textOut - 1) !== SLASH) {
      store<u8>(textOut, SLASH);
      textOut += 1;
    }
  }
  memory.copy(textOut, name, nameLength);
  textOut += nameLength;
  put(EXISTING, start);
}

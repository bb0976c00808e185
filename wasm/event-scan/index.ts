/**
 * Whole lines of events in, one row a line out. JavaScript puts lines into the input and calls `begin`, then `run` until it is done. After each `run` it
 * takes the news (texts that came for the first time, with their ids) and the rows, then calls `takeAll`; where `run` says that there is no room it calls
 * `forget` as well.
 *
 * A row: u32 from, to of the line; read, by hand, or not asked for; ids of process, its outline, event, outline of the line, of the other process and its outline (or NONE) | f64 from byte 40 on: seq,
 * global seq, mach time, version, thread (-1: none), ms since the epoch.
 */
import { NEWLINE, find } from '../line-scan/bytes';
import {
  INPUT,
  INPUT_BYTES,
  LONGEST_LINE,
  MOST_ROWS,
  MOST_WANTED,
  NEWS,
  ROW_BYTES,
  ROWS,
  TIME_BYTES,
  TIMES,
  WANTED,
} from './layout';
import * as line from './line';
import { forgetNews, hasRoom, news } from './texts';
import { isUnwanted } from './wanted';

export { setSeed, forget } from './texts';
export { setWanted } from './wanted';

export function wantedAt(): usize {
  return WANTED;
}
export function mostWanted(): u32 {
  return MOST_WANTED;
}

const DONE: u32 = 0;
const FULL: u32 = 1;
const NO_ROOM: u32 = 2;
/** What became of a line. */
const READ: u32 = 0;
const BY_HAND: u32 = 1;
const SKIPPED: u32 = 2;
const CARRIAGE_RETURN: u8 = 0x0d;

let position: usize = 0;
let inputEnd: usize = 0;
let rows: u32 = 0;

export function inputAt(): usize {
  return INPUT;
}
export function inputBytes(): usize {
  return INPUT_BYTES;
}
export function rowsAt(): usize {
  return ROWS;
}
export function rowsBytes(): usize {
  return ROW_BYTES * (MOST_ROWS as usize);
}
export function timesAt(): usize {
  return TIMES;
}
export function newsAt(): usize {
  return NEWS;
}
export function rowCount(): u32 {
  return rows;
}
export function newsCount(): u32 {
  return news;
}

export function begin(bytes: u32): void {
  position = INPUT;
  inputEnd = INPUT + bytes;
  takeAll();
}

export function takeAll(): void {
  rows = 0;
  forgetNews();
}

export function run(): u32 {
  while (position < inputEnd) {
    const newline = find(NEWLINE, position, inputEnd);
    let end = newline;
    if (end > position && load<u8>(end - 1) === CARRIAGE_RETURN) end -= 1;
    if (end > position) {
      if (rows === MOST_ROWS) return FULL;
      if (isUnwanted(position, end)) {
        store<u32>(ROWS + (rows as usize) * ROW_BYTES, SKIPPED, 8);
        rows += 1;
        position = newline + 1;
        continue;
      }
      if (end - position <= LONGEST_LINE && !hasRoom((end - position) * 4)) return NO_ROOM;
      writeRow(position, end, line.readLine(position, end));
    }
    position = newline + 1;
  }
  return DONE;
}

function writeRow(start: usize, end: usize, isRead: bool): void {
  const row = ROWS + (rows as usize) * ROW_BYTES;
  const time = TIMES + (rows as usize) * TIME_BYTES;
  rows += 1;
  store<u32>(row, (start - INPUT) as u32);
  store<u32>(row, (end - INPUT) as u32, 4);
  store<u32>(row, isRead ? READ : BY_HAND, 8);
  if (!isRead) return;
  v128.store(time, v128.load(line.timeAt));
  v128.store(time, v128.load(line.timeAt, 16), 16);
  store<u32>(row, line.processId, 12);
  store<u32>(row, line.processOutline, 16);
  store<u32>(row, line.bodyId, 20);
  store<u32>(row, line.outlineId, 24);
  store<u32>(row, line.otherId, 28);
  store<u32>(row, line.otherOutline, 32);
  store<f64>(row, line.seq, 40);
  store<f64>(row, line.globalSeq, 48);
  store<f64>(row, line.machTime, 56);
  store<f64>(row, line.version, 64);
  store<f64>(row, line.threadId, 72);
  store<f64>(row, line.atMs, 80);
}

/**
 * Whole lines in, one row out for each line of a fork, exec or exit, and for each line that JavaScript must look at. JavaScript puts lines into the input and
 * calls `begin`, then `run` until it is done. After each `run` it takes the news (images that came for the first time; their ids count up), then the rows.
 * Where `run` says that there is no room it calls `forget` as well.
 *
 * A row, in numbers of 8 bytes: kind (0 fork, 1 exec, 2 exit, 3 a line for JavaScript), global seq, mach time, ms since the epoch, wait status, then from and
 * to in the input of the arguments (of the line, where it is for JavaScript) and of the environment; then the process and the one that a fork or exec makes:
 * image, pid, pidversion, those of the parent and of the responsible process (NaN: none), original ppid, start in microseconds since the epoch (NaN: none).
 */
import { lineEnd, mayBeLife } from './event-name';
import { forgetNews, hasRoom, news } from './images';
import { INPUT, INPUT_BYTES, MOST_NEWS, MOST_ROWS, NEWS, NEWS_BYTES, ROW_BYTES, ROWS } from './layout';
import { readLine } from './line';

export { forget, setSeed } from './images';

const DONE: u32 = 0;
const FULL: u32 = 1;
const NO_ROOM: u32 = 2;
const BY_HAND: f64 = 3;
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
export function newsAt(): usize {
  return NEWS;
}
export function newsBytes(): usize {
  return NEWS_BYTES * (MOST_NEWS as usize);
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
}

export function run(): u32 {
  rows = 0;
  forgetNews();
  while (position < inputEnd) {
    const newline = lineEnd(position, inputEnd);
    let end = newline;
    if (end > position && load<u8>(end - 1) === CARRIAGE_RETURN) end -= 1;
    if (end > position && mayBeLife(end)) {
      if (rows === MOST_ROWS) return FULL;
      if (!hasRoom()) return NO_ROOM;
      const row = ROWS + (rows as usize) * ROW_BYTES;
      if (!readLine(position, end, row)) putLine(row, position, end);
      rows += 1;
    }
    position = newline + 1;
  }
  return DONE;
}

function putLine(row: usize, from: usize, end: usize): void {
  store<f64>(row, BY_HAND);
  store<f64>(row, (from - INPUT) as f64, 40);
  store<f64>(row, (end - INPUT) as f64, 48);
}

/**
 * One pass over whole lines in eslogger's own spelling: what a recorder must know of each, and the values that redaction must judge, looked up among
 * those it has judged before. Whatever is not as expected is left to JavaScript: a line, or the verdict on one value.
 */
import { find, NEWLINE } from './bytes';
import { INPUT, LINE_BYTES, LINES, MOST_LINES, OUTPUT, OUTPUT_BYTES } from './layout';
import {
  askEnd,
  askMiddle,
  askStart,
  atMs,
  BY_HAND,
  globalSeq,
  hits,
  machTime,
  NO_ROOM,
  out,
  READ,
  readLine,
  seq,
  timeOut,
  typeId,
  version,
} from './line';

/** What `run` ends with, beside what a line may ask for. */
const DONE: u32 = 0;
/** Rows, replacements or the output are full: take what is there and go on. */
const FULL: u32 = 1;

let redacts: bool = false;
let longestLine: u32 = 0;

let position: usize = INPUT;
let inputEnd: usize = INPUT;
let rows: u32 = 0;
let hitsTaken: u32 = 0;
let written: usize = OUTPUT;
let changedLines: u32 = 0;

export function configure(doesRedact: bool, maxLineBytes: u32): void {
  redacts = doesRedact;
  longestLine = maxLineBytes;
}

/** `bytes` bytes of whole lines are in the input, each with its newline. */
export function begin(bytes: u32): void {
  position = INPUT;
  inputEnd = INPUT + bytes;
  takeAll();
}

/** Rows, replacements and output were taken. */
export function takeAll(): void {
  rows = 0;
  hitsTaken = 0;
  written = OUTPUT;
  changedLines = 0;
}

/** JavaScript has seen to the line at hand. */
export function skipLine(): void {
  position = lineEnd() + 1;
}

export function run(): u32 {
  while (position < inputEnd) {
    if (rows === MOST_LINES) return FULL;
    const end = lineEnd();
    const result =
      end - position > longestLine ? BY_HAND : readLine(position, end, written, hitsTaken, redacts);
    if (result === NO_ROOM) return rows > 0 ? FULL : BY_HAND;
    if (result !== READ) return result;
    writeRow(position, end);
    if (hits > hitsTaken) changedLines += 1;
    hitsTaken = hits;
    written = out;
    position = end + 1;
  }
  return DONE;
}

function lineEnd(): usize {
  return find(NEWLINE, position, inputEnd);
}

function writeRow(start: usize, end: usize): void {
  const row = LINES + (rows as usize) * LINE_BYTES;
  store<u32>(row, (start - INPUT) as u32);
  store<u32>(row, (end - INPUT) as u32, 4);
  store<u32>(row, (written - OUTPUT) as u32, 8);
  store<u32>(row, (out - OUTPUT) as u32, 12);
  store<u32>(row, (timeOut - OUTPUT) as u32, 16);
  store<u32>(row, typeId, 20);
  store<f64>(row, seq, 24);
  store<f64>(row, globalSeq, 32);
  store<f64>(row, machTime, 40);
  store<f64>(row, atMs, 48);
  store<f64>(row, version, 56);
  rows += 1;
}

export function rowCount(): u32 {
  return rows;
}

export function hitCount(): u32 {
  return hitsTaken;
}

export function changedCount(): u32 {
  return changedLines;
}

/** The line that is by hand, as offsets of the input. */
export function lineFrom(): u32 {
  return (position - INPUT) as u32;
}

export function lineTo(): u32 {
  return (lineEnd() - INPUT) as u32;
}

/** Of the question, as offsets of the input. */
export function questionStart(): u32 {
  return (askStart - INPUT) as u32;
}

export function questionMiddle(): u32 {
  return (askMiddle - INPUT) as u32;
}

export function questionEnd(): u32 {
  return (askEnd - INPUT) as u32;
}

/** Processes by their bytes: read once, then known. */
import { PROCESS_OUTLINE, PROCESS_ROW } from './layout';
import { isSimple, NUMBERS, outlineEnd, readProcess, TEXTS } from './process';
import {
  idOf,
  intern,
  news,
  noteProcess,
  OUTLINE_TEXT,
  PROCESS_TEXT,
  recentProcess,
  rowOf,
  setOutline,
  STRING_TEXT,
} from './texts';

/** No process. */
export const NONE: u32 = 0xffffffff;

/** The process at `from`: known by its bytes, or read. Its entry; 0: the line is by hand. */
export function processEntry(from: usize, end: usize): usize {
  let entry = recentProcess(from, end);
  if (entry === 0) {
    const to = readProcess(from, end, PROCESS_OUTLINE);
    if (to === 0) return 0;
    entry = newEntry(from, to - from);
    noteProcess(entry, from, end);
  }
  return entry;
}

function newEntry(from: usize, length: usize): usize {
  const before = news;
  const entry = intern(PROCESS_TEXT, from, length);
  if (news === before) return entry;
  setOutline(entry, idOf(intern(OUTLINE_TEXT, PROCESS_OUTLINE, outlineEnd - PROCESS_OUTLINE)));
  const row = rowOf(entry);
  memory.copy(row, PROCESS_ROW, (NUMBERS as usize) * 8);
  for (let index: u32 = 0; index < TEXTS; index += 1) {
    const place = PROCESS_ROW + ((NUMBERS + index) as usize) * 8;
    const text = load<u32>(place) as usize;
    const id = isSimple && text !== 0 ? idOf(intern(STRING_TEXT, text, load<u32>(place, 4) as usize)) : NONE;
    store<u32>(row + (NUMBERS as usize) * 8 + (index as usize) * 4, id);
  }
  store<u32>(row + (NUMBERS as usize) * 8 + (TEXTS as usize) * 4, isSimple ? 1 : 0);
  return entry;
}

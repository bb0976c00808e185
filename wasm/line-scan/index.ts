/** What JavaScript calls; see src/recorder/line-scan. Built by `npm run generate`. */
import {
  HITS,
  INPUT,
  INPUT_BYTES,
  LINE_BYTES,
  LINES,
  MOST_HITS,
  MOST_LINES,
  OUTPUT,
  OUTPUT_BYTES,
  SCRATCH,
  SCRATCH_BYTES,
} from './layout';
import { questionEnd, questionStart } from './scan';
import { forgetTextsWith, remember } from './memory';

export {
  begin,
  changedCount,
  configure,
  hitCount,
  lineFrom,
  lineTo,
  questionEnd,
  questionMiddle,
  questionStart,
  rowCount,
  run,
  skipLine,
  takeAll,
} from './scan';
export { forget, setSeed } from './memory';

export function inputAt(): u32 {
  return INPUT as u32;
}

export function inputBytes(): u32 {
  return INPUT_BYTES as u32;
}

export function outputAt(): u32 {
  return OUTPUT as u32;
}

export function outputBytes(): u32 {
  return OUTPUT_BYTES as u32;
}

export function scratchAt(): u32 {
  return SCRATCH as u32;
}

export function scratchBytes(): u32 {
  return SCRATCH_BYTES as u32;
}

export function rowsAt(): u32 {
  return LINES as u32;
}

export function rowsBytes(): u32 {
  return (LINE_BYTES as u32) * MOST_LINES;
}

export function hitsAt(): u32 {
  return HITS as u32;
}

export function hitsBytes(): u32 {
  return 4 * MOST_HITS;
}

/** The answer to the question: the replacement, if any, is at the beginning of the scratch. */
export function answer(verdict: u32, id: u32, replacementLength: u32): void {
  const start = questionStart();
  remember(INPUT + start, questionEnd() - start, verdict, id, SCRATCH, replacementLength);
}

/** The lower-case letters and digits are at the beginning of the scratch. */
export function forgetHolding(length: u32): void {
  forgetTextsWith(SCRATCH, length);
}

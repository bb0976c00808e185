/** Lines in pieces that fit the input of a module. */

const NEWLINE = 0x0a;

export interface LineTaker {
  /** Whole lines, no longer than fits. */
  readonly scan: (lines: Buffer) => void;
  /** One line that is longer, with its end if it has one. */
  readonly byHand: (line: Buffer) => void;
}

/** `bytes` are whole lines; `most`: how many bytes fit. In the order of the lines. */
export function inWholeLines(bytes: Buffer, most: number, { scan, byHand }: LineTaker): void {
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + most);
    const to = end === bytes.length ? end : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (to > from) {
      scan(bytes.subarray(from, to));
      from = to;
    } else {
      const newline = bytes.indexOf(NEWLINE, from);
      const next = newline === -1 ? bytes.length : newline + 1;
      byHand(bytes.subarray(from, next));
      from = next;
    }
  }
}

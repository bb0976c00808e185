/** How far two short sequences are apart, and how alike two names. */

/** Least number of insertions, removals and replacements that turn `a` into `b`. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of a.entries()) {
    const next = [i + 1];
    for (const [j, right] of b.entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Longest names that are compared letter by letter: the cost grows with the square. */
const LONGEST_NAME = 128;

/** 1 for equal names, 0 for names without a letter in common. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  if (longest > LONGEST_NAME) return commonStart(a, b) / longest;
  return 1 - editDistance(Array.from(a), Array.from(b)) / longest;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

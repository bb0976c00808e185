/** Before and after as small hunks: argument vectors part by part, paths and names as two lines that show where they differ. */
import { diffArrays } from 'diff';
import { vectorOf } from '../model/argument-vector.ts';
import type { ChangeKind, Finding } from '../model/drift.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitMiddle } from './fit-width.ts';

export interface HunkLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** Kinds whose sentence does not already say what it was and what it is. */
const DRAWN: readonly ChangeKind[] = ['program-moved', 'program-resigned', 'arguments-changed', 'file-moved'];
/** The cost of a comparison grows with the number of edits: beyond this, both sides are shown whole. */
const MOST_EDITS = 40;
/** Unchanged arguments kept on either side of a change. */
const CONTEXT = 2;

/** Lines of at most `columns`, escaped. Empty where there is nothing to draw. */
export function hunkOf(
  { change, before, after }: Pick<Finding, 'change' | 'before' | 'after'>,
  columns: number,
): readonly HunkLine[] {
  if (before === null || after === null || before === after || !DRAWN.includes(change)) return [];
  const room = columns - 2;
  const parts = change === 'arguments-changed' ? argumentHunk(before, after) : undefined;
  if (parts !== undefined) {
    return parts.map(({ sign, text }) => ({ sign, text: fitMiddle(escapeText(text), room) }));
  }
  const [was, is] = narrowed(escapeText(before), escapeText(after), room);
  return [
    { sign: '-', text: fitMiddle(was, room) },
    { sign: '+', text: fitMiddle(is, room) },
  ];
}

/** Both texts without what they share at either end, where they would not fit: the difference is what must be seen. */
function narrowed(was: string, is: string, columns: number): readonly [string, string] {
  if (columnsOf(was) <= columns && columnsOf(is) <= columns) return [was, is];
  const [a, b] = [was.split('/'), is.split('/')];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const cut = (parts: readonly string[]): string =>
    [
      ...(head > 1 ? ['…'] : parts.slice(0, head)),
      ...parts.slice(head, parts.length - tail),
      ...(tail > 0 ? ['…'] : []),
    ].join('/');
  return [cut(a), cut(b)];
}

function argumentHunk(before: string, after: string): readonly HunkLine[] | undefined {
  const [was, is] = [vectorOf(before), vectorOf(after)];
  if (was === undefined || is === undefined) return undefined;
  const parts = diffArrays(was, is, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return undefined;
  return parts.flatMap((part, index) => {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    const values = sign === ' ' ? context(part.value, index === 0, index === parts.length - 1) : part.value;
    return values.map((text) => ({ sign, text }) as const);
  });
}

function context(values: readonly string[], isFirst: boolean, isLast: boolean): readonly string[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (values.length <= head + tail + 1) return values;
  const hidden = values.length - head - tail;
  return [...values.slice(0, head), `… ${hidden} more`, ...values.slice(values.length - tail)];
}

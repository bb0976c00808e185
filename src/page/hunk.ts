/** What it was and what it is, with the part that differs marked by a sign and by weight. */
import { diffArrays } from 'diff';
import { vectorOf } from '../model/argument-vector.ts';
import type { Finding } from '../model/drift.ts';
import { el, type Child } from './dom.ts';

const MOST_EDITS = 60;
const MOST_PARTS = 200;

export function hunk({ change, before, after }: Finding): HTMLElement | null {
  if (before === null && after === null) return null;
  if (change === 'arguments-changed' && before !== null && after !== null) {
    const parts = argumentHunk(before, after);
    if (parts !== undefined) return el('div', { class: 'hunk' }, ...parts);
  }
  const [was, is]: Marked = before !== null && after !== null ? marked(before, after) : [[before], [after]];
  return el(
    'div',
    { class: 'hunk' },
    before === null ? null : line('−', 'was', was),
    after === null ? null : line('+', 'is', is),
  );
}

function line(sign: string, word: string, children: readonly Child[]): HTMLElement {
  const kind = sign === '+' ? 'line-added' : sign === '−' ? 'line-removed' : 'line-same';
  return el(
    'div',
    { class: `line ${kind}` },
    el('span', { class: 'line-sign', aria: { label: word } }, sign),
    el('code', {}, ...children),
  );
}

type Marked = readonly [was: readonly Child[], is: readonly Child[]];

/** Both texts with what lies between their common ends marked. */
function marked(before: string, after: string): Marked {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const parts = (text: string): readonly Child[] => [
    text.slice(0, head),
    el('mark', {}, text.slice(head, text.length - tail)),
    text.slice(text.length - tail),
  ];
  return head + tail === 0 ? [[before], [after]] : [parts(before), parts(after)];
}

function argumentHunk(before: string, after: string): readonly HTMLElement[] | undefined {
  const [was, is] = [vectorOf(before), vectorOf(after)];
  if (was === undefined || is === undefined) return undefined;
  const parts = diffArrays(was, is, { maxEditLength: MOST_EDITS });
  return parts
    ?.flatMap(({ value, added, removed }) =>
      value.map((text) =>
        line(added ? '+' : removed ? '−' : ' ', added ? 'added' : removed ? 'removed' : 'the same', [text]),
      ),
    )
    .slice(0, MOST_PARTS);
}

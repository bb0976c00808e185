import type { Acceptance, Accepted } from '../model/acceptance.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';
import { shellWord } from '../model/shell-word.ts';

/** What `baseline accept` wrote. */
export function renderAccepted(accepted: Accepted): string {
  const { pending } = accepted;
  const line = (word: string, { id, change, subject }: Acceptance): string =>
    `${word} ${id} ${change} ${escapeText(subject)}`;
  return `${[
    ...accepted.added.map((acceptance) => line('accepted', acceptance)),
    ...accepted.replaced.map((acceptance) => line('changed ', acceptance)),
    ...accepted.forgotten.map((acceptance) => line('forgot  ', acceptance)),
    `${escapeText(accepted.path)} holds ${count(accepted.total, 'acceptance')} now.`,
    ...(pending === null ? [] : [waitingText(pending)]),
    `next: git add ${[accepted.path, ...(pending === null || pending.left === 0 ? [] : [pending.path])].map((path) => shellWord(escapeText(path))).join(' ')}`,
  ].join('\n')}\n`;
}

function waitingText({ path, left }: NonNullable<Accepted['pending']>): string {
  return left === 0
    ? `${escapeText(path)} held nothing else and is gone.`
    : `${escapeText(path)} still holds ${count(left, 'finding')}.`;
}

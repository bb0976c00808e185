import type { Acceptance } from '../model/acceptance.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';

/** What `baseline accept` wrote. */
export function renderAccepted(accepted: {
  readonly path: string;
  readonly added: readonly Acceptance[];
  readonly replaced: readonly Acceptance[];
  readonly total: number;
}): string {
  const line = (word: string, { id, change, subject }: Acceptance): string =>
    `${word} ${id} ${change} ${escapeText(subject)}`;
  return `${[
    ...accepted.added.map((acceptance) => line('accepted', acceptance)),
    ...accepted.replaced.map((acceptance) => line('changed ', acceptance)),
    `${escapeText(accepted.path)} holds ${count(accepted.total, 'acceptance')} now.`,
    `next: git add ${escapeText(accepted.path)}`,
  ].join('\n')}\n`;
}

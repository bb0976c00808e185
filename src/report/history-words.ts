/** How a history reads, the same in every format. */
import type { HistoryBuild, HistoryCell, HistoryRow, SeriesHistory } from '../model/history.ts';
import { hunkOf } from './drift-hunk.ts';
import { count } from './recording-notes.ts';

/** Names a column: A to Z, then AA. */
export function lettersOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${lettersOf(Math.floor(index / 26) - 1)}${letter}`;
}

/** `26.1 (25B78) → 26.2 (25C56)`. */
export function upgradeText({ name, from }: HistoryBuild): string {
  return from === null ? name : `${from.name} → ${name}`;
}

/** Runs that show it, `?` where it cannot be known, `old` and `new` for what changed its form. */
export function cellText(cell: HistoryCell | undefined): string {
  switch (cell?.state) {
    case undefined:
    case 'unknown':
      return '?';
    case 'before':
      return 'old';
    case 'after':
      return 'new';
    case 'yes':
    case 'some':
    case 'no':
      return `${cell.seenIn}/${cell.runs}`;
  }
}

/** The kind of change, and the subject without the words that the kind says already. */
export function shortSubject({ changes, subject }: HistoryRow): string {
  return (
    [...new Set(changes.map((change) => change.replace(/-(?:added|removed|missing)$/, '')))].join(', ') +
    ` ${subject}`
  );
}

/** What it was and what it is, escaped, where that differs in a way that is worth a look. */
export function formLines({ changes, before, after }: HistoryRow, columns: number): readonly string[] {
  const [change] = changes;
  if (change === undefined) return [];
  return hunkOf({ change, before, after }, columns).map(({ sign, text }) => `${sign} ${text}`);
}

export function heldText({ held, builds }: Pick<SeriesHistory, 'held' | 'builds'>): string {
  if (held.length === 0) return 'No fact of the upgrade held in every run of every build.';
  const kinds = [...Map.groupBy(held, ({ kind }) => kind)].map(([kind, { length }]) => `${length} ${kind}`);
  const unique = held.filter(({ controls }) => controls === 0).length;
  const controls = hasControls(builds)
    ? `${unique} of them in no control`
    : 'whether idle Macs show them too is not known without a control';
  return `Held in every run of every build: ${count(held.length, 'fact')} of the upgrade (${kinds.join(', ')}), ${controls}.`;
}

export function hasControls(builds: readonly HistoryBuild[]): boolean {
  return builds.some(({ controls }) => controls > 0);
}

import type { ChalkInstance } from 'chalk';
import { DECIDING_OUTCOMES, type CheckEntry, type CheckOutcome, type CheckSummary } from '../model/check.ts';
import { nextSteps } from './check-next.ts';
import { countsText } from './drift-words.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const WORD: Readonly<Record<CheckOutcome, string>> = {
  same: 'same',
  drift: 'drift',
  inconclusive: 'cannot tell',
  'not-comparable': 'refused',
  'no-baseline': 'no baseline',
  unreadable: 'unreadable',
  skipped: 'skipped',
};
const WORD_COLUMNS = 12;

/** One line a recording, its report beside it, and what to do next, for each kind of trouble. */
export function renderCheck(summary: CheckSummary, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { columns } = terminal;
  const lines = [
    ...wrapText(headline(summary), columns).map((line) => chalk.bold(line)),
    ...summary.checks.flatMap((entry) => entryLines(entry, summary.out, columns, chalk)),
    ...summary.pending.map(({ path, findings }) =>
      fitMiddle(`pending     ${count(findings, 'finding')} for review in ${escapeText(path)}`, columns),
    ),
    ...summary.warnings.map((warning) => chalk.yellow(`note: ${escapeText(warning)}`)),
    '',
    ...nextSteps(summary).map((step) => `next: ${escapeText(step)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ checks, outcome }: CheckSummary): string {
  const recordings = checks.filter(({ about }) => about === 'recording');
  const all = `${WORD[outcome].toUpperCase()}: ${count(recordings.length, 'recording')}`;
  const parts = DECIDING_OUTCOMES.flatMap((word) => {
    const { length } = recordings.filter((entry) => entry.outcome === word);
    return length === 0 ? [] : [`${length} ${WORD[word]}`];
  });
  const baselines = checks.length - recordings.length;
  if (baselines > 0) return `${all}: ${parts.join(', ')}; ${count(baselines, 'baseline')} unreadable`;
  return parts.length > 1 ? `${all}: ${parts.join(', ')}` : all;
}

function entryLines(
  entry: CheckEntry,
  out: string,
  columns: number,
  chalk: ChalkInstance,
): readonly string[] {
  const { outcome, summary } = entry;
  const paint =
    outcome === 'same' || outcome === 'skipped'
      ? chalk.green
      : outcome === 'drift'
        ? chalk.red
        : chalk.yellow;
  const counts = summary === null ? '' : countsText(summary);
  const indent = ' '.repeat(WORD_COLUMNS);
  const room = columns - WORD_COLUMNS;
  const report = entry.files.find((file) => file.endsWith('.txt')) ?? entry.files[0];
  return [
    `${paint((outcome === 'drift' ? 'DRIFT' : WORD[outcome]).padEnd(WORD_COLUMNS))}${fitMiddle(escapeText(entry.trace), room)}`,
    ...(counts === '' ? [] : [`${indent}${counts}`]),
    ...(entry.baseline === null
      ? []
      : [chalk.dim(`${indent}${fitMiddle(`against ${escapeText(entry.baseline)}`, room)}`)]),
    ...(report === undefined
      ? []
      : [chalk.dim(`${indent}${fitMiddle(`report ${escapeText(`${out}/${report}`)}`, room)}`)]),
    ...entry.notes.flatMap((note) => wrapText(escapeText(note), room).map((line) => `${indent}${line}`)),
  ];
}

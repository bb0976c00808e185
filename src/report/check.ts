import type { ChalkInstance } from 'chalk';
import type { CheckEntry, CheckOutcome, CheckSummary } from '../model/check.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';
import { shellWord } from '../model/shell-word.ts';

const WORD: Readonly<Record<CheckOutcome, string>> = {
  same: 'same',
  drift: 'DRIFT',
  inconclusive: 'cannot tell',
  'not-comparable': 'refused',
  'no-baseline': 'no baseline',
  unreadable: 'unreadable',
  skipped: 'skipped',
};
const WORD_COLUMNS = 12;

/** One line a recording, its report beside it, and what to do next. */
export function renderCheck(summary: CheckSummary, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const { columns } = terminal;
  const lines = [
    chalk.bold(headline(summary)),
    ...summary.checks.flatMap((entry) => entryLines(entry, summary.out, columns, chalk)),
    ...summary.pending.map(({ path, findings }) =>
      fitMiddle(`pending     ${count(findings, 'finding')} for review in ${escapeText(path)}`, columns),
    ),
    ...summary.warnings.map((warning) => chalk.yellow(`note: ${escapeText(warning)}`)),
    '',
    `next: ${escapeText(nextStep(summary))}`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ checks, outcome }: CheckSummary): string {
  const counts = Map.groupBy(checks, (entry) => entry.outcome);
  const parts = [...counts].map(([word, entries]) => `${entries.length} ${WORD[word]}`);
  return `${WORD[outcome].toUpperCase()}: ${count(checks.length, 'recording')}, ${parts.join(', ')}`;
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
  const counts =
    summary === null
      ? ''
      : (['high', 'medium', 'low', 'inconclusive', 'accepted'] as const)
          .flatMap((word) => (summary[word] === 0 ? [] : [`${summary[word]} ${word}`]))
          .join(', ');
  const indent = ' '.repeat(WORD_COLUMNS);
  const room = columns - WORD_COLUMNS;
  const report = entry.files.find((file) => file.endsWith('.txt')) ?? entry.files[0];
  return [
    `${paint(WORD[outcome].padEnd(WORD_COLUMNS))}${fitMiddle(escapeText(entry.trace), room)}`,
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

function nextStep({ checks, outcome, out, pending }: CheckSummary): string {
  const [waiting] = pending;
  if (outcome === 'drift' && waiting !== undefined) {
    const { baseline, path } = waiting;
    const from = path === besides(baseline) ? '' : ` --from ${shellWord(path)}`;
    return `read the report; fill in a reason in ${path} where a finding may stand; then: esdrift baseline accept ${shellWord(baseline)}${from}`;
  }
  const worst = checks.find((entry) => entry.outcome === outcome);
  const trace = worst === undefined ? 'TRACE' : shellWord(worst.trace);
  const report = worst?.files.find((file) => file.endsWith('.json'));
  switch (outcome) {
    case 'drift': {
      const baseline = worst?.baseline ?? undefined;
      return report === undefined || baseline === undefined
        ? 'esdrift explain drift'
        : `read the report; if it is meant to be so: esdrift baseline accept ${shellWord(baseline)} ID --from ${shellWord(`${out}/${report}`)} --reason WHY`;
    }
    case 'inconclusive':
      return `esdrift trace info ${trace}, which shows what was lost`;
    case 'not-comparable':
      return 'esdrift explain not-comparable';
    case 'no-baseline':
      return `esdrift baseline create ${trace} -o FILE`;
    case 'unreadable':
      return `esdrift trace verify ${trace}`;
    case 'same':
    case 'skipped':
      return 'nothing to do';
  }
}

/** Where `baseline accept` looks by itself. */
function besides(baseline: string): string {
  return baseline.replace(/(?:\.baseline)?\.json$/, '.pending.json');
}

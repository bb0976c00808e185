import type { TraceRedaction } from '../model/trace-report.ts';
import { escapeText } from './escape.ts';
import { count, groupDigits } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { shellWord } from '../model/shell-word.ts';

/** How much of which kind, most first. Kinds are words of our own. */
export function kindsText(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([kind, times]) => `${escapeText(kind)} ${groupDigits(times)}`)
    .join(', ');
}

export function renderRedaction(result: TraceRedaction, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const out = escapeText(result.out);
  const replaced = Object.values(result.replaced).reduce((sum, times) => sum + times, 0);
  const lines = [
    chalk.bold(`${out} is redacted (${result.policy}): ${count(result.events, 'event')}`),
    replaced === 0
      ? '  nothing was left to replace'
      : `  ${count(replaced, 'replacement')} in ${count(result.changedLines, 'line')}${result.changedRecords > 0 ? ` and ${count(result.changedRecords, 'record')}` : ''}: ${kindsText(result.replaced)}`,
    ...(result.unreadableLines > 0
      ? [
          chalk.yellow(
            `  ${count(result.unreadableLines, 'line')} nested too deep to be read: left out, recorded, and counted as lost`,
          ),
        ]
      : []),
    `  the same recording as ${escapeText(result.path)}, with its id ${escapeText(result.id)}`,
    `next: esdrift trace verify ${shellWord(out)} --no-secrets`,
  ];
  return `${lines.join('\n')}\n`;
}

import type { TraceRepair } from '../model/trace-report.ts';
import { escapeText } from './escape.ts';
import { count, groupDigits } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { shellWord } from '../model/shell-word.ts';

const MOST_SPANS = 20;

export function renderRepair(result: TraceRepair, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const kept = `${count(result.keptEvents, 'event')} in ${count(result.keptFrames, 'frame')}, ${count(result.keptRecords, 'record')}`;
  const spans = result.lostSpans.map(({ offset, bytes, reason, events }) => {
    const held =
      events === null ? '' : events === 0 ? ', no event in it' : `, ${count(events, 'event')} in it`;
    return escapeText(`  byte ${offset} (${groupDigits(bytes)} bytes${held}): ${reason}`);
  });
  const lines = [
    chalk.bold(`${escapeText(result.out)} holds what is good: ${kept}.`),
    ...(result.state === 'whole' ? ['  The input was whole; nothing needed repair.'] : []),
    ...(result.headerLost
      ? [
          chalk.yellow(
            '  The header was lost: method, macOS versions, labels and whether it is real are not known any more.',
          ),
        ]
      : []),
    ...(spans.length > 0
      ? [chalk.yellow(`Left out: ${count(result.lostBytes, 'byte')} in ${count(spans.length, 'place')}`)]
      : []),
    ...spans.slice(0, MOST_SPANS),
    ...(spans.length > MOST_SPANS ? [`  … and ${groupDigits(spans.length - MOST_SPANS)} more`] : []),
    `next: esdrift trace info ${shellWord(escapeText(result.out))}`,
  ];
  return `${lines.join('\n')}\n`;
}

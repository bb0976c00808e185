/** Since which build: one line a build for what was asked, the answer on top. */
import type { Bisect, HistoryBuild, HistoryCell, HistoryRow } from '../model/history.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { cellText, formLines, lettersOf, shortSubject, upgradeText } from './history-words.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

export function renderBisect(bisect: Bisect, terminal: Terminal): string {
  const { columns } = terminal;
  const chalk = chalkFor(terminal);
  const [only] = bisect.rows;
  const lines =
    only !== undefined && bisect.rows.length === 1
      ? [
          chalk.bold(fitMiddle(escapeText(shortSubject(only).trim()), columns)),
          ...wrapText(chalk.bold(escapeText(answerOf(only))), columns),
          ...(only.reason === null ? [] : wrapText(escapeText(only.reason), columns)),
          ...formLines(only, columns - 2).map((line) => `  ${line}`),
          '',
          ...bisect.builds.map(
            (build, index) => `  ${escapeText(buildText(build))}  ${cellWords(only.cells[index])}`,
          ),
        ]
      : manyLines(bisect, columns);
  const left = bisect.left > 0 ? [`${count(bisect.left, 'more fact')}: --limit 0 shows all.`] : [];
  const notes = bisect.notes.flatMap((note) => wrapText(`note: ${escapeText(note)}`, columns));
  return `${[...lines, ...left, ...notes, `next: ${nextOf(bisect)}`].join('\n')}\n`;
}

function answerOf({ summary }: HistoryRow): string {
  return summary === '' ? 'no build can be named' : summary;
}

function buildText(build: HistoryBuild): string {
  return `${upgradeText(build)}, ${count(build.runs, 'run')}:`;
}

function cellWords(cell: HistoryCell | undefined): string {
  switch (cell?.state) {
    case undefined:
    case 'unknown':
      return 'cannot be known: not recorded, lost, or not reached';
    case 'before':
      return 'as before';
    case 'after':
      return 'changed';
    case 'yes':
      return cell.runs === 1 ? 'there' : `in every run (${cell.runs})`;
    case 'some':
      return `in ${cell.seenIn} of ${cell.runs} runs`;
    case 'no':
      return cell.runs === 1 ? 'not there' : `in no run (${cell.runs})`;
  }
}

function manyLines({ builds, rows }: Bisect, columns: number): readonly string[] {
  return [
    ...builds.map((build, index) => `  ${lettersOf(index)}  ${escapeText(buildText(build).slice(0, -1))}`),
    ...rows.flatMap((row) => [
      '',
      fitMiddle(escapeText(row.subject), columns),
      ...wrapText(
        `${row.cells.map((cell, index) => `${lettersOf(index)} ${cellText(cell)}`).join('  ')}: ${escapeText(answerOf(row))}`,
        columns - 4,
      ).map((line) => `    ${line}`),
    ]),
    '',
  ];
}

function nextOf({ rows, builds }: Bisect): string {
  const turn = rows.flatMap(({ transitions }) => transitions)[0];
  const [old, young] = turn === undefined ? [] : [builds[turn.after]?.files[0], builds[turn.at]?.files[0]];
  return old === undefined || young === undefined
    ? 'esdrift baseline history FILE…'
    : escapeText(`esdrift diff ${old} ${young}`);
}

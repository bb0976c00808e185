/** A history to paste into release notes: what changed with each build, the newest first, and the table of behaviour by build. */
import type { History, HistoryRow, SeriesHistory } from '../model/history.ts';
import { cellText, heldText, shortSubject, upgradeText } from './history-words.ts';
import { codeCell, codeSpan, plainCell, plainText } from './markdown.ts';
import { count } from './recording-notes.ts';

export function renderHistoryMarkdown(history: History, { held }: { readonly held: boolean }): string {
  const parts = [
    ...history.series.flatMap((series) => seriesParts(series, held)),
    ...history.warnings.map((warning) => `> ${plainText(warning)}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function seriesParts(series: SeriesHistory, isHeldListed: boolean): readonly string[] {
  const { builds, rows, held, lower, notes, provenance } = series;
  const byBuild = [...Map.groupBy(rows, ({ transitions }) => transitions.at(-1)?.at)];
  return [
    `## macOS upgrade behaviour: ${plainText(series.series)}`,
    ...(provenance.includes('synthetic') ? ['**Synthetic**: a simulator wrote these recordings.'] : []),
    builds.map((build) => `- ${plainText(upgradeText(build))}, ${count(build.runs, 'run')}`).join('\n'),
    ...byBuild.flatMap(([at, own]) => [
      `### ${at === undefined ? 'Changed, but by which build cannot be told' : plainText(`With the upgrade to ${builds[at]?.name ?? ''}`)}`,
      own.map(bullet).join('\n'),
    ]),
    ...(rows.length === 0
      ? ['Nothing changed that was asked for.']
      : ['### Behaviour by build', table(series)]),
    ['### Held on every build', heldText(series)].join('\n\n'),
    ...(isHeldListed && held.length > 0
      ? [
          held
            .map(
              ({ text, controls }) =>
                `- ${codeSpan(text)}${controls === 0 ? '' : ', also without an upgrade'}`,
            )
            .join('\n'),
        ]
      : []),
    ...(lower > 0 ? [`${count(lower, 'lower change')} not shown.`] : []),
    ...notes.map((note) => `> ${plainText(note)}`),
  ];
}

function bullet(row: HistoryRow): string {
  const { before, after, severity, changes, subject, transitions, summary } = row;
  const isForm = transitions.some(({ what }) => what === 'changed') && before !== null && after !== null;
  const since = summary === '' ? '' : `: ${plainText(summary)}`;
  return [
    `- **${severity ?? ''}** ${changes.join(', ')} ${codeSpan(subject)}${since}`,
    ...(isForm ? [`  - was ${codeSpan(before)}`, `  - is ${codeSpan(after)}`] : []),
  ].join('\n');
}

function table({ builds, rows }: SeriesHistory): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['behaviour', ...builds.map(({ name }) => plainCell(name))]),
    line(['---', ...builds.map(() => '---')]),
    ...rows.map((row) => line([codeCell(shortSubject(row)), ...row.cells.map(cellText)])),
  ].join('\n');
}

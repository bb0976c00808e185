/** A history for a terminal: the builds, then a table of behaviour by build under the build with which it turned, then what held. */
import type { ChalkInstance } from 'chalk';
import type { HistoryBuild, HistoryRow, SeriesHistory, History } from '../model/history.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitMiddle } from './fit-width.ts';
import {
  cellText,
  formLines,
  hasControls,
  heldText,
  lettersOf,
  shortSubject,
  upgradeText,
} from './history-words.ts';
import { count } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

export interface HistoryTextOptions extends Terminal {
  /** List what held instead of counting it. */
  readonly held: boolean;
}

const INDENT = '         ';
/** Below this nothing of a subject can be read. */
const LEAST_SUBJECT = 30;
const MOST_NOTES = 6;

export function renderHistory(history: History, options: HistoryTextOptions): string {
  const chalk = chalkFor(options);
  const lines = [
    ...history.series.flatMap((series) => [...seriesLines(series, options, chalk), '']),
    ...history.warnings.flatMap((warning) => wrapText(`note: ${escapeText(warning)}`, options.columns)),
    nextStep(history),
  ];
  return `${lines.join('\n')}\n`;
}

function seriesLines(
  series: SeriesHistory,
  options: HistoryTextOptions,
  chalk: ChalkInstance,
): readonly string[] {
  const { builds, rows, lower } = series;
  const byBuild = Map.groupBy(rows, ({ transitions }) => transitions.at(-1)?.at);
  const synthetic = series.provenance.includes('synthetic')
    ? [chalk.yellow.bold('SYNTHETIC: a simulator wrote these recordings.')]
    : [];
  return [
    ...synthetic,
    chalk.bold(`HISTORY: ${escapeText(series.series)}; ${count(builds.length, 'build')}`),
    ...builds.map((build, index) => buildLine(build, index, options, chalk)),
    ...[...byBuild].flatMap(([at, own]) => tableLines(at, own, series, options, chalk)),
    '',
    ...(rows.length === 0 ? ['Nothing changed that was asked for.'] : []),
    ...heldLines(series, options),
    ...(lower > 0 ? [`${count(lower, 'lower change')}: --min-severity low tells them.`] : []),
    ...noteLines(series.notes, options),
  ];
}

function buildLine(build: HistoryBuild, index: number, { columns }: Terminal, chalk: ChalkInstance): string {
  const head = `  ${lettersOf(index)}  ${escapeText(upgradeText(build))}, ${count(build.runs, 'run')}`;
  const room = columns - columnsOf(head) - 2;
  const files = escapeText(build.files.join(', '));
  return room < LEAST_SUBJECT ? head : `${head}  ${chalk.dim(fitMiddle(files, room))}`;
}

/** Rows that turned with one build, or that never turned for sure. */
function tableLines(
  at: number | undefined,
  rows: readonly HistoryRow[],
  { builds }: SeriesHistory,
  { columns }: Terminal,
  chalk: ChalkInstance,
): readonly string[] {
  const title =
    at === undefined
      ? 'Seen to change, but by which build cannot be told'
      : `With the upgrade to ${builds[at]?.name ?? ''}`;
  const widths = builds.map((_, index) =>
    Math.max(lettersOf(index).length, ...rows.map(({ cells }) => cellText(cells[index]).length)),
  );
  const table = widths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(LEAST_SUBJECT, columns - table - 2);
  const cellsLine = (texts: readonly string[]): string =>
    texts.map((text, index) => `  ${text.padStart(widths[index] ?? 0)}`).join('');
  return [
    '',
    chalk.bold(escapeText(title).padEnd(room)) +
      chalk.dim(cellsLine(builds.map((_, index) => lettersOf(index)))),
    ...rows.flatMap((row) => [
      fitMiddle(`  ${headOf(row)}`, room).padEnd(room) + cellsLine(row.cells.map(cellText)),
      ...wrapText(
        escapeText(row.summary === '' ? 'no build can be named' : row.summary),
        columns - INDENT.length,
      ).map((line) => `${INDENT}${line}`),
      ...formLines(row, columns - INDENT.length).map((line) => chalk.dim(`${INDENT}${line}`)),
    ]),
  ];
}

function headOf(row: HistoryRow): string {
  const severity = (row.severity ?? '').toUpperCase().padEnd(6);
  return `${severity} ${escapeText(shortSubject(row))}`;
}

function heldLines(series: SeriesHistory, options: HistoryTextOptions): readonly string[] {
  const { held, builds } = series;
  const { columns } = options;
  const words = wrapText(
    `${heldText(series)}${held.length > 0 && !options.held ? ' --held lists them.' : ''}`,
    columns,
  );
  if (!options.held) return words;
  const mark = (controls: number): string =>
    hasControls(builds) ? (controls === 0 ? 'upgrade only  ' : 'also idle     ') : '';
  return [
    ...words,
    ...held.map(({ text, controls }) => fitMiddle(`  ${mark(controls)}${escapeText(text)}`, columns)),
  ];
}

function noteLines(notes: readonly string[], { columns }: Terminal): readonly string[] {
  const left = notes.length - MOST_NOTES;
  return [
    ...notes.slice(0, MOST_NOTES).flatMap((note) => wrapText(`note: ${escapeText(note)}`, columns)),
    ...(left > 0 ? [`${count(left, 'more note')}, see --json`] : []),
  ];
}

function nextStep({ series }: History): string {
  const id = series.flatMap(({ rows }) => rows.flatMap(({ findings }) => findings))[0];
  return id === undefined
    ? 'next: esdrift baseline history FILE… --min-severity low'
    : `next: since when, and on which evidence: esdrift baseline bisect FILE… --finding ${id}`;
}

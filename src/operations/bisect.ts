import { AppError } from '../errors.ts';
import { bisectFacts, bisectFinding } from '../history/bisect.ts';
import { buildOf } from '../history/history.ts';
import type { Bisect, HistoryRow } from '../model/history.ts';
import { PRODUCER } from '../model/version.ts';
import { nearest } from '../model/nearest.ts';
import {
  loadHistory,
  type HistoryFilesOptions,
  type LoadedHistory,
  type LoadedSeries,
} from './history-files.ts';

export interface BisectOptions extends HistoryFilesOptions {
  /** Id of a finding, or a beginning of it. */
  readonly finding?: string | undefined;
  /** A fact as reports name it; `*` for any text. */
  readonly fact?: string | undefined;
  /** Most facts. */
  readonly limit: number;
}

const SHORTEST_BEGINNING = 4;

/** Errors: usage where nothing, or both, is asked for, or the files are of several series; finding-unknown; those of loading. */
export async function bisect(options: BisectOptions): Promise<Bisect> {
  const { finding, fact } = options;
  if ((finding === undefined) === (fact === undefined)) {
    throw new AppError(
      'usage',
      'Bisect asks for one finding, or for facts.',
      "Say --finding ID as a report prints it, or --fact 'platform:com.apple.mobileassetd rename *'",
    );
  }
  const loaded = await loadHistory(options);
  const series = onlySeries(loaded.series);
  const all =
    finding === undefined ? factRows(series, fact ?? '', loaded) : [findingRow(series, finding, loaded)];
  const rows = options.limit === 0 ? all : all.slice(0, options.limit);
  return {
    kind: 'esdrift.bisect',
    formatVersion: 1,
    producer: PRODUCER,
    question: { finding: finding ?? null, fact: fact ?? null },
    series: series.series,
    builds: series.columns.map(buildOf),
    rows,
    left: all.length - rows.length,
    notes: [...loaded.warnings, ...series.notes],
  };
}

function onlySeries(series: readonly LoadedSeries[]): LoadedSeries {
  const [only, second] = series;
  if (only !== undefined && second === undefined) return only;
  throw new AppError(
    'usage',
    `The files are of several series: ${series.map((one) => one.series).join('; ')}.`,
    'Name the files of one.',
  );
}

function findingRow({ columns }: LoadedSeries, id: string, { options }: LoadedHistory): HistoryRow {
  const { row, ids } =
    id.length < SHORTEST_BEGINNING ? { row: undefined, ids: [] } : bisectFinding(columns, id, options);
  if (row !== undefined) return row;
  const near = nearest(id, ids);
  throw new AppError(
    'finding-unknown',
    `No two of these builds differ by a finding ${id}.`,
    near === undefined
      ? 'Name the baseline that the report compares with among the files, and builds up to the one that shows it.'
      : `Did you mean ${near}?`,
  );
}

/** What turned comes first. */
function factRows(
  { columns }: LoadedSeries,
  pattern: string,
  { options }: LoadedHistory,
): readonly HistoryRow[] {
  const rows = bisectFacts(columns, pattern, options.allowSynthetic);
  if (rows.length > 0) return rows.toSorted((a, b) => b.transitions.length - a.transitions.length);
  throw new AppError(
    'finding-unknown',
    `No build shows a fact that matches ${pattern}.`,
    "Facts read as in reports, the program first: --fact '*com.apple.mobileassetd rename *'. esdrift baseline show lists them.",
  );
}

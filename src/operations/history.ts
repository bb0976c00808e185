import { historyOf } from '../history/history.ts';
import type { Severity } from '../model/drift.ts';
import type { History, SeriesHistory } from '../model/history.ts';
import { PRODUCER } from '../model/version.ts';
import { AppError } from '../errors.ts';
import { loadHistory, type HistoryFilesOptions, type LoadedSeries } from './history-files.ts';

export interface HistoryOptions extends HistoryFilesOptions {
  /** Least severity of a change to be told. */
  readonly least: Severity;
  /** Only what turned with the upgrade to this build. */
  readonly build?: string | undefined;
}

/** Errors: those of loading; usage where the build is not among them. */
export async function history(options: HistoryOptions): Promise<History> {
  const { build, least, onProgress } = options;
  const loaded = await loadHistory(options);
  const wanted = build === undefined ? loaded.series : upTo(loaded.series, build);
  const series = wanted.map((one) => {
    const told = historyOf(one.series, one, {
      ...loaded.options,
      least,
      onBuild: (step, steps) => onProgress?.({ doing: 'comparing builds', step, steps }),
    });
    return build === undefined ? told : onlyLast(told);
  });
  return {
    kind: 'esdrift.history',
    formatVersion: 1,
    producer: PRODUCER,
    series,
    warnings: loaded.warnings,
  };
}

/** As it was known with that build: later ones do not change what is told of it. */
function upTo(series: readonly LoadedSeries[], wanted: string): readonly LoadedSeries[] {
  const having = series.flatMap((one) => {
    const last = one.columns.findLastIndex(({ build }) => build === wanted);
    return last < 1 ? [] : [{ ...one, columns: one.columns.slice(0, last + 1) }];
  });
  if (having.length > 0) return having;
  const later = series.flatMap(({ columns }) => columns.slice(1).map(({ build }) => build));
  throw new AppError(
    'usage',
    `No upgrade to build ${wanted} is among the files with an earlier one.`,
    `Name one of ${[...new Set(later)].join(', ')}.`,
  );
}

function onlyLast(told: SeriesHistory): SeriesHistory {
  const last = told.builds.length - 1;
  return { ...told, rows: told.rows.filter(({ transitions }) => transitions.at(-1)?.at === last) };
}

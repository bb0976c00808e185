/** Handmade upgrades to several builds: `26.1` leads to `26.2 beta 1` and so on. */
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { columnsOf, type Column, type ColumnOptions } from '../../src/history/columns.ts';
import { historyOf } from '../../src/history/history.ts';
import type { FactSet, RunInfo } from '../../src/model/facts.ts';
import type { HistoryRow, SeriesHistory } from '../../src/model/history.ts';
import { OPTIONS, OTA, jittered, profile, type Line } from '../drift/story.ts';

export const BETA_1 = '25C5031i';
export const BETA_2 = '25C5037j';
export const BETA_3 = '25C5048a';
export const RELEASE = '25C56';

const RUNS = 3;
const RESTART: RunInfo['segments'] = [
  { startMs: 0, endMs: 600_000, reboot: false },
  { startMs: 700_000, endMs: 1_000_000, reboot: true },
];

/** A baseline of the upgrade to `build`, with `extra` besides the usual story. */
export function upgrade(
  build: string,
  extra: readonly Line[] = [],
  info: Partial<RunInfo> = {},
  story: readonly Line[] = OTA,
): FactSet {
  const target = { productVersion: '26.2', buildVersion: build };
  const runs = Array.from({ length: RUNS }, (_, n) =>
    profile(`${build}-${n}`, jittered([...story, ...extra], n), { target, segments: RESTART, ...info }),
  );
  return mergeFactSets(runs);
}

/** The system that runs before the restart. */
export function from(productVersion: string, buildVersion: string): Partial<RunInfo> {
  return { os: { productVersion, buildVersion } };
}

const PLAIN: ColumnOptions = { allowSynthetic: false, buildOrder: [], names: new Map() };

export function columns(sets: readonly FactSet[], options: Partial<ColumnOptions> = {}): readonly Column[] {
  return columnsOf(named(sets), { ...PLAIN, ...options }).columns;
}

export function historyOfSets(sets: readonly FactSet[], options: Partial<ColumnOptions> = {}): SeriesHistory {
  return historyOf('ota', columnsOf(named(sets), { ...PLAIN, ...options }), { ...OPTIONS, least: 'medium' });
}

function named(sets: readonly FactSet[]): readonly { readonly path: string; readonly set: FactSet }[] {
  return sets.map((set, index) => ({ path: `${index}.baseline.json`, set }));
}

/** The row about a subject that holds `text`, its cells as one string. */
export function rowAbout(history: SeriesHistory, text: string): HistoryRow & { readonly line: string } {
  const row = history.rows.find(({ subject }) => subject.includes(text));
  if (row === undefined) throw new Error(`No row about ${text}`);
  return { ...row, line: row.cells.map(({ state }) => state).join(' ') };
}

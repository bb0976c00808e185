/** The outcome of one kind of fault over many runs. */
import type { Judgement } from './judge.ts';

export interface Row {
  readonly what: string;
  readonly runs: number;
  readonly whole: number;
  readonly cut: number;
  readonly nothing: number;
  /** Events saved, over all runs. */
  readonly events: number;
  /** Each broken promise, with the run it was broken in. */
  readonly problems: readonly string[];
}

export interface NamedJudgement extends Judgement {
  readonly run: string;
}

export function rowOf(what: string, judgements: readonly NamedJudgement[]): Row {
  const count = (left: Judgement['left']) => judgements.filter((one) => one.left === left).length;
  return {
    what,
    runs: judgements.length,
    whole: count('whole'),
    cut: count('cut'),
    nothing: count('nothing'),
    events: judgements.reduce((sum, { events }) => sum + events, 0),
    problems: judgements.flatMap(({ run, problems }) =>
      problems.map((problem) => `${what}, ${run}: ${problem}`),
    ),
  };
}

const COLUMNS = ['runs', 'whole', 'cut', 'nothing', 'events'] as const;

export function tableOf(rows: readonly Row[]): string {
  const widths = COLUMNS.map((name) => Math.max(name.length, ...rows.map((row) => String(row[name]).length)));
  const first = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, cells: readonly (string | number)[], broken: string | number) =>
    [
      what.padEnd(first),
      ...cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)),
      broken,
    ].join('  ');
  return [
    line('', COLUMNS, 'broken'),
    ...rows.map((row) =>
      line(
        row.what,
        COLUMNS.map((name) => row[name]),
        row.problems.length,
      ),
    ),
  ].join('\n');
}

/** Some at a time: most of a recording is waiting. */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** From single answers to the tables and the goals. */
import type { Group } from './cases.ts';
import type { Result } from './world-worker.ts';

const TITLES: Readonly<Record<Group, string>> = {
  change: 'changes found',
  harmless: 'false findings at medium or above per run',
  loss: 'reports that take what was lost for removed, or for another change at medium or above',
};

const share = (some: number, all: number): number => (all === 0 ? 0 : some / all);
const rightOf = (results: readonly Result[]): number => results.filter(({ right }) => right).length;
const alarmsPerRun = (results: readonly Result[]): number =>
  share(
    results.reduce((sum, { alarms }) => sum + alarms, 0),
    results.length,
  );

function cell(group: Group, results: readonly Result[]): string {
  if (results.length === 0) return '';
  switch (group) {
    case 'change':
      return `${(100 * share(rightOf(results), results.length)).toFixed(1)} %`;
    case 'harmless':
      return alarmsPerRun(results).toFixed(3);
    case 'loss':
      return `${results.length - rightOf(results)} of ${results.length}`;
  }
}

const withRuns = (results: readonly Result[], runs: number): readonly Result[] =>
  results.filter((result) => result.runs === runs);

function table(group: Group, results: readonly Result[]): string {
  const own = results.filter((result) => result.group === group);
  const sizes = [...new Set(own.map(({ runs }) => runs))].sort((a, b) => a - b);
  const row = (name: string, some: readonly Result[]): string =>
    `| ${[name, String(some.length / Math.max(1, sizes.length)), ...sizes.map((runs) => cell(group, withRuns(some, runs)))].join(' | ')} |`;
  const names = [...new Set(own.map(({ name }) => name))].sort();
  return [
    `${TITLES[group]}, by the number of runs in the baseline`,
    '',
    `| kind | played | ${sizes.join(' | ')} |`,
    `|---|---|${sizes.map(() => '---|').join('')}`,
    ...names.map((name) =>
      row(
        name,
        own.filter((result) => result.name === name),
      ),
    ),
    row('**all**', own),
  ].join('\n');
}

export function tables(results: readonly Result[]): string {
  return (['change', 'harmless', 'loss'] as const)
    .filter((group) => results.some((result) => result.group === group))
    .map((group) => table(group, results))
    .join('\n\n');
}

const LEAST_RECALL = 0.99;
const MOST_ALARMS = 0.05;
const MOST_ALARMS_OF_ONE_RUN = 0.5;

/** One sentence for each goal that is missed. */
export function missedGoals(results: readonly Result[]): readonly string[] {
  const of = (group: Group, runs: number): readonly Result[] =>
    results.filter((result) => result.group === group && result.runs === runs);
  const changes = of('change', 5);
  const recall = share(rightOf(changes), changes.length);
  const [five, one] = [alarmsPerRun(of('harmless', 5)), alarmsPerRun(of('harmless', 1))];
  const removed = results.filter(({ group, right }) => group === 'loss' && !right).length;
  const proud = results.filter(({ runs, isHumble }) => runs === 1 && !isHumble).length;
  return [
    ...(changes.length > 0 && recall < LEAST_RECALL
      ? [`missed: five runs find ${(100 * recall).toFixed(2)} % of the changes, not 99 %`]
      : []),
    ...(five > MOST_ALARMS
      ? [`missed: ${five.toFixed(3)} false findings per harmless run with five runs, not 0.05`]
      : []),
    ...(one > MOST_ALARMS_OF_ONE_RUN
      ? [`missed: ${one.toFixed(3)} false findings per harmless run with one run, not 0.5`]
      : []),
    ...(removed > 0 ? [`missed: ${removed} reports take something lost for a change`] : []),
    ...(proud > 0 ? [`missed: ${proud} reports do not say how little one run can know`] : []),
  ];
}

/** What `baseline history` and `baseline bisect` share: files, settings, and the series they fall into. */
import { AppError } from '../errors.ts';
import { columnsOf, type Columns } from '../history/columns.ts';
import { isKnownShape } from '../eslogger/shape.ts';
import type { CompareOptions } from '../drift/compare.ts';
import type { Config } from '../model/config.ts';
import type { FactSet } from '../model/facts.ts';
import type { OnProgress } from '../model/progress.ts';
import { readConfig } from './config-file.ts';
import { loadFactSet } from './load-fact-set.ts';
import { isOfSeries, seriesOf } from './series.ts';
import { Reading } from './reading.ts';

export interface HistoryFilesOptions {
  /** Baselines, profiles or traces of several builds, in any order. */
  readonly files: readonly string[];
  readonly allowSynthetic: boolean;
  /** Configuration to take policy, order and names of builds from. */
  readonly config?: string | undefined;
  /** `BUILD=NAME`, in place of what the configuration says. */
  readonly names: readonly string[];
  readonly onProgress?: OnProgress | undefined;
}

export interface LoadedSeries extends Columns {
  readonly series: string;
}

export interface LoadedHistory {
  /** Those with two builds or more. */
  readonly series: readonly LoadedSeries[];
  readonly warnings: readonly string[];
  readonly options: CompareOptions;
}

interface LoadedFile {
  readonly path: string;
  readonly set: FactSet;
}

/** Errors: usage for a bad name, nothing-to-compare where no series has two builds, config-invalid, and those of reading. */
export async function loadHistory(options: HistoryFilesOptions): Promise<LoadedHistory> {
  const config: Partial<Config> = options.config === undefined ? {} : await readConfig(options.config);
  const names = new Map([...Object.entries(config.buildNames ?? {}), ...options.names.map(parseName)]);
  const allowSynthetic = options.allowSynthetic || config.allowSynthetic === true;
  const files: LoadedFile[] = [];
  const reading = await Reading.of(options.files, options.onProgress);
  for (const path of options.files) {
    reading.begin(path);
    files.push({ path, set: await loadFactSet(path, { onBytes: reading.add }) });
  }
  const upgrades = files.filter(({ set }) => set.runs.some(({ role }) => role === 'upgrade'));
  const groups = groupBySeries(upgrades).map((group): LoadedSeries => {
    const buildOrder = config.buildOrder ?? [];
    return { series: seriesOfAll(group), ...columnsOf(group, { allowSynthetic, buildOrder, names }) };
  });
  const series = groups.filter(({ columns }) => columns.length > 1);
  if (series.length === 0) throw nothingToCompare(groups);
  const warnings = [
    ...files.filter((file) => !upgrades.includes(file)).map(({ path }) => `${path} holds no upgrade.`),
    ...groups
      .filter((group) => !series.includes(group))
      .flatMap(({ series: name, columns, notes }) => [
        ...notes,
        ...columns.map(({ name: only }) => `Only ${only} is of the series ${name}: it has no history.`),
      ]),
  ];
  const compareOptions = {
    allowSynthetic,
    acrossMethods: false,
    isKnownShape,
    ...(config.policy === undefined ? {} : { policy: config.policy }),
  };
  return { series, warnings, options: compareOptions };
}

function parseName(text: string): readonly [string, string] {
  const [, build, name] = /^([^=\s]+)=(.*\S.*)$/.exec(text) ?? [];
  if (build === undefined || name === undefined) {
    throw new AppError(
      'usage',
      `--name is "${text}"; it takes a build and what to call it.`,
      "For example: --name 25C5037j='26.2 beta 3'",
    );
  }
  return [build, name.trim()];
}

function nothingToCompare(groups: readonly LoadedSeries[]): AppError {
  const seen = groups.flatMap(({ series, columns, notes }) => [
    ...columns.map(({ name }) => `${name} of ${series}`),
    ...notes,
  ]);
  return new AppError(
    'nothing-to-compare',
    `A history needs two builds of one series; there ${seen.length === 1 ? 'is' : 'are'}: ${seen.join(', ') || 'none'}.`,
    'Name baselines of several builds: esdrift baseline history baselines/*.ota.*.baseline.json',
  );
}

/** What nobody knows does not part files; the first group that fits takes a file. */
function groupBySeries(files: readonly LoadedFile[]): readonly (readonly LoadedFile[])[] {
  const groups: LoadedFile[][] = [];
  for (const file of files) {
    const fitting = groups.find((group) => group.every(({ set }) => isOfSeries(file.set, set)));
    if (fitting === undefined) groups.push([file]);
    else fitting.push(file);
  }
  return groups;
}

function seriesOfAll(group: readonly LoadedFile[]): string {
  const runs = group.flatMap(({ set }) => set.runs);
  const [first] = group;
  return first === undefined ? '' : seriesOf({ ...first.set, runs });
}

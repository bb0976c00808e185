/**
 * From files to columns: recordings of one upgrade step (from one build to another) are one column, columns stand in the order of the builds they
 * lead to. Builds have an order (src/model/os-build.ts), but not every two of them: where it is not known the order of the files decides, and it is said.
 */
import { mergeFactSets } from '../baseline/merge.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import type { HistoryBuild } from '../model/history.ts';
import { compareBuilds, isSeedBuild } from '../model/os-build.ts';

export interface Column extends HistoryBuild {
  readonly set: FactSet;
}

export interface ColumnOptions {
  readonly allowSynthetic: boolean;
  /** Builds from the earliest to the latest, where the built-in order is wrong or unknown. */
  readonly buildOrder: readonly string[];
  /** Build → what people call it, such as `26.2 beta 3`. */
  readonly names: ReadonlyMap<string, string>;
}

interface Step {
  readonly path: string;
  readonly set: FactSet;
  readonly build: string;
  readonly from: string | undefined;
}

export interface Columns {
  readonly columns: readonly Column[];
  readonly notes: readonly string[];
}

/** Errors: those of merging. */
export function columnsOf(
  files: readonly { readonly path: string; readonly set: FactSet }[],
  options: ColumnOptions,
): Columns {
  const names = namesOf(
    files.flatMap(({ set }) => set.runs),
    options.names,
  );
  const notes: string[] = [];
  const steps = files.flatMap(({ path, set }): Step[] => {
    const builds = distinct(upgradesOf(set), ({ target }) => target?.buildVersion);
    const [build, ...others] = builds;
    if (build === undefined) {
      notes.push(`${path} does not say which build it upgrades to, and is left out.`);
      return [];
    }
    if (others.length > 0) {
      notes.push(`${path} holds upgrades to several builds (${builds.join(', ')}), and is left out.`);
      return [];
    }
    const sources = distinct(upgradesOf(set), ({ os }) => os?.buildVersion);
    return [{ path, set, build, from: sources.length === 1 ? sources[0] : undefined }];
  });
  const groups = [...Map.groupBy(steps, ({ build, from }) => `${build} ${from ?? ''}`).values()];
  const { sorted, unsure } = inOrder(groups, options.buildOrder);
  const told = unsure.map(
    ([a, b]) =>
      `The order of ${nameOf(a, names)} and ${nameOf(b, names)} is not known: as the files were named.`,
  );
  return { columns: sorted.map((group) => columnOf(group, names, options)), notes: [...notes, ...told] };
}

function columnOf(
  group: readonly Step[],
  names: ReadonlyMap<string, string>,
  { allowSynthetic }: ColumnOptions,
): Column {
  const [first] = group;
  const sets = group.map(({ set }) => set);
  const set = sets.length === 1 && sets[0] !== undefined ? sets[0] : mergeFactSets(sets, { allowSynthetic });
  const build = first?.build ?? '';
  const upgrades = upgradesOf(set).length;
  return {
    build,
    name: nameOf(build, names),
    from: first?.from === undefined ? null : { build: first.from, name: nameOf(first.from, names) },
    files: group.map(({ path }) => path),
    runs: upgrades,
    controls: set.runs.length - upgrades,
    set,
  };
}

/** Earliest first: each time the first one that none of the others comes before. */
function inOrder(
  groups: readonly (readonly Step[])[],
  table: readonly string[],
): {
  readonly sorted: readonly (readonly Step[])[];
  readonly unsure: readonly (readonly [string, string])[];
} {
  const rest = [...groups];
  const sorted: (readonly Step[])[] = [];
  const unsure: (readonly [string, string])[] = [];
  while (rest.length > 0) {
    const at = rest.findIndex(
      (group) => !rest.some((other) => other !== group && isBefore(other, group, table)),
    );
    const [next] = rest.splice(Math.max(0, at), 1);
    const last = sorted.at(-1);
    if (next === undefined) break;
    const [a, b] = [last?.[0]?.build, next[0]?.build];
    if (a !== undefined && b !== undefined && compareBuilds(a, b, table) === 'unknown') unsure.push([a, b]);
    sorted.push(next);
  }
  return { sorted, unsure };
}

function isBefore(a: readonly Step[], b: readonly Step[], table: readonly string[]): boolean {
  const [left, right] = [a[0], b[0]];
  if (left === undefined || right === undefined) return false;
  const order = compareBuilds(left.build, right.build, table);
  if (order !== 'same') return order === 'earlier';
  if (left.from === undefined || right.from === undefined) return false;
  return compareBuilds(left.from, right.from, table) === 'earlier';
}

/** What is stated, then the label `release` of a recording for its target, then the version it says. */
function namesOf(runs: readonly RunInfo[], stated: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { os, target, labels } of runs) {
    for (const version of [os, target]) {
      if (version === undefined || names.has(version.buildVersion)) continue;
      const seed = isSeedBuild(version.buildVersion) ? ' beta' : '';
      names.set(version.buildVersion, `${version.productVersion}${seed}`);
    }
    const release = labels['release'];
    if (target !== undefined && release !== undefined) names.set(target.buildVersion, release);
  }
  for (const [build, name] of stated) names.set(build, name);
  return names;
}

function nameOf(build: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(build);
  return name === undefined ? build : `${name} (${build})`;
}

function upgradesOf({ runs }: FactSet): readonly RunInfo[] {
  return runs.filter(({ role }) => role === 'upgrade');
}

function distinct(
  runs: readonly RunInfo[],
  valueOf: (run: RunInfo) => string | undefined,
): readonly string[] {
  return [...new Set(runs.flatMap((run) => valueOf(run) ?? []))].sort();
}

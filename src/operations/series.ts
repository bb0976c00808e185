/**
 * Which baseline a recording is held against: one of its series (method, scope, processor, kind of machine, initiator), of the newest build that is not later
 * than its own. Builds are labels, never match keys: a new beta has no baseline of its own, and that is the normal case.
 */
import { machineOf, scopeOf } from '../drift/comparability.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import { compareBuilds, type BuildOrder } from '../model/os-build.ts';

type Axis = readonly [name: string, valueOf: (run: RunInfo) => string | undefined];

const AXES: readonly Axis[] = [
  ['method', ({ method }) => (method === 'unknown' ? undefined : method)],
  ['scope', scopeOf],
  ['processor', ({ arch }) => arch],
  ['machine', machineOf],
  ['initiator', ({ labels }) => labels['initiator']],
];

export interface Candidate {
  readonly path: string;
  readonly set: FactSet;
}

export interface Match {
  readonly baseline: Candidate;
  /** What is doubtful about the choice, one sentence each. */
  readonly notes: readonly string[];
}

/** `ota, minor, arm64, hardware, cli`; a question mark where nobody knows. */
export function seriesOf(set: FactSet): string {
  return AXES.map(([, valueOf]) => valuesOf(set, valueOf).join('/') || '?').join(', ');
}

/** Undefined where no baseline is of the recording's series and not later. */
export function chooseBaseline(
  recording: FactSet,
  baselines: readonly Candidate[],
  table: readonly string[] = [],
): Match | undefined {
  const build = buildOf(recording, table);
  const fitting = baselines
    .filter(({ set }) => isOfSeries(recording, set))
    .map((baseline) => ({
      baseline,
      order: orderOf(buildOf(baseline.set, table), build, table),
      known: agreements(recording, baseline.set),
    }))
    .filter(({ order }) => order !== 'later');
  fitting.sort(
    (a, b) =>
      Number(a.order === 'unknown') - Number(b.order === 'unknown') ||
      newestFirst(buildOf(a.baseline.set, table), buildOf(b.baseline.set, table), table) ||
      b.known - a.known ||
      (a.baseline.path < b.baseline.path ? -1 : 1),
  );
  const [best] = fitting;
  if (best === undefined) return undefined;
  return { baseline: best.baseline, notes: notesOf(recording, best.baseline, best.order, build) };
}

function notesOf(
  recording: FactSet,
  { path, set }: Candidate,
  order: BuildOrder,
  build: string | undefined,
): readonly string[] {
  const unknown = AXES.filter(
    ([, valueOf]) => valuesOf(recording, valueOf).length === 0 || valuesOf(set, valueOf).length === 0,
  );
  return [
    ...(order === 'unknown'
      ? [`It is not known whether ${path} is earlier than build ${build ?? '(unknown)'}.`]
      : []),
    ...(unknown.length === 0
      ? []
      : [`Matched without knowing: ${unknown.map(([name]) => name).join(', ')}.`]),
  ];
}

/** No axis that both know differs. */
export function isOfSeries(recording: FactSet, baseline: FactSet): boolean {
  return AXES.every(([, valueOf]) => {
    const [own, theirs] = [valuesOf(recording, valueOf), valuesOf(baseline, valueOf)];
    return own.length === 0 || theirs.length === 0 || own.some((value) => theirs.includes(value));
  });
}

function agreements(recording: FactSet, baseline: FactSet): number {
  return AXES.filter(([, valueOf]) =>
    valuesOf(recording, valueOf).some((value) => valuesOf(baseline, valueOf).includes(value)),
  ).length;
}

function upgradesOf(set: FactSet): readonly RunInfo[] {
  return set.runs.filter(({ role }) => role === 'upgrade');
}

function valuesOf(set: FactSet, valueOf: (run: RunInfo) => string | undefined): readonly string[] {
  return [...new Set(upgradesOf(set).flatMap((run) => valueOf(run) ?? []))].sort();
}

/** The newest build that the upgrades lead to. Where nobody knows that, what they start from would not do: every baseline would look later. */
function buildOf(set: FactSet, table: readonly string[]): string | undefined {
  const builds = upgradesOf(set).flatMap(({ target }) => target?.buildVersion ?? []);
  return builds.reduce<string | undefined>(
    (newest, build) =>
      newest === undefined || compareBuilds(newest, build, table) === 'earlier' ? build : newest,
    undefined,
  );
}

function orderOf(
  baseline: string | undefined,
  recording: string | undefined,
  table: readonly string[],
): BuildOrder {
  return baseline === undefined || recording === undefined
    ? 'unknown'
    : compareBuilds(baseline, recording, table);
}

function newestFirst(a: string | undefined, b: string | undefined, table: readonly string[]): number {
  if (a === undefined || b === undefined) return 0;
  const order = compareBuilds(a, b, table);
  return order === 'earlier' ? 1 : order === 'later' ? -1 : 0;
}

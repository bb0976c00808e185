/** What Santa is told for some signals: programs to mark when they start, paths to log writes at. */
import type { Signal } from '../../../model/rules.ts';
import type { Tree } from '../express.ts';
import type { SaidSignal } from '../say-signal.ts';
import { EXECUTION, type SantaFact, type WatchedPath } from './fields.ts';

export interface ProgramEntry {
  /** `platform:` or a team id, and the signing id. */
  readonly identifier: string;
  readonly signals: readonly Signal[];
}

export interface WatchEntry {
  readonly paths: readonly WatchedPath[];
  /** Who is logged; none: everyone. */
  readonly processes: readonly Writer[];
  readonly signals: readonly Signal[];
}

export interface Writer {
  readonly signingId?: string;
  /** None: a platform binary. */
  readonly teamId?: string;
  readonly binaryPath?: string;
}

export interface Entries {
  readonly programs: readonly ProgramEntry[];
  readonly watches: readonly WatchEntry[];
}

export function entriesOf(signals: readonly SaidSignal<SantaFact>[]): Entries {
  const cases = signals.flatMap(({ signal, parts }) =>
    parts.flatMap(({ source, tree }) => casesOf(tree).map((facts) => ({ signal, source, facts }))),
  );
  const programs = cases
    .filter(({ source }) => source === EXECUTION)
    .flatMap(({ signal, facts }) => identifiersOf(facts).map((identifier) => ({ identifier, signal })));
  return {
    programs: [...Map.groupBy(programs, ({ identifier }) => identifier)].map(([identifier, theirs]) => ({
      identifier,
      signals: unique(theirs.map(({ signal }) => signal)),
    })),
    watches: watchesOf(
      cases
        .filter(({ source }) => source !== EXECUTION)
        .flatMap(({ signal, facts }) =>
          pathsOf(facts).map((path) => ({ path, signal, processes: writersOf(facts) })),
        ),
    ),
  };
}

/** Whether Santa can act on it: an execution needs a signing id, a write a path. */
export function isActionable({ parts }: SaidSignal<SantaFact>): boolean {
  return parts.every(
    ({ source, tree }) =>
      !excludes(tree) &&
      casesOf(tree).every((facts) =>
        source === EXECUTION ? identifiersOf(facts).length > 0 : pathsOf(facts).length > 0,
      ),
  );
}

function excludes(tree: Tree<SantaFact>): boolean {
  if (tree.kind === 'leaf') return false;
  return tree.kind === 'not' || tree.of.some(excludes);
}

/** Each case is a list of facts that hold together. */
function casesOf(tree: Tree<SantaFact>): readonly (readonly SantaFact[])[] {
  switch (tree.kind) {
    case 'leaf':
      return [[tree.leaf]];
    case 'any':
      return tree.of.flatMap(casesOf);
    case 'all':
      return tree.of.reduce<readonly (readonly SantaFact[])[]>(
        (before, each) => before.flatMap((head) => casesOf(each).map((tail) => [...head, ...tail])),
        [[]],
      );
    // Santa has no exceptions; such signals are none it can act on.
    case 'not':
      return [];
  }
}

function valuesOf(facts: readonly SantaFact[], kind: 'signing-id' | 'team-id'): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === kind ? fact.ids : []));
}

function identifiersOf(facts: readonly SantaFact[]): readonly string[] {
  const teams = valuesOf(facts, 'team-id');
  const owners = teams.length === 0 ? ['platform'] : teams;
  return valuesOf(facts, 'signing-id').flatMap((id) => owners.map((owner) => `${owner}:${id}`));
}

function pathsOf(facts: readonly SantaFact[]): readonly WatchedPath[] {
  return facts.flatMap((fact) => (fact.kind === 'paths' ? fact.paths : []));
}

function writersOf(facts: readonly SantaFact[]): readonly Writer[] {
  const teams = valuesOf(facts, 'team-id');
  const binaries = facts.flatMap((fact) => (fact.kind === 'binary' ? fact.paths : []));
  const signed = valuesOf(facts, 'signing-id').flatMap((signingId): readonly Writer[] =>
    teams.length === 0 ? [{ signingId }] : teams.map((teamId) => ({ signingId, teamId })),
  );
  if (signed.length === 0) return binaries.map((binaryPath) => ({ binaryPath }));
  return binaries.length === 0
    ? signed
    : binaries.flatMap((binaryPath) => signed.map((writer) => ({ ...writer, binaryPath })));
}

interface Watched {
  readonly path: WatchedPath;
  readonly signal: Signal;
  readonly processes: readonly Writer[];
}

/** Of two watches for one path Santa would take either: so there is one for each path, and paths that are watched alike share it. */
function watchesOf(watched: readonly Watched[]): readonly WatchEntry[] {
  const byPath = [...Map.groupBy(watched, ({ path }) => JSON.stringify(path)).values()].map((theirs) => ({
    path: theirs[0]?.path,
    signals: unique(theirs.map(({ signal }) => signal)),
    processes: theirs.some(({ processes }) => processes.length === 0)
      ? []
      : unique(theirs.flatMap(({ processes }) => processes)),
  }));
  const alike = Map.groupBy(byPath, ({ signals, processes }) =>
    JSON.stringify([signals.map(({ id }) => id), processes]),
  );
  return [...alike.values()].flatMap((theirs) => {
    const [first] = theirs;
    const paths = theirs.flatMap(({ path }) => path ?? []);
    return first === undefined ? [] : [{ paths, processes: first.processes, signals: first.signals }];
  });
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/**
 * Paths that moved: rules `from` → `to` that turn paths only the side before shows into paths only the side after shows, for the same program and
 * operation. A whole folder that moved is one rule with many members.
 *
 * A candidate comes from two paths that share their end (the folder above it moved) or their folder (the name changed). Its cost is the share of
 * segments that differ, and for a changed name how unlike the names are. Rules are taken one by one, the one with most members first, then the cheapest;
 * two rules that move the same path with equal right move nothing: those paths stay added and removed, and say so.
 */
import { likeness } from './edit-distance.ts';
import { pathSegments } from './locations.ts';
import { byCodeUnit } from './side.ts';

/** A path that one side alone shows. `group`: who does what to it; paths move within their group. */
export interface LonePath {
  readonly group: string;
  readonly path: string;
}

export interface MoveRule {
  readonly from: string;
  readonly to: string;
}

export interface PathMove<P extends LonePath> extends MoveRule {
  readonly members: readonly { readonly was: P; readonly is: readonly P[] }[];
}

export interface PathMoves<P extends LonePath> {
  readonly moves: readonly PathMove<P>[];
  /** Path → where it could have moved to, or have come from, equally well. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

interface Candidate extends MoveRule {
  cost: number;
  /** Paths that voted for it. */
  readonly votes: Set<LonePath>;
}

/** Paths with the most similar end that are tried for each path, on either side of its place in the sorted list. */
const NEIGHBOURS = 4;
const MOST_SIBLINGS = 16;
/** One path alone must keep at least half of its segments to be called moved; a folder of three may change more. */
const COST_ALONE = 0.5;
const COST_TOGETHER = 0.8;
const TOGETHER = 3;
/** Names less alike than this are two names. */
const ALIKE = 0.5;

export function findMoves<P extends LonePath>(gone: readonly P[], added: readonly P[]): PathMoves<P> {
  const ballot = new Ballot(gone, added);
  const targets = new Targets(added);
  const moves: PathMove<P>[] = [];
  const ambiguous = new Map<string, readonly string[]>();
  const open = new Set(gone);
  for (let best = ballot.best(); best !== undefined; best = ballot.best()) {
    const rivals = ballot.rivals(best);
    const contest = [best, ...rivals];
    contest.forEach((candidate) => ballot.drop(candidate));
    if (rivals.length > 0) {
      for (const { from, to } of contest) {
        ambiguous.set(
          from,
          contest.filter((other) => other.from === from).map((other) => other.to),
        );
        ambiguous.set(
          to,
          contest.filter((other) => other.to === to).map((other) => other.from),
        );
      }
      contest.flatMap(({ votes }) => [...votes]).forEach((path) => ballot.withdraw(path));
      continue;
    }
    const members: { was: P; is: readonly P[] }[] = [];
    for (const was of open) {
      const is = targets.take(was.group, applyRule(best, was.path));
      if (is.length > 0) members.push({ was, is });
    }
    for (const { was } of members) {
      open.delete(was);
      ballot.withdraw(was);
    }
    if (members.length > 0) moves.push({ from: best.from, to: best.to, members });
  }
  return { moves, ambiguous };
}

/** The path under the rule, or undefined where the rule says nothing about it. */
export function applyRule({ from, to }: MoveRule, path: string): string | undefined {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined;
}

function ruleName(from: string, to: string): string {
  return `${from}\u0000${to}`;
}

function byWorth(a: Candidate, b: Candidate): number {
  return (
    b.votes.size - a.votes.size ||
    a.cost - b.cost ||
    a.from.length - b.from.length ||
    byCodeUnit(a.from, b.from) ||
    byCodeUnit(a.to, b.to)
  );
}

/** One of the two ends is the same, and nothing else tells them apart. */
function isRival(a: Candidate, b: Candidate): boolean {
  if (a === b || a.cost !== b.cost || a.votes.size !== b.votes.size) return false;
  return a.from === b.from || a.to === b.to;
}

function isWorthy({ votes, cost }: Candidate): boolean {
  return votes.size > 0 && cost <= (votes.size >= TOGETHER ? COST_TOGETHER : COST_ALONE);
}

/** The rules that are still to be tried, and which paths vote for them. */
class Ballot {
  readonly #candidates = new Map<string, Candidate>();
  readonly #byPath = new Map<LonePath, Candidate[]>();

  constructor(gone: readonly LonePath[], added: readonly LonePath[]) {
    const addedByGroup = Map.groupBy(added, ({ group }) => group);
    for (const [group, paths] of Map.groupBy(gone, ({ group: name }) => name)) {
      const near = new Neighbourhood(addedByGroup.get(group) ?? []);
      for (const was of paths) for (const is of near.of(was.path)) this.#vote(was, is);
    }
    for (const candidate of this.#candidates.values()) if (!isWorthy(candidate)) this.drop(candidate);
  }

  #vote(was: LonePath, is: string): void {
    const rule = ruleFor(was.path, is);
    if (rule === undefined) return;
    const name = ruleName(rule.from, rule.to);
    const candidate = this.#candidates.get(name) ?? { ...rule, votes: new Set<LonePath>() };
    candidate.cost = Math.min(candidate.cost, rule.cost);
    candidate.votes.add(was);
    this.#candidates.set(name, candidate);
    const chosen = this.#byPath.get(was) ?? [];
    this.#byPath.set(was, chosen);
    chosen.push(candidate);
  }

  best(): Candidate | undefined {
    let best: Candidate | undefined;
    for (const candidate of this.#candidates.values()) {
      if (best === undefined || byWorth(candidate, best) < 0) best = candidate;
    }
    return best;
  }

  rivals(best: Candidate): readonly Candidate[] {
    return [...this.#candidates.values()].filter((other) => isRival(best, other));
  }

  drop({ from, to }: Candidate): void {
    this.#candidates.delete(ruleName(from, to));
  }

  /** A path that has found its place, or that nobody can place, votes no more. */
  withdraw(path: LonePath): void {
    for (const candidate of this.#byPath.get(path) ?? []) {
      candidate.votes.delete(path);
      if (!isWorthy(candidate)) this.drop(candidate);
    }
  }
}

function ruleFor(was: string, is: string): Omit<Candidate, 'votes'> | undefined {
  const [a, b] = [pathSegments(was), pathSegments(is)];
  const longest = Math.max(a.length, b.length);
  const most = Math.min(a.length, b.length);
  let lead = 0;
  while (lead < most && a[lead] === b[lead]) lead += 1;
  let tail = 0;
  while (tail < most - lead && isAlike(a.at(-1 - tail), b.at(-1 - tail))) tail += 1;
  let cost = 1 - (lead + tail) / longest;
  if (tail === 0) {
    const alike = likeness(a.at(-1) ?? '', b.at(-1) ?? '');
    if (lead !== a.length - 1 || lead !== b.length - 1 || alike < ALIKE) return undefined;
    cost += (1 - alike) / longest;
  }
  const prefix = (segments: readonly string[]): string =>
    `/${segments.slice(0, segments.length - tail).join('/')}`;
  return { from: prefix(a), to: prefix(b), cost: Math.round(cost * 1000) / 1000 };
}

/** A collapsed folder stands for whatever it holds on the other side. */
function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a === b || a === ANY || b === ANY;
}

/** The added paths of one group that look most like a given path. */
class Neighbourhood {
  readonly #byEnd: SortedPaths;
  readonly #byFolder: SortedPaths;
  readonly #holesByFolder: SortedPaths;
  readonly #siblings: ReadonlyMap<string, readonly string[]>;

  constructor(added: readonly LonePath[]) {
    const paths = added.map(({ path }) => path);
    this.#byEnd = new SortedPaths(paths, reversedOf);
    this.#byFolder = new SortedPaths(paths, (path) => reversedOf(parentOf(path)));
    this.#holesByFolder = new SortedPaths(paths.filter(hasHole), (path) => reversedOf(parentOf(path)));
    this.#siblings = Map.groupBy(paths, parentOf);
  }

  of(path: string): ReadonlySet<string> {
    const folder = reversedOf(parentOf(path));
    return new Set([
      ...this.#byEnd.around(reversedOf(path)),
      ...(hasHole(path) ? this.#byFolder : this.#holesByFolder).around(folder),
      ...(this.#siblings.get(parentOf(path)) ?? []).slice(0, MOST_SIBLINGS),
    ]);
  }
}

/** Paths in the order of a key, to find those with the nearest keys. */
class SortedPaths {
  readonly #entries: readonly { readonly path: string; readonly key: string }[];

  constructor(paths: readonly string[], keyOf: (path: string) => string) {
    const entries = paths.map((path) => ({ path, key: keyOf(path) }));
    this.#entries = entries.sort((a, b) => byCodeUnit(a.key, b.key) || byCodeUnit(a.path, b.path));
  }

  around(key: string): readonly string[] {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.key ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return this.#entries.slice(Math.max(0, low - NEIGHBOURS), low + NEIGHBOURS).map(({ path }) => path);
  }
}

function reversedOf(path: string): string {
  return pathSegments(path).toReversed().join('/');
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Added paths that no move has claimed. A hole for a whole directory stands for each of its children, on whichever side it is. */
class Targets<P extends LonePath> {
  readonly #open = new Map<string, P>();
  readonly #groups: ReadonlyMap<string, readonly P[]>;
  readonly #holes: ReadonlyMap<string, readonly P[]>;

  constructor(added: readonly P[]) {
    for (const path of added) this.#open.set(ruleName(path.group, path.path), path);
    this.#groups = Map.groupBy(added, ({ group }) => group);
    this.#holes = Map.groupBy(
      added.filter(({ path }) => hasHole(path)),
      ({ group }) => group,
    );
  }

  take(group: string, path: string | undefined): readonly P[] {
    if (path === undefined) return [];
    const exact = this.#open.get(ruleName(group, path));
    if (exact !== undefined && !hasHole(path)) this.#open.delete(ruleName(group, path));
    if (exact !== undefined) return [exact];
    const rivals = (hasHole(path) ? this.#groups : this.#holes).get(group) ?? [];
    return rivals.filter((target) => covers(path, target.path) || covers(target.path, path));
  }
}

const ANY = '{any}';
const BELOW = '{below}';

function hasHole(path: string): boolean {
  return path.includes(ANY) || path.includes(BELOW);
}

/** Does a path with collapsed directories stand for this one? */
export function covers(pattern: string, path: string): boolean {
  if (!hasHole(pattern)) return pattern === path;
  const [a, b] = [pathSegments(pattern), pathSegments(path)];
  for (const [index, segment] of a.entries()) {
    if (segment === BELOW) return index < b.length;
    if (b[index] === undefined || (segment !== ANY && segment !== b[index])) return false;
  }
  return a.length === b.length;
}

/**
 * Paths that moved: rules `from` → `to` that turn paths only the side before shows into paths only the side after shows, for the same program and
 * operation. A whole folder that moved is one rule with many members.
 *
 * A candidate comes from two paths that share their end (the folder above it moved) or their folder (the name changed). Its cost is the share of
 * segments that differ, and for a changed name how unlike the names are. Rules are taken one by one, the one with most members first, then the cheapest;
 * two rules that move the same path with equal right move nothing: those paths stay added and removed, and say so.
 */
import { covers, hasHole } from './holes.ts';
import { MoveRules, type LonePath, type MoveRule } from './move-rules.ts';
import { byCodeUnit } from './side.ts';

export interface PathMove<P extends LonePath> extends MoveRule {
  readonly members: readonly { readonly was: P; readonly is: readonly P[] }[];
}

export interface PathMoves<P extends LonePath> {
  readonly moves: readonly PathMove<P>[];
  /** Path → where it could have moved to, or have come from, equally well. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

export function findMoves<P extends LonePath>(gone: readonly P[], added: readonly P[]): PathMoves<P> {
  const ballot = new MoveRules(gone, added);
  const targets = new Targets(added);
  const moves: PathMove<P>[] = [];
  const ambiguous = new Map<string, readonly string[]>();
  const open = new OpenPaths(gone);
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
    for (const was of open.under(best.from)) {
      const is = targets.take(was.group, applyRule(best, was.path));
      if (is.length > 0) members.push({ was, is });
    }
    for (const { was } of members) {
      open.close(was);
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

/** Gone paths that no move has explained, in order, so that a folder is one stretch of them. */
class OpenPaths<P extends LonePath> {
  readonly #sorted: readonly P[];
  readonly #closed = new Set<P>();

  constructor(gone: readonly P[]) {
    this.#sorted = gone.toSorted((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.group, b.group));
  }

  close(path: P): void {
    this.#closed.add(path);
  }

  /** The path itself, and what lies below it. */
  under(folder: string): readonly P[] {
    // "0" is the character behind "/".
    const stretches = [
      [this.#firstFrom(folder), this.#firstFrom(`${folder}\u0000`)],
      [this.#firstFrom(`${folder}/`), this.#firstFrom(`${folder}0`)],
    ] as const;
    return stretches
      .flatMap(([from, to]) => this.#sorted.slice(from, to))
      .filter((path) => !this.#closed.has(path));
  }

  #firstFrom(path: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.path ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Added paths that no move has claimed. A hole for a whole directory stands for each of its children, on whichever side it is. */
class Targets<P extends LonePath> {
  readonly #open = new Map<string, P>();
  readonly #groups: ReadonlyMap<string, readonly P[]>;
  readonly #holes: ReadonlyMap<string, readonly P[]>;

  constructor(added: readonly P[]) {
    for (const path of added) this.#open.set(placeName(path.group, path.path), path);
    this.#groups = Map.groupBy(added, ({ group }) => group);
    this.#holes = Map.groupBy(
      added.filter(({ path }) => hasHole(path)),
      ({ group }) => group,
    );
  }

  take(group: string, path: string | undefined): readonly P[] {
    if (path === undefined) return [];
    const exact = this.#open.get(placeName(group, path));
    if (exact !== undefined && !hasHole(path)) this.#open.delete(placeName(group, path));
    if (exact !== undefined) return [exact];
    const rivals = (hasHole(path) ? this.#groups : this.#holes).get(group) ?? [];
    return rivals.filter((target) => covers(path, target.path) || covers(target.path, path));
  }
}

function placeName(group: string, path: string): string {
  return `${group}\u0000${path}`;
}

/**
 * The rules from → to that two lists of paths suggest, and what they are worth. The one with most members first, then the cheapest. Worth only falls while
 * paths find their place, so a heap that is looked after lazily gives the best one in logarithmic time.
 */
import { likeness } from './edit-distance.ts';
import { ANY } from './holes.ts';
import { pathSegments } from './locations.ts';
import { NearPaths } from './near-paths.ts';
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

export interface Candidate extends MoveRule {
  cost: number;
  /** Paths that voted for it. */
  readonly votes: Set<LonePath>;
}

/** One path alone must keep at least half of its segments to be called moved; a folder of three may change more. */
const COST_ALONE = 0.5;
const COST_TOGETHER = 0.8;
const TOGETHER = 3;
/** Names less alike than this are two names. */
const ALIKE = 0.5;

interface Entry {
  readonly candidate: Candidate;
  /** Votes when it was put into the heap. */
  readonly votes: number;
}

/** The rules that are still to be tried, and which paths vote for them. */
export class MoveRules {
  readonly #candidates = new Map<string, Candidate>();
  readonly #byPath = new Map<LonePath, Candidate[]>();
  readonly #byEnd = new Map<string, Candidate[]>();
  readonly #heap: Entry[] = [];

  constructor(gone: readonly LonePath[], added: readonly LonePath[]) {
    const addedByGroup = Map.groupBy(added, ({ group }) => group);
    for (const [group, paths] of Map.groupBy(gone, ({ group: name }) => name)) {
      const near = new NearPaths((addedByGroup.get(group) ?? []).map(({ path }) => path));
      for (const was of paths) for (const is of near.of(was.path)) this.#vote(was, is);
    }
    for (const candidate of this.#candidates.values()) {
      if (!isWorthy(candidate)) this.drop(candidate);
      else {
        this.#push(candidate);
        for (const end of [`from ${candidate.from}`, `to ${candidate.to}`])
          append(this.#byEnd, end, candidate);
      }
    }
  }

  #vote(was: LonePath, is: string): void {
    const rule = ruleFor(was.path, is);
    if (rule === undefined) return;
    const name = ruleName(rule);
    const candidate = this.#candidates.get(name) ?? { ...rule, votes: new Set<LonePath>() };
    candidate.cost = Math.min(candidate.cost, rule.cost);
    candidate.votes.add(was);
    this.#candidates.set(name, candidate);
    append(this.#byPath, was, candidate);
  }

  /** The best rule that is left; it stays until it is dropped. */
  best(): Candidate | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      const { candidate, votes } = top;
      if (this.#isOpen(candidate) && candidate.votes.size === votes) return candidate;
      this.#pop();
      if (this.#isOpen(candidate)) this.#push(candidate);
    }
    return undefined;
  }

  /** Rules with an end in common and nothing else to tell them apart. */
  rivals(best: Candidate): readonly Candidate[] {
    const near = [
      ...(this.#byEnd.get(`from ${best.from}`) ?? []),
      ...(this.#byEnd.get(`to ${best.to}`) ?? []),
    ];
    return [...new Set(near)].filter(
      (other) =>
        other !== best &&
        this.#isOpen(other) &&
        other.cost === best.cost &&
        other.votes.size === best.votes.size,
    );
  }

  drop(candidate: Candidate): void {
    this.#candidates.delete(ruleName(candidate));
  }

  /** A path that has found its place, or that nobody can place, votes no more. */
  withdraw(path: LonePath): void {
    for (const candidate of this.#byPath.get(path) ?? []) {
      candidate.votes.delete(path);
      if (!isWorthy(candidate)) this.drop(candidate);
    }
  }

  #isOpen(candidate: Candidate): boolean {
    return this.#candidates.get(ruleName(candidate)) === candidate;
  }

  #push(candidate: Candidate): void {
    const heap = this.#heap;
    let at = heap.length;
    const entry = { candidate, votes: candidate.votes.size };
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || byWorth(above, entry) <= 0) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = right !== undefined && left !== undefined && byWorth(right, left) < 0;
      const child = isRight ? right : left;
      if (child === undefined || byWorth(last, child) <= 0) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

function append<K>(map: Map<K, Candidate[]>, key: K, candidate: Candidate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [candidate]);
  else list.push(candidate);
}

function ruleName({ from, to }: MoveRule): string {
  return `${from}\u0000${to}`;
}

function byWorth(a: Entry, b: Entry): number {
  return (
    b.votes - a.votes ||
    a.candidate.cost - b.candidate.cost ||
    a.candidate.from.length - b.candidate.from.length ||
    byCodeUnit(a.candidate.from, b.candidate.from) ||
    byCodeUnit(a.candidate.to, b.candidate.to)
  );
}

function isWorthy({ votes, cost }: Candidate): boolean {
  return votes.size > 0 && cost <= (votes.size >= TOGETHER ? COST_TOGETHER : COST_ALONE);
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
    // However shallow the folder: the names decide.
    cost = Math.min(COST_ALONE, cost + (1 - alike) / longest);
  }
  const prefix = (segments: readonly string[]): string =>
    `/${segments.slice(0, segments.length - tail).join('/')}`;
  return { from: prefix(a), to: prefix(b), cost: Math.round(cost * 1000) / 1000 };
}

/** A collapsed folder stands for whatever it holds on the other side. */
function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a === b || a === ANY || b === ANY;
}

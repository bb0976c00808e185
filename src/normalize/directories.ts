/**
 * Directories that grew too large become holes. This is a join: a directory is the set of its children, or collapsed; uniting two trees
 * unites the sets and collapses what is above the limit then, so that the result is the same in any order of uniting.
 *
 * Two marks, written as the paths they stand for (a literal brace is doubled in a template, so no real name looks like them):
 * - `/dir/{any}`: the children of /dir are one hole, and what lies below them is united;
 * - `/dir/{below}`: the children of /dir keep their names, what lies below each of them is one hole `{below}`.
 *
 * Why the order does not matter: whether a directory collapses depends on its own children alone, and only changes what lies below it, so
 * one pass from the root down settles all. The second mark goes by weight: a leaf weighs 1, a directory the sum of its children, a
 * collapsed one more than any set that it could stand for. So a weight never falls when trees are united, and a mark once set stays.
 */
import { DIRECTORY_LIMITS, type DirectoryLimits, type PolicyNode } from './thresholds.ts';

export const ANY = '{any}';
const BELOW = '{below}';

interface DirectoryNode {
  children: Map<string, DirectoryNode> | undefined;
  /** The children are one hole. */
  any: boolean;
  /** What lies below the children is one hole. */
  shallow: boolean;
}

/** Where a node stands: what its position alone decides. */
interface Place {
  readonly depth: number;
  readonly policy: PolicyNode | undefined;
  readonly limit: number;
}

const newNode = (): DirectoryNode => ({ children: undefined, any: false, shallow: false });

export class DirectoryTree {
  readonly #root = newNode();
  readonly #limits: DirectoryLimits;
  #added = 0;

  constructor(limits: DirectoryLimits = DIRECTORY_LIMITS) {
    this.#limits = limits;
  }

  /** Nodes made since the tree was last closed. */
  get added(): number {
    return this.#added;
  }

  /** Adds a path template. Call `close` before the next `rewrite`. */
  add(path: string): void {
    this.#nodeAt(componentsOf(path));
  }

  /** Adds a mark as `marks` gives it. */
  addMark(mark: string): void {
    const components = componentsOf(mark);
    const hole = components.pop();
    const node = this.#nodeAt(components);
    if (hole === ANY) node.any = true;
    if (hole === BELOW) node.shallow = true;
  }

  /** Collapses what is above its limit. */
  close(): void {
    const place = { depth: 0, policy: this.#limits.policies, limit: this.#limits.children };
    collapse(this.#root, place);
    weigh(this.#root, place, this.#limits);
    this.#added = 0;
  }

  /** The path with every collapsed part replaced by its hole. */
  rewrite(raw: string): string {
    if (raw === '/') return raw;
    const path = cutDeep(raw);
    let node: DirectoryNode | undefined = this.#root;
    let policy: PolicyNode | undefined = this.#limits.policies;
    let underShallow = false;
    let taken = '';
    /** What `taken` does not have yet, as it stands in the path, begins here. */
    let kept = 0;
    let start = 0;
    // Below what nobody knows nothing changes any more.
    while (start < path.length && (node !== undefined || policy !== undefined || underShallow)) {
      const end = endOfComponent(path, start);
      const name = path.slice(start + 1, end);
      const pinned: PolicyNode | undefined = policy?.children.get(name);
      if (pinned === undefined && underShallow) return `${taken}${path.slice(kept, start)}/${BELOW}`;
      const isHole: boolean = pinned === undefined && node?.any === true;
      if (isHole) {
        taken += `${path.slice(kept, start)}/${ANY}`;
        kept = end;
      }
      underShallow = pinned === undefined && node?.shallow === true;
      node = node?.children?.get(isHole ? ANY : name);
      policy = pinned;
      start = end;
    }
    return kept === 0 ? path : taken + path.slice(kept);
  }

  /** Every mark, sorted by code units. */
  marks(): string[] {
    const marks: string[] = [];
    collectMarks(this.#root, '', marks);
    return marks.sort();
  }

  #nodeAt(components: readonly string[]): DirectoryNode {
    let node = this.#root;
    for (const name of components) {
      node.children ??= new Map();
      let child = node.children.get(name);
      if (child === undefined) {
        child = newNode();
        node.children.set(name, child);
        this.#added++;
      }
      node = child;
    }
    return node;
  }
}

/** Deeper paths exist only where someone made them to be deep; the walk below is recursive. */
const MOST_COMPONENTS = 64;

function componentsOf(path: string): string[] {
  return path === '/' ? [] : cutDeep(path).slice(1).split('/');
}

function cutDeep(path: string): string {
  let end = 0;
  for (let count = 0; count < MOST_COMPONENTS && end < path.length; count++) end = endOfComponent(path, end);
  return end === path.length ? path : `${path.slice(0, end)}/${BELOW}`;
}

/** `start`: of the slash before it. */
function endOfComponent(path: string, start: number): number {
  const end = path.indexOf('/', start + 1);
  return end === -1 ? path.length : end;
}

function placeOf(parent: Place, name: string): Place {
  const policy = parent.policy?.children.get(name);
  return { depth: parent.depth + 1, policy, limit: policy?.policy?.children ?? parent.limit };
}

/** From the root down: applies known marks, sets new `any` marks. */
function collapse(node: DirectoryNode, place: Place): void {
  if (place.policy?.policy?.shallow === true) node.shallow = true;
  if (node.children === undefined) return;
  const free = [...node.children].filter(([name]) => place.policy?.children.has(name) !== true);
  if (node.any || free.length > place.limit) {
    node.any = true;
    const united = newNode();
    for (const [name, child] of free) {
      unite(united, child);
      node.children.delete(name);
    }
    if (free.length > 0) node.children.set(ANY, united);
  }
  if (node.shallow) cutBelow(node, place);
  for (const [name, child] of node.children) {
    // What was cut is one hole already.
    if (!node.shallow || place.policy?.children.has(name) === true) collapse(child, placeOf(place, name));
  }
}

function unite(into: DirectoryNode, from: DirectoryNode): void {
  into.any ||= from.any;
  into.shallow ||= from.shallow;
  if (from.children === undefined) return;
  if (into.children === undefined) {
    // `from` is dropped by the caller, so its children may be taken over.
    into.children = from.children;
    return;
  }
  for (const [name, child] of from.children) {
    const known = into.children.get(name);
    if (known === undefined) into.children.set(name, child);
    else unite(known, child);
  }
}

/** Replaces what lies below the free children of `node` by one hole each; names of the policy table stay. */
function cutBelow(node: DirectoryNode, place: Place): void {
  for (const [name, child] of node.children ?? []) {
    if (place.policy?.children.has(name) === true) continue;
    child.any = false;
    child.shallow = false;
    if (child.children !== undefined) child.children = new Map([[BELOW, newNode()]]);
  }
}

/** From the leaves up: the weight of a node; sets new `shallow` marks where a budget is passed. */
function weigh(node: DirectoryNode, place: Place, limits: DirectoryLimits): number {
  let free = 0;
  let pinned = 0;
  for (const [name, child] of node.children ?? []) {
    const below = placeOf(place, name);
    const weight = weigh(child, below, limits);
    if (below.policy === undefined) free += weight;
    // An entry of the table has a budget of its own.
    else if (below.policy.policy === undefined) pinned += weight;
  }
  const weight = Math.max(1, (node.any ? (place.limit + 1) * free : free) + pinned);
  const budget = budgetOf(place, limits);
  if (budget === undefined) return weight;
  if (weight <= budget && !node.shallow) return weight;
  if (!node.shallow) {
    node.shallow = true;
    cutBelow(node, place);
  }
  return budget + 1;
}

function budgetOf(place: Place, limits: DirectoryLimits): number | undefined {
  if (place.depth === 0 || place.policy?.policy !== undefined) return limits.rootBudget;
  return limits.budgets.get(place.depth);
}

function collectMarks(node: DirectoryNode, path: string, marks: string[]): void {
  if (node.any) marks.push(`${path}/${ANY}`);
  if (node.shallow) marks.push(`${path}/${BELOW}`);
  for (const [name, child] of node.children ?? []) collectMarks(child, `${path}/${name}`, marks);
}

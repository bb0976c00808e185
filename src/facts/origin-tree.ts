/**
 * Who put what is at a path there: the program that wrote it last, or that moved or copied it there with all that is in it. A tree of
 * folders, whose nodes are found by their whole paths. Bounded: the paths written longest ago are forgotten first, and counted.
 *
 * Paths come in the form of canonicalPath.
 */
import { OriginCounts } from './origin-counts.ts';
import { RecentList } from './recent-list.ts';

class OriginNode {
  readonly path: string;
  readonly parent: OriginNode | undefined;
  readonly depth: number;
  firstChild: OriginNode | undefined = undefined;
  previous: OriginNode | undefined = undefined;
  next: OriginNode | undefined = undefined;
  /** Those written before and after it. */
  older: OriginNode | undefined = undefined;
  newer: OriginNode | undefined = undefined;
  /** The program that made or wrote it last. */
  origin: string | undefined = undefined;
  /** It came here whole, with all that is below it. */
  whole = false;
  /** Of its children, by all that is at and below them. Most nodes are files and have none. */
  below: OriginCounts | undefined = undefined;

  constructor(path: string, parent: OriginNode | undefined) {
    this.path = path;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }
}

/** More components than any real path; hostile ones end here. */
const DEEPEST = 128;

export class OriginTree {
  readonly #root = new OriginNode('', undefined);
  readonly #nodes = new Map<string, OriginNode>([['', this.#root]]);
  /** Nodes with an origin. */
  readonly #recent = new RecentList<OriginNode>();
  readonly #limit: number;
  #forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  /** Nobody is known to have written anything. */
  get isEmpty(): boolean {
    return this.#recent.size === 0;
  }

  /** A file is written, or a folder is made: nothing came with it. */
  write(path: string, origin: string): void {
    this.#take(path, origin, false);
  }

  /** A file or folder arrives at `path`, with all that is in it: whoever wrote that before, it is here because of `origin`. */
  put(path: string, origin: string): void {
    this.remove(path);
    this.#take(path, origin, true);
  }

  remove(path: string): void {
    const top = this.#nodes.get(path);
    if (top?.parent === undefined) return;
    for (const origin of heldBy(top)) losesAbove(top, origin);
    const nodes = [top];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      this.#nodes.delete(node.path);
      this.#recent.remove(node);
      for (let child = node.firstChild; child !== undefined; child = child.next) nodes.push(child);
    }
    unlink(top, top.parent);
    this.#prune(top.parent);
  }

  /** Programs that `path` comes from: its own origin, else the nearest folder above that came whole; and those of everything below. Sorted. */
  originsOf(path: string): readonly string[] {
    const node = this.#nodes.get(path);
    if (node === this.#root) return [];
    // A folder that was made here says nothing about what others put into it.
    const own = node?.origin ?? wholeOriginOf(node ?? this.#nearest(path));
    if (node?.below === undefined) return own === undefined ? [] : [own];
    const origins = node.below.origins();
    if (own !== undefined && !node.below.has(own)) origins.push(own);
    return origins.sort();
  }

  /** Whom `path` itself comes from: its own origin, else the nearest folder above that came whole. From the top, where most unknown paths end soon. */
  ownerOf(path: string): string | undefined {
    let owner: string | undefined;
    for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      const node = this.#nodes.get(end === -1 ? path : path.slice(0, end));
      if (node === undefined) return owner;
      if (end === -1) return node.origin ?? owner;
      if (node.whole) owner = node.origin;
    }
  }

  #take(path: string, origin: string, whole: boolean): void {
    const node = this.#make(path);
    if (node === undefined) return;
    node.whole = whole;
    this.#setOrigin(node, origin);
  }

  #setOrigin(node: OriginNode, origin: string): void {
    const before = node.origin;
    if (before !== origin) {
      node.origin = origin;
      if (before !== undefined && node.below?.has(before) !== true) losesAbove(node, before);
      if (node.below?.has(origin) !== true) gainsAbove(node, origin);
    }
    this.#recent.touch(node);
    if (this.#recent.size > this.#limit) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const node = this.#recent.oldest;
    const origin = node?.origin;
    if (node === undefined || origin === undefined) return;
    this.#recent.remove(node);
    node.origin = undefined;
    node.whole = false;
    if (node.below?.has(origin) !== true) losesAbove(node, origin);
    this.#forgotten++;
    this.#prune(node);
  }

  /** Drops a node that says nothing any more, and the folders above it that were there for its sake. */
  #prune(from: OriginNode): void {
    let node = from;
    while (node.parent !== undefined && node.firstChild === undefined && node.origin === undefined) {
      this.#nodes.delete(node.path);
      unlink(node, node.parent);
      node = node.parent;
    }
  }

  /** The folder above that is known. Undefined for what is no absolute path, or one too deep to be real. */
  #nearest(path: string): OriginNode | undefined {
    let folder = path;
    for (let steps = 1; steps <= DEEPEST; steps++) {
      const end = folder.lastIndexOf('/');
      if (end === -1) return undefined;
      folder = folder.slice(0, end);
      const node = this.#nodes.get(folder);
      if (node !== undefined) return node.depth + steps > DEEPEST ? undefined : node;
    }
    return undefined;
  }

  #make(path: string): OriginNode | undefined {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known === this.#root ? undefined : known;
    if (path === '/') return undefined;
    let node = this.#nearest(path);
    while (node !== undefined && node.path.length < path.length) node = this.#addBelow(node, path);
    return node;
  }

  /** Makes the child of `parent` on the way to `path`. */
  #addBelow(parent: OriginNode, path: string): OriginNode {
    const end = path.indexOf('/', parent.path.length + 1);
    const node = new OriginNode(end === -1 ? path : path.slice(0, end), parent);
    node.next = parent.firstChild;
    if (node.next !== undefined) node.next.previous = node;
    parent.firstChild = node;
    this.#nodes.set(node.path, node);
    return node;
  }
}

function unlink(node: OriginNode, parent: OriginNode): void {
  if (node.previous === undefined) parent.firstChild = node.next;
  else node.previous.next = node.next;
  if (node.next !== undefined) node.next.previous = node.previous;
}

function wholeOriginOf(from: OriginNode | undefined): string | undefined {
  let node = from;
  while (node !== undefined && !node.whole) node = node.parent;
  return node?.origin;
}

/** Origins at and below it. */
function heldBy({ origin, below }: OriginNode): readonly string[] {
  const origins = below?.origins() ?? [];
  return origin === undefined || below?.has(origin) === true ? origins : [...origins, origin];
}

/** The node did not hold the origin before: folders above are told up to the first that held it already. */
function gainsAbove(node: OriginNode, origin: string): void {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    at.below ??= new OriginCounts();
    if (!at.below.add(origin) || at.origin === origin) return;
  }
}

function losesAbove(node: OriginNode, origin: string): void {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (at.below?.drop(origin) !== true || at.origin === origin) return;
}

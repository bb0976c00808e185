/**
 * Who put what is at a path there: the program that wrote it last, or that moved or copied it there with all that is in it. A tree of
 * folders. Bounded: the paths written longest ago are forgotten first, and counted.
 */
interface OriginNode {
  readonly name: string;
  readonly parent: OriginNode | undefined;
  /** Most nodes are files and have none. */
  children: Map<string, OriginNode> | undefined;
  /** The program that made or wrote it last. */
  origin: string | undefined;
  /** It came here whole, with all that is below it. */
  whole: boolean;
  /** Program → how many paths below have it as origin. */
  below: Map<string, number> | undefined;
}

/** More components than any real path; hostile ones end here. */
const DEEPEST = 128;

export class OriginTree {
  readonly #root = newNode('', undefined);
  /** Nodes with an origin, the one written longest ago first. */
  readonly #recent = new Set<OriginNode>();
  readonly #limit: number;
  #forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  write(path: string, origin: string): void {
    const node = this.#make(path);
    if (node !== undefined) this.#setOrigin(node, origin);
  }

  /** A file or folder arrives at `path`, with all that is in it: whoever wrote that before, it is here because of `origin`. */
  put(path: string, origin: string): void {
    this.remove(path);
    const node = this.#make(path);
    if (node === undefined) return;
    node.whole = true;
    this.#setOrigin(node, origin);
  }

  remove(path: string): void {
    const node = this.#find(path);
    if (node?.parent === undefined) return;
    this.#detach(node);
    const nodes = [node];
    for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
      this.#recent.delete(next);
      nodes.push(...(next.children?.values() ?? []));
    }
  }

  /** Programs that `path` comes from: its own origin, else the nearest folder above that came whole; and those of everything below. Sorted. */
  originsOf(path: string): readonly string[] {
    let node: OriginNode | undefined = this.#root;
    let nearest: string | undefined;
    for (const name of componentsOf(path) ?? []) {
      node = node.children?.get(name);
      // A folder that was made here says nothing about what others put into it.
      if (node === undefined) return nearest === undefined ? [] : [nearest];
      if (node.whole) nearest = node.origin;
    }
    if (node === this.#root) return [];
    const own = node.origin ?? nearest;
    return [...new Set([...(own === undefined ? [] : [own]), ...(node.below?.keys() ?? [])])].sort();
  }

  #setOrigin(node: OriginNode, origin: string): void {
    if (node.origin !== origin) {
      if (node.origin !== undefined) countAbove(node, node.origin, -1);
      node.origin = origin;
      countAbove(node, origin, 1);
    }
    this.#recent.delete(node);
    this.#recent.add(node);
    if (this.#recent.size > this.#limit) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const [node] = this.#recent;
    if (node?.origin === undefined) return;
    this.#recent.delete(node);
    countAbove(node, node.origin, -1);
    node.origin = undefined;
    node.whole = false;
    this.#forgotten++;
    this.#prune(node);
  }

  /** Drops a node that says nothing any more, and the folders above it that were there for its sake. */
  #prune(from: OriginNode): void {
    let node = from;
    while (node.parent !== undefined && (node.children?.size ?? 0) === 0 && node.origin === undefined) {
      node.parent.children?.delete(node.name);
      node = node.parent;
    }
  }

  #detach(node: OriginNode): void {
    if (node.parent === undefined) return;
    for (const [origin, count] of node.below ?? []) countAbove(node, origin, -count);
    if (node.origin !== undefined) countAbove(node, node.origin, -1);
    node.parent.children?.delete(node.name);
    this.#prune(node.parent);
  }

  #find(path: string): OriginNode | undefined {
    let node: OriginNode | undefined = this.#root;
    for (const name of componentsOf(path) ?? ['']) node = node?.children?.get(name);
    return node;
  }

  #make(path: string): OriginNode | undefined {
    const components = componentsOf(path);
    if (components === undefined || components.length === 0) return undefined;
    let node = this.#root;
    for (const name of components) {
      node.children ??= new Map();
      let child = node.children.get(name);
      if (child === undefined) node.children.set(name, (child = newNode(name, node)));
      node = child;
    }
    return node;
  }
}

function newNode(name: string, parent: OriginNode | undefined): OriginNode {
  return { name, parent, children: undefined, origin: undefined, whole: false, below: undefined };
}

/** A path is looked up several times in a row: created, written, closed, moved. */
const split = new Map<string, readonly string[]>();
const MOST_SPLIT = 4_096;

/** Undefined for what is no absolute path, or one too deep to be real. */
function componentsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined;
  const known = split.get(path);
  if (known !== undefined) return known;
  const components = path.split('/').filter((name) => name !== '');
  if (components.length > DEEPEST) return undefined;
  if (split.size >= MOST_SPLIT) split.clear();
  split.set(path, components);
  return components;
}

function countAbove(node: OriginNode, origin: string, by: number): void {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    at.below ??= new Map();
    const count = (at.below.get(origin) ?? 0) + by;
    if (count === 0) at.below.delete(origin);
    else at.below.set(origin, count);
  }
}

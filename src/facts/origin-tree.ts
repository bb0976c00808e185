/**
 * Who wrote which path last: a tree of folders, so that a renamed folder takes its content along in one step. Bounded: the paths written
 * longest ago are forgotten first, and counted.
 */
interface OriginNode {
  name: string;
  parent: OriginNode | undefined;
  readonly children: Map<string, OriginNode>;
  /** The program that made or wrote it last. */
  origin: string | undefined;
  /** It came here whole, with all that is below it. */
  moved: boolean;
  /** Program → how many paths below have it as origin. */
  readonly below: Map<string, number>;
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

  /** A copy of a file or folder arrives at `path`; what the copy contains is not known here. */
  copy(path: string, origin: string): void {
    this.remove(path);
    const node = this.#make(path);
    if (node === undefined) return;
    node.moved = true;
    this.#setOrigin(node, origin);
  }

  move(from: string, to: string, origin: string): void {
    const source = from === to ? undefined : this.#find(from);
    if (source === undefined || isWithin(to, from)) {
      this.copy(to, origin);
      return;
    }
    this.#detach(source);
    this.remove(to);
    const components = componentsOf(to);
    const name = components?.at(-1);
    if (components === undefined || name === undefined) return;
    const parent = this.#makeAll(components.slice(0, -1));
    source.name = name;
    source.parent = parent;
    parent.children.set(name, source);
    changeBelow(parent, source, 1);
    source.moved = true;
    this.#setOrigin(source, origin);
  }

  remove(path: string): void {
    const node = this.#find(path);
    if (node === undefined || node === this.#root) return;
    this.#detach(node);
    const nodes = [node];
    for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
      this.#recent.delete(next);
      nodes.push(...next.children.values());
    }
  }

  /** Programs that `path` comes from: its nearest origin on the way up, and those of everything below it. Sorted. */
  originsOf(path: string): readonly string[] {
    let node = this.#root;
    let nearest: string | undefined;
    for (const name of componentsOf(path) ?? []) {
      const child = node.children.get(name);
      // A folder that was made here, not moved here, says nothing about what others put into it.
      if (child === undefined) return nearest === undefined ? [] : [nearest];
      node = child;
      if (node.origin !== undefined && node.moved) nearest = node.origin;
    }
    if (node === this.#root) return [];
    const own = node.origin ?? nearest;
    return [...new Set([...(own === undefined ? [] : [own]), ...node.below.keys()])].sort();
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
    node.moved = false;
    this.#forgotten++;
    this.#prune(node);
  }

  /** Drops a node that says nothing any more, and the folders above it that were there for its sake. */
  #prune(from: OriginNode): void {
    let node = from;
    while (node.parent !== undefined && node.children.size === 0 && node.origin === undefined) {
      const { parent } = node;
      parent.children.delete(node.name);
      node = parent;
    }
  }

  #detach(node: OriginNode): void {
    const { parent } = node;
    if (parent === undefined) return;
    changeBelow(parent, node, -1);
    parent.children.delete(node.name);
    node.parent = undefined;
    this.#prune(parent);
  }

  #find(path: string): OriginNode | undefined {
    let node: OriginNode | undefined = this.#root;
    for (const name of componentsOf(path) ?? ['']) node = node?.children.get(name);
    return node;
  }

  #make(path: string): OriginNode | undefined {
    const components = componentsOf(path);
    return components === undefined || components.length === 0 ? undefined : this.#makeAll(components);
  }

  #makeAll(components: readonly string[]): OriginNode {
    let node = this.#root;
    for (const name of components) {
      let child = node.children.get(name);
      if (child === undefined) node.children.set(name, (child = newNode(name, node)));
      node = child;
    }
    return node;
  }
}

function newNode(name: string, parent: OriginNode | undefined): OriginNode {
  return { name, parent, children: new Map(), origin: undefined, moved: false, below: new Map() };
}

/** Undefined for what is no absolute path, or one too deep to be real. */
function componentsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined;
  const components = path.split('/').filter((name) => name !== '');
  return components.length > DEEPEST ? undefined : components;
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function countAbove(node: OriginNode, origin: string, by: number): void {
  for (let at = node.parent; at !== undefined; at = at.parent) add(at.below, origin, by);
}

/** Counts a whole subtree in or out of `parent` and the folders above it. */
function changeBelow(parent: OriginNode, node: OriginNode, sign: 1 | -1): void {
  for (let at: OriginNode | undefined = parent; at !== undefined; at = at.parent) {
    for (const [origin, count] of node.below) add(at.below, origin, sign * count);
    if (node.origin !== undefined) add(at.below, node.origin, sign);
  }
}

function add(counts: Map<string, number>, origin: string, by: number): void {
  const count = (counts.get(origin) ?? 0) + by;
  if (count === 0) counts.delete(origin);
  else counts.set(origin, count);
}

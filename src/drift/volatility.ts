/**
 * How open a place is: a newcomer means little where every run brings newcomers, and much where no run ever did.
 *
 * Known sequences (path segments, arguments) of one program and operation form a tree. A new sequence leaves that tree at one node; the
 * children of that node are judged. Good–Turing: with Q1 children seen in exactly one of n runs, one more run is expected to bring Q1/n
 * children never seen before.
 */
export type Openness = 'closed' | 'open' | 'very-open';

interface Node {
  readonly children: Map<string, Node>;
  /** Runs that show anything at or below this node. */
  readonly runs: Set<number>;
}

/** From this many expected newcomers a run on, a newcomer is low at most: one run in four brings one by chance (1 − e^−0.3). */
const OPEN = 0.3;
/** From here on, chance is the better explanation (1 − e^−0.7 = ½). */
const VERY_OPEN = 0.7;

/** `expected`: newcomers, or dropouts, that one more run brings by itself. */
export function opennessFor(expected: number): Openness {
  if (expected >= VERY_OPEN) return 'very-open';
  return expected >= OPEN ? 'open' : 'closed';
}

export class KnownTree {
  readonly #root: Node = emptyNode();
  readonly #runs: number;

  constructor(runs: number) {
    this.#runs = runs;
  }

  add(parts: readonly string[], runs: Iterable<number>): void {
    const seen = [...runs];
    let node = this.#root;
    for (const run of seen) node.runs.add(run);
    for (const part of parts) {
      let next = node.children.get(part);
      if (next === undefined) {
        next = emptyNode();
        node.children.set(part, next);
      }
      node = next;
      for (const run of seen) node.runs.add(run);
    }
  }

  /** How many leading parts are known. */
  knownDepth(parts: readonly string[]): number {
    let node = this.#root;
    let depth = 0;
    for (const part of parts) {
      const next = node.children.get(part);
      if (next === undefined) break;
      node = next;
      depth += 1;
    }
    return depth;
  }

  /**
   * The openness of the place where `parts` leaves the tree; undefined where too few runs are known to say. What ends there is held against what else
   * ends there, what goes on against what else goes on: a folder that fills with folders is still closed to files. A place with fewer than
   * `leastChildren` says too little of itself and is judged as the place above it.
   */
  opennessAt(parts: readonly string[], leastChildren = 0): Openness | undefined {
    if (this.#runs < 2) return undefined;
    let node = this.#root;
    let telling = node;
    let depth = 0;
    for (const part of parts) {
      if (node.children.size >= leastChildren) telling = node;
      const next = node.children.get(part);
      if (next === undefined) break;
      node = next;
      depth += 1;
    }
    if (depth === parts.length) return 'closed';
    const endsThere = depth === parts.length - 1;
    return telling === node
      ? this.#openness(node, (child) => (child.children.size === 0) === endsThere)
      : this.#openness(telling, () => true);
  }

  #openness(node: Node, isAlike: (child: Node) => boolean): Openness {
    let once = 0;
    let partial = 0;
    for (const child of node.children.values()) {
      if (!isAlike(child)) continue;
      if (child.runs.size === 1) once += 1;
      if (child.runs.size < this.#runs) partial += 1;
    }
    const openness = opennessFor(once / this.#runs);
    return openness === 'closed' && partial >= 2 ? 'open' : openness;
  }
}

function emptyNode(): Node {
  return { children: new Map(), runs: new Set() };
}

const RANK: Readonly<Record<Openness, number>> = { closed: 0, open: 1, 'very-open': 2 };

export function moreOpen(a: Openness | undefined, b: Openness | undefined): Openness | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return RANK[a] >= RANK[b] ? a : b;
}

export function leastOpen(values: readonly (Openness | undefined)[]): Openness | undefined {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? undefined : known.reduce((a, b) => (RANK[a] <= RANK[b] ? a : b));
}

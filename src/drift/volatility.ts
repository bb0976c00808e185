/**
 * How open a place is: a newcomer means little where every run brings newcomers, and much where no run ever did.
 *
 * Known sequences (path segments, arguments) of one program and operation form a tree. A new sequence leaves that tree at one node; the
 * children of that node are judged. Good–Turing: with Q1 children seen in exactly one of n runs, one more run is expected to bring Q1/n
 * children never seen before.
 */
export type Openness = 'closed' | 'open' | 'very-open';

interface Node {
  /** Undefined for a leaf: most nodes are one. */
  children: Map<string, Node> | undefined;
  /** One bit for each run that shows anything at or below this node. */
  runs: bigint;
}

/** From this many expected newcomers a run on, a newcomer is low at most: one run in four brings one by chance (1 − e^−0.3). */
const OPEN = 0.3;
/** From here on, chance is the better explanation (1 − e^−0.7 = ½). */
export const VERY_OPEN = 0.7;

/** `expected`: newcomers, or dropouts, that one more run brings by itself. */
export function opennessFor(expected: number): Openness {
  if (expected >= VERY_OPEN) return 'very-open';
  return expected >= OPEN ? 'open' : 'closed';
}

export class KnownTree {
  readonly #root: Node = newNode();
  readonly #runs: number;
  readonly #everyRun: bigint;

  /** `runs`: indexes of the runs that count. */
  constructor(runs: readonly number[]) {
    this.#runs = runs.length;
    this.#everyRun = maskOf(runs);
  }

  /** `mask`: of the runs that show it. */
  add(parts: readonly string[], mask: bigint): void {
    let node = this.#root;
    node.runs |= mask;
    for (const part of parts) {
      node.children ??= new Map();
      let next = node.children.get(part);
      if (next === undefined) {
        next = newNode();
        node.children.set(part, next);
      }
      node = next;
      node.runs |= mask;
    }
  }

  /** How many leading parts are known. */
  knownDepth(parts: readonly string[]): number {
    let node = this.#root;
    let depth = 0;
    for (const part of parts) {
      const next = node.children?.get(part);
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
      if ((node.children?.size ?? 0) >= leastChildren) telling = node;
      const next = node.children?.get(part);
      if (next === undefined) break;
      node = next;
      depth += 1;
    }
    if (depth === parts.length) return 'closed';
    const endsThere = depth === parts.length - 1;
    return telling === node
      ? this.#openness(node, (child) => (child.children === undefined) === endsThere)
      : this.#openness(telling, () => true);
  }

  #openness(node: Node, isAlike: (child: Node) => boolean): Openness {
    let once = 0;
    let partial = 0;
    for (const child of node.children?.values() ?? []) {
      if (!isAlike(child)) continue;
      if ((child.runs & (child.runs - 1n)) === 0n) once += 1;
      if (child.runs !== this.#everyRun) partial += 1;
    }
    const openness = opennessFor(once / this.#runs);
    return openness === 'closed' && partial >= 2 ? 'open' : openness;
  }
}

function newNode(): Node {
  return { children: undefined, runs: 0n };
}

/** One bit for each run. */
export function maskOf(runs: readonly number[]): bigint {
  return runs.reduce((mask, run) => mask | (1n << BigInt(run)), 0n);
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

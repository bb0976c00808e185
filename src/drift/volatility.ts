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

  /** The openness of the place where `parts` leaves the tree; undefined where too few runs are known to say. */
  opennessAt(parts: readonly string[]): Openness | undefined {
    if (this.#runs < 2) return undefined;
    let node = this.#root;
    for (const part of parts) {
      const next = node.children.get(part);
      if (next === undefined) break;
      node = next;
    }
    let once = 0;
    let partial = 0;
    for (const child of node.children.values()) {
      if (child.runs.size === 1) once += 1;
      if (child.runs.size < this.#runs) partial += 1;
    }
    const expected = once / this.#runs;
    if (expected >= VERY_OPEN) return 'very-open';
    return expected >= OPEN || partial >= 2 ? 'open' : 'closed';
  }
}

function emptyNode(): Node {
  return { children: new Map(), runs: new Set() };
}

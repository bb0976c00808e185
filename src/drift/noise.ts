/**
 * How much newness, and how much absence, such runs bring by themselves. Two questions, each a Good–Turing estimate:
 *
 * - Newcomers: of the facts of a pool, Q1 were seen in exactly one of n runs, so one more run is expected to bring Q1/n that nobody saw before.
 *   For what takes part in the upgrade the place matters more than the pool: paths, arguments and children form trees, and a newcomer is weighed where
 *   it leaves the tree of its own program, and the tree of all programs.
 * - Dropouts: Q(n−1) facts were seen in all runs but one, so one more run is expected to lack Q(n−1)/n facts that all others show.
 *
 * A pool is what behaves alike: the background by kind of fact, events by their type, the upgrade's own facts by program.
 */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { pathSegments } from './locations.ts';
import { argumentVector } from './milestones.ts';
import { authorityOf } from './names.ts';
import type { Participation } from './participation.ts';
import { actorsOf } from './scene.ts';
import { isPresent, keyPart, type Side } from './side.ts';
import { KnownTree, maskOf, opennessFor, moreOpen, type Openness } from './volatility.ts';

/** Fewer runs say nothing about what varies. */
const MIN_RUNS = 2;
const MIN_RUNS_FOR_DROPOUTS = 3;
/** The tree of all programs' paths. */
const EVERYBODY = 'file';
/** A folder where fewer names are known is judged by the folder above: what lies in a cache folder is like what lies in its neighbours. */
const FEW_CHILDREN = 4;
const PARENTS = 'parents ';
const END = '\u0000end';

interface Pool {
  once: number;
  allButOne: number;
}

/** What one side's runs show of its own noise. */
export class Noise {
  readonly #side: Side;
  readonly #participation: Participation;
  readonly #pools = new Map<string, Pool>();
  readonly #trees = new Map<string, KnownTree>();
  #learned = false;

  constructor(side: Side, participation: Participation) {
    this.#side = side;
    this.#participation = participation;
  }

  /** Learned when it is first asked for: two sides that are equal never ask. */
  #learnAll(): void {
    if (this.#learned) return;
    this.#learned = true;
    for (const fact of this.#side.facts.values()) if (isPresent(this.#side, fact)) this.#learn(fact);
  }

  /** Runs whose support counts. */
  get runs(): number {
    return this.#side.judged.length;
  }

  /**
   * With so few runs nothing is known of the noise, but much is presumed: the background, and how programs end, differ from run to run. Programs
   * that last are told all the same.
   */
  #isPresumedNoise(fact: Fact): boolean {
    if (fact.kind === 'program') return !takesPart(fact, this.#participation);
    if (fact.kind === 'event' && keyPart(fact, 1) === 'exit') return true;
    return !this.#participation.includes(fact);
  }

  #learn(fact: Fact): void {
    const runs = this.#side.judged.filter((run) => (fact.counts[run] ?? 0) > 0);
    for (const name of poolsOf(fact, this.#participation)) {
      const pool = this.#pools.get(name) ?? { once: 0, allButOne: 0 };
      this.#pools.set(name, pool);
      if (runs.length === 1) pool.once += 1;
      if (runs.length === this.#side.judged.length - 1) pool.allButOne += 1;
    }
    const mask = maskOf(runs);
    for (const [name, parts] of sequencesOf(fact)) {
      const tree = this.#trees.get(name) ?? new KnownTree(this.#side.judged);
      this.#trees.set(name, tree);
      tree.add(parts, mask);
    }
  }

  /** How open the place is where a fact that this side lacks would be new; undefined where too few runs say anything. */
  newcomer(fact: Fact): Openness | undefined {
    const { runs } = this;
    const isBackground = !takesPart(fact, this.#participation);
    if (runs < MIN_RUNS) return this.#isPresumedNoise(fact) ? 'very-open' : undefined;
    this.#learnAll();
    let openness: Openness | undefined;
    for (const name of poolsOf(fact, this.#participation)) {
      if (name.startsWith(OWN)) continue;
      openness = moreOpen(openness, opennessFor((this.#pools.get(name)?.once ?? 0) / runs));
    }
    if (isBackground) return openness;
    const starts = fact.kind === 'launch' && this.#participation.of(keyPart(fact, 0)) !== undefined;
    for (const [name, parts] of sequencesOf(fact)) {
      // What a program of the upgrade starts is its doing, whoever else starts that too.
      if (starts && name.startsWith(PARENTS)) continue;
      const least = name === EVERYBODY ? FEW_CHILDREN : 0;
      openness = moreOpen(openness, this.#trees.get(name)?.opennessAt(parts, least));
    }
    return openness;
  }

  /** How often a run lacks facts like this one, which every run of this side shows. */
  dropout(fact: Fact): Openness | undefined {
    const { runs } = this;
    if (runs < MIN_RUNS_FOR_DROPOUTS) return this.#isPresumedNoise(fact) ? 'very-open' : undefined;
    this.#learnAll();
    let openness: Openness | undefined;
    for (const name of poolsOf(fact, this.#participation)) {
      openness = moreOpen(openness, opennessFor((this.#pools.get(name)?.allButOne ?? 0) / runs));
    }
    return openness;
  }
}

/** Pools of one program: for dropouts only, because for newcomers the place says more. */
const OWN = 'own ';

function poolsOf(fact: Fact, participation: Participation): readonly string[] {
  const { of } = participation;
  const part = takesPart(fact, participation);
  switch (fact.kind) {
    case 'program':
      return part
        ? [`program of the upgrade${of(keyPart(fact, 0))?.proven === true ? '' : ', perhaps'}`]
        : [`program of ${isSystemProgram(keyPart(fact, 0)) ? 'the system' : 'others'}`];
    case 'event':
      return [`event ${keyPart(fact, 1)}${part ? ' of the upgrade' : ''}`];
    case 'shape':
      return [];
    case 'launch':
    case 'responsible':
    case 'arguments':
    case 'file':
    case 'handoff':
      return part
        ? [`${OWN}${participation.includes(fact) ? '' : 'beside the upgrade '}${keyPart(fact, 0)}`]
        : [fact.kind];
  }
}

/** Programs of the system are few and come with it; what people install, build and script is a pool of its own. */
function isSystemProgram(program: ProgramKey): boolean {
  return authorityOf(program) === 'platform' && !program.includes('!');
}

function takesPart(fact: Fact, { of }: Participation): boolean {
  const actors = fact.kind === 'launch' ? fact.key.slice(1, 2) : actorsOf(fact);
  return actors.some((program) => of(program) !== undefined);
}

function sequencesOf(fact: Fact): readonly (readonly [string, readonly string[]])[] {
  const [a, b, c] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
  switch (fact.kind) {
    case 'file': {
      const path = pathSegments(c);
      return [
        [`file ${a}`, path],
        [EVERYBODY, path],
        [`doers ${c}`, [a]],
      ];
    }
    case 'handoff':
      return [[`handoff ${a} ${b}`, pathSegments(c)]];
    case 'arguments':
      return [[`arguments ${a}`, [...argumentVector(b), END]]];
    case 'launch':
      return [
        [`children ${a}`, [b]],
        [`${PARENTS}${b}`, [a]],
      ];
    case 'event':
      return [[`event ${a}`, [b, ...(c.startsWith('/') ? pathSegments(c) : [c])]]];
    case 'program':
    case 'responsible':
    case 'shape':
      return [];
  }
}

/** A program that is always called the same and lies at the same place; scripts and code under made-up names come and go. */
export function isLasting(program: Fact): boolean {
  const key = keyPart(program, 0);
  if (key.includes('!') || key.includes('{')) return false;
  return Object.keys(program.attributes?.path ?? {}).every((path) => !MADE_UP.test(path));
}

const MADE_UP = /\{(?:tmp|hash|uuid|n|version)\}/;

/** One side of a comparison, indexed. Rewriting (re-keyed programs, moved folders) makes a new side and leaves the old one alone. */
import type { Fact, FactKind, FactSet, ProgramKey, RunInfo } from '../model/facts.ts';

export type SideName = 'before' | 'after';

export interface Side {
  readonly name: SideName;
  readonly runs: readonly RunInfo[];
  /** Indexes of the runs whose support counts: recordings of an upgrade, or every run where there is none. */
  readonly judged: readonly number[];
  /** Indexes of the recordings without an upgrade: what they show is background. */
  readonly controls: readonly number[];
  readonly facts: ReadonlyMap<string, Fact>;
  readonly collapsed: readonly string[];
  /** Facts that too few runs show for them to count, where that was asked for. */
  readonly setAside?: ReadonlyMap<string, Fact>;
  /** So many runs are as good as all of them, where that was asked for. */
  readonly enough?: number;
}

const SEPARATOR = '\u0000';

export function factId(kind: FactKind, ...key: readonly string[]): string {
  return kind + SEPARATOR + key.join(SEPARATOR);
}

/** Facts are immutable and asked for by their id again and again; a text that was looked up before is also found faster. */
const knownIds = new WeakMap<Fact, string>();

export function idOf(fact: Fact): string {
  let id = knownIds.get(fact);
  if (id === undefined) {
    id = factId(fact.kind, ...fact.key);
    knownIds.set(fact, id);
  }
  return id;
}

/** Part `index` of a fact's key. The form of keys is fixed per kind; a missing part reads as empty. */
export function keyPart(fact: Fact, index: number): string {
  return fact.key[index] ?? '';
}

export function makeSide(name: SideName, set: FactSet): Side {
  const indexes = set.runs.map((_, index) => index);
  const upgrades = indexes.filter((index) => set.runs[index]?.role === 'upgrade');
  return {
    name,
    runs: set.runs,
    judged: upgrades.length > 0 ? upgrades : indexes,
    controls: upgrades.length > 0 ? indexes.filter((index) => !upgrades.includes(index)) : [],
    facts: new Map(set.facts.map((fact) => [idOf(fact), fact])),
    collapsed: set.collapsed,
  };
}

/** Sides are immutable, so what was grouped once stays right. */
const kindIndex = new WeakMap<Side, ReadonlyMap<FactKind, readonly Fact[]>>();
const programIndex = new WeakMap<Side, Map<string, ReadonlyMap<ProgramKey, readonly Fact[]>>>();

export function factsOf(side: Side, kind: FactKind): readonly Fact[] {
  let index = kindIndex.get(side);
  if (index === undefined) {
    index = Map.groupBy(side.facts.values(), (fact) => fact.kind);
    kindIndex.set(side, index);
  }
  return index.get(kind) ?? [];
}

/** Facts of one kind grouped by the program in `part` of their key. */
export function byProgram(side: Side, kind: FactKind, part = 0): ReadonlyMap<ProgramKey, readonly Fact[]> {
  const groups = programIndex.get(side) ?? new Map<string, ReadonlyMap<ProgramKey, readonly Fact[]>>();
  programIndex.set(side, groups);
  const name = `${kind} ${part}`;
  let group = groups.get(name);
  if (group === undefined) {
    group = Map.groupBy(factsOf(side, kind), (fact) => keyPart(fact, part));
    groups.set(name, group);
  }
  return group;
}

/** True where the fact was seen in at least one run that counts. */
export function isPresent(side: Side, fact: Fact): boolean {
  // Asked of every fact again and again, most often before V8 has compiled anything.
  for (const run of side.judged) if ((fact.counts[run] ?? 0) > 0) return true;
  return false;
}

/** Does the run show it, whether or not enough runs do? */
export function showsAnyway(side: Side, fact: Fact, run: number): boolean {
  const known = side.setAside?.get(idOf(fact)) ?? side.facts.get(idOf(fact));
  return (known?.counts[run] ?? 0) > 0;
}

export function hasFact(side: Side, id: string): boolean {
  const fact = side.facts.get(id);
  return fact !== undefined && isPresent(side, fact);
}

/**
 * The side with its facts renamed. Facts that end up under one key are added together: their counts sum, their first offset is the least.
 * `rename` returns undefined to leave a fact as it is.
 */
export function renameFacts(side: Side, rename: (fact: Fact) => Fact | undefined): Side {
  const renamed = new Map<string, Fact>();
  for (const [id, fact] of side.facts) {
    const young = rename(fact);
    if (young !== undefined) renamed.set(id, young);
  }
  // The same side, so that what was indexed for it stays.
  if (renamed.size === 0) return side;
  const facts = new Map<string, Fact>();
  for (const [id, fact] of side.facts) {
    const young = renamed.get(id);
    const name = young === undefined ? id : idOf(young);
    const there = facts.get(name);
    facts.set(name, there === undefined ? (young ?? fact) : addFacts(there, young ?? fact));
  }
  return { ...side, facts };
}

function addFacts(a: Fact, b: Fact): Fact {
  return {
    ...a,
    counts: a.counts.map((count, run) => count + (b.counts[run] ?? 0)),
    firstMs: a.firstMs.map((first, run) => earlier(first, b.firstMs[run] ?? -1)),
    ...(a.attributes === undefined && b.attributes !== undefined ? { attributes: b.attributes } : {}),
  };
}

function earlier(a: number, b: number): number {
  if (a < 0) return b;
  return b < 0 ? a : Math.min(a, b);
}

export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the runs of a side that count say of themselves, each answer once. */
export function valuesOf(side: Side, valueOf: (run: RunInfo) => string | undefined): readonly string[] {
  const values = side.judged.flatMap((run) => {
    const info = side.runs[run];
    return (info === undefined ? undefined : valueOf(info)) ?? [];
  });
  return [...new Set(values)].sort(byCodeUnit);
}

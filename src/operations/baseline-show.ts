import { toDocument } from '../baseline/canonical.ts';
import type { BaselineCreated } from './baseline-create.ts';
import type {
  BaselineCreatedDocument,
  BaselineView,
  KindCount,
  SupportedFact,
} from '../model/baseline-view.ts';
import { FACT_KINDS, type Fact, type FactKind, type FactSet, type FactSetDocument } from '../model/facts.ts';
import { readFactSet } from './load-fact-set.ts';
import { globMatches } from '../model/glob.ts';

export interface BaselineShowOptions {
  readonly path: string;
  /** Program keys, `*` and `?` as in a shell; matches when any program of a fact does. */
  readonly program?: string | undefined;
  readonly kinds?: readonly FactKind[] | undefined;
  /** Least number of runs that show the fact. */
  readonly minSupport?: number | undefined;
  /** Holds each run against the others again, to name what is noisy. */
  readonly noise?: boolean | undefined;
}

export interface BaselineShown {
  /** The baseline, cut to the facts that were asked for. */
  readonly document: FactSetDocument;
  readonly view: BaselineView;
}

/** Reads a baseline or profile. Errors: document-invalid, future-version, and those of opening a file. */
export async function showBaseline(options: BaselineShowOptions): Promise<BaselineShown> {
  const set = await readFactSet(options.path);
  const facts = set.facts.filter((fact) => isWanted(fact, options));
  const stability = await stabilityOf(options, set);
  return { document: toDocument({ ...set, facts }), view: { ...viewOf(options, set, facts), ...stability } };
}

/** How many facts of each kind there are, and how well they are supported. */
function countKinds(set: FactSet): readonly KindCount[] {
  const { upgrades } = columnsOf(set);
  return FACT_KINDS.map((kind) => {
    const facts = set.facts.filter((fact) => fact.kind === kind);
    return {
      kind,
      total: facts.length,
      always: facts.filter((fact) => upgrades.length > 0 && supportIn(fact, upgrades) === upgrades.length)
        .length,
      once: facts.filter((fact) => supportOf(fact) === 1).length,
    };
  });
}

/** Indexes of the runs with and without an upgrade. */
function columnsOf(set: FactSet): { upgrades: readonly number[]; controls: readonly number[] } {
  const indexes = set.runs.map((_, index) => index);
  const isUpgrade = (index: number): boolean => set.runs[index]?.role === 'upgrade';
  return {
    upgrades: indexes.filter(isUpgrade),
    controls: indexes.filter((index) => !isUpgrade(index)),
  };
}

function isWanted(fact: Fact, { program, kinds, minSupport }: BaselineShowOptions): boolean {
  if (kinds !== undefined && kinds.length > 0 && !kinds.includes(fact.kind)) return false;
  if (minSupport !== undefined && supportOf(fact) < minSupport) return false;
  return program === undefined || programsOf(fact).some((key) => globMatches(program, key));
}

/** The programs a fact is about. */
function programsOf({ kind, key }: Fact): readonly string[] {
  switch (kind) {
    case 'launch':
    case 'responsible':
    case 'handoff':
      return key.slice(0, 2);
    case 'program':
    case 'arguments':
    case 'file':
    case 'event':
      return key.slice(0, 1);
    case 'shape':
      return [];
  }
}

function viewOf(
  options: BaselineShowOptions,
  set: FactSet,
  chosen: readonly Fact[],
): Omit<BaselineView, 'stability' | 'noise'> {
  const { program, kinds, minSupport, path } = options;
  const { upgrades, controls } = columnsOf(set);
  const filtered = program !== undefined || minSupport !== undefined || (kinds?.length ?? 0) > 0;
  const facts = filtered ? chosen : set.facts.filter((fact) => fact.kind === 'program');
  return {
    name: path,
    normalizer: set.normalizer,
    runs: set.runs,
    upgrades: upgrades.length,
    controls: controls.length,
    kinds: countKinds(set),
    collapsed: set.collapsed,
    facts: facts
      .map((fact) => supported(fact, upgrades, controls))
      .sort((a, b) => kindOrder(a, b) || b.upgrades - a.upgrades || a.controls - b.controls),
    filtered,
  };
}

/** What compares is loaded where it compares. */
async function stabilityOf(
  { noise }: BaselineShowOptions,
  set: FactSet,
): Promise<Pick<BaselineView, 'stability' | 'noise'>> {
  if (noise !== true) return { stability: set.stability, noise: undefined };
  const [{ leaveOneOut }, { isKnownShape }] = await Promise.all([
    import('../drift/leave-one-out.ts'),
    import('../eslogger/shape.ts'),
  ]);
  return leaveOneOut(set, isKnownShape);
}

function kindOrder(a: SupportedFact, b: SupportedFact): number {
  return FACT_KINDS.indexOf(a.kind) - FACT_KINDS.indexOf(b.kind);
}

function supported(fact: Fact, upgrades: readonly number[], controls: readonly number[]): SupportedFact {
  const inUpgrades = supportIn(fact, upgrades);
  return {
    kind: fact.kind,
    key: fact.key,
    upgrades: inUpgrades,
    controls: supportIn(fact, controls),
    median: median(countsIn(fact, inUpgrades > 0 ? upgrades : controls)),
  };
}

function supportOf(fact: Fact): number {
  return fact.counts.filter((count) => count > 0).length;
}

function supportIn(fact: Fact, columns: readonly number[]): number {
  return countsIn(fact, columns).length;
}

function countsIn(fact: Fact, columns: readonly number[]): readonly number[] {
  return columns.map((column) => fact.counts[column] ?? 0).filter((count) => count > 0);
}

/** The upper one of two in the middle, so that it is a count that was seen. */
function median(counts: readonly number[]): number {
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

/** What `baseline create` says it made. */
export function createdDocument(
  { baseline, stability, noise, bytes, warnings }: BaselineCreated,
  path: string,
): BaselineCreatedDocument {
  const { upgrades, controls } = columnsOf(baseline);
  return {
    kind: 'esdrift.baseline-created',
    formatVersion: 1,
    path,
    bytes,
    upgrades: upgrades.length,
    controls: controls.length,
    facts: countKinds(baseline),
    collapsed: baseline.collapsed,
    stability,
    noise,
    warnings,
  };
}

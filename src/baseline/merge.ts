/**
 * Unites profiles and baselines into a baseline. Associative, commutative, and idempotent by trace id, so that a corpus can be profiled
 * on many machines and merged in any order to the same bytes.
 */
import { AppError } from '../errors.ts';
import { CollapseState } from '../facts/collapse.ts';
import type { Fact, FactSet, RunInfo } from '../model/facts.ts';
import { FACTS_FORMAT_VERSION } from '../model/facts.ts';
import { PRODUCER } from '../model/version.ts';
import { canonicalText } from './canonical-text.ts';
import { ColumnTable } from './column-table.ts';
import { uniteOutcomes } from './rule-outcomes.ts';

export interface MergeOptions {
  /** Lets synthetic recordings into one baseline with recorded ones. */
  readonly allowSynthetic?: boolean;
}

export function mergeFactSets(sets: readonly FactSet[], options: MergeOptions = {}): FactSet {
  const [first] = sets;
  if (first === undefined) {
    throw new AppError(
      'nothing-to-compare',
      'There is no profile to merge.',
      'Name at least one trace or profile.',
    );
  }
  refuseMixedNormalizers(sets);
  const runs = uniteRuns(sets);
  if (options.allowSynthetic !== true) refuseMixedProvenance(runs);

  const state = new CollapseState();
  for (const set of sets) {
    set.collapsed.forEach((mark) => state.addMark(mark));
    set.facts.forEach((fact) => state.addFact(fact));
  }
  state.close();

  const columnOf = new Map(runs.map((run, index) => [run.trace, index]));
  const table = new ColumnTable(runs.length);
  for (const set of sets) {
    const columns = set.runs.map((run) => columnOf.get(run.trace) ?? 0);
    table.unite(rekey(set, state), columns);
  }
  const ruleOutcomes = uniteOutcomes(sets);
  return {
    kind: 'esdrift.baseline',
    formatVersion: FACTS_FORMAT_VERSION,
    producer: PRODUCER,
    normalizer: first.normalizer,
    runs,
    collapsed: state.marks(),
    facts: table.facts(),
    ...(ruleOutcomes.length === 0 ? {} : { ruleOutcomes }),
  };
}

/** The facts of a set at the state's keys; facts that become equal are added up. */
export function rekey(set: FactSet, state: CollapseState): readonly Fact[] {
  const table = new ColumnTable(set.runs.length);
  for (const fact of set.facts) {
    const key = state.rewrite(fact.kind, fact.key);
    table.add({ ...fact, key }, (name, value) => state.rewriteAttribute(fact.key, name, value));
  }
  return table.facts();
}

function refuseMixedNormalizers(sets: readonly FactSet[]): void {
  const versions = [...new Set(sets.map((set) => set.normalizer))].sort();
  if (versions.length <= 1) return;
  throw new AppError(
    'not-comparable',
    `The template rules differ: versions ${versions.join(' and ')}. Their facts have different keys.`,
    'Make the older ones again from their traces: esdrift profile TRACE… --force',
  );
}

function refuseMixedProvenance(runs: readonly RunInfo[]): void {
  const synthetic = runs.filter((run) => run.provenance === 'synthetic').length;
  if (synthetic === 0 || synthetic === runs.length) return;
  throw new AppError(
    'not-comparable',
    `${synthetic} of ${runs.length} recordings are synthetic, the others are real; together they would prove nothing.`,
    'Leave the synthetic ones out, or say --allow-synthetic.',
  );
}

/** The runs of all sets, each once, sorted by trace id. */
function uniteRuns(sets: readonly FactSet[]): readonly RunInfo[] {
  const known = new Map<string, { run: RunInfo; text: string }>();
  for (const run of sets.flatMap((set) => set.runs)) {
    const text = canonicalText(run);
    const other = known.get(run.trace);
    if (other === undefined) known.set(run.trace, { run, text });
    else if (other.text !== text) refuseSameId(run, other.run);
  }
  return [...known.keys()].sort().flatMap((trace) => known.get(trace)?.run ?? []);
}

function refuseSameId(a: RunInfo, b: RunInfo): never {
  const how =
    a.role !== b.role
      ? 'is given as a control and not as a control'
      : a.sha256 !== b.sha256
        ? 'is given in two versions whose events differ (one may be cut, or repaired)'
        : 'is given twice with different descriptions';
  throw new AppError('usage', `The recording ${a.trace} ${how}.`, 'Give it once.');
}

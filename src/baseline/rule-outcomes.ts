/**
 * Rule outcomes as a baseline keeps them: one section a rule set, one column a recording. United like facts, in any order to the same bytes. Sections of
 * other rules, or of another engine, stand side by side.
 */
import type { FactSet } from '../model/facts.ts';
import type { RuleOutcomes } from '../model/rule-outcomes.ts';

type Column = Readonly<{
  states: readonly (RuleOutcomes['rules'][number]['state'][number] | undefined)[];
  firedMs: readonly (number | undefined)[];
  firstMs: readonly (number | null | undefined)[];
}>;

export function sortOutcomes(sections: readonly RuleOutcomes[]): readonly RuleOutcomes[] {
  return sections.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ ruleSet, digest, rules, signals }: RuleOutcomes): string {
  return JSON.stringify([ruleSet, digest, rules.map(({ id }) => id), signals.map(({ id }) => id)]);
}

/** The outcomes of all sets, each recording once. Evidence stays out, as that of facts does. */
export function uniteOutcomes(sets: readonly FactSet[]): readonly RuleOutcomes[] {
  const groups = Map.groupBy(
    sets.flatMap(({ ruleOutcomes = [] }) => ruleOutcomes),
    sortKey,
  );
  return sortOutcomes([...groups.values()].flatMap((group) => uniteSection(group) ?? []));
}

function uniteSection(sections: readonly RuleOutcomes[]): RuleOutcomes | undefined {
  const [form] = sections;
  if (form === undefined) return undefined;
  const columns = new Map<string, { readonly column: Column; readonly text: string }>();
  for (const section of sections) {
    section.traces.forEach((trace, index) => {
      const column = columnOf(section, index);
      const text = JSON.stringify(column);
      const known = columns.get(trace);
      // One recording under one digest has one outcome; should two differ, the choice must not depend on the order.
      if (known === undefined || text < known.text) columns.set(trace, { column, text });
    });
  }
  const traces = [...columns.keys()].sort();
  const inOrder = traces.flatMap((trace) => columns.get(trace)?.column ?? []);
  return {
    ruleSet: form.ruleSet,
    digest: form.digest,
    traces,
    rules: form.rules.map(({ id }, row) => ({
      id,
      state: inOrder.map(({ states }) => states[row] ?? 'silent'),
      firedMs: inOrder.map(({ firedMs }) => firedMs[row] ?? -1),
    })),
    signals: form.signals.map(({ id }, row) => ({
      id,
      firstMs: inOrder.map(({ firstMs }) => firstMs[row] ?? null),
    })),
  };
}

function columnOf({ rules, signals }: RuleOutcomes, index: number): Column {
  return {
    states: rules.map(({ state }) => state[index]),
    firedMs: rules.map(({ firedMs }) => firedMs[index]),
    firstMs: signals.map(({ firstMs }) => firstMs[index]),
  };
}

/** The sections without these recordings. */
export function outcomesWithout(
  sections: readonly RuleOutcomes[],
  traces: ReadonlySet<string>,
): readonly RuleOutcomes[] {
  return sections.flatMap((section): readonly RuleOutcomes[] => {
    const kept = section.traces.flatMap((trace, index) => (traces.has(trace) ? [] : [index]));
    if (kept.length === 0) return [];
    const pick = <Value>(values: readonly Value[]): readonly Value[] =>
      values.filter((_, index) => kept.includes(index));
    return [
      {
        ...section,
        traces: pick(section.traces),
        rules: section.rules.map(({ id, state, firedMs }) => ({
          id,
          state: pick(state),
          firedMs: pick(firedMs),
        })),
        signals: section.signals.map(({ id, firstMs }) => ({ id, firstMs: pick(firstMs) })),
      },
    ];
  });
}

/** What is wrong with the sections of a document; undefined where nothing is. */
export function outcomesProblem(
  sections: readonly RuleOutcomes[],
  runs: ReadonlySet<string>,
): string | undefined {
  for (const { ruleSet, traces, rules, signals } of sections) {
    const vectors = [
      ...rules.flatMap(({ state, firedMs }): readonly (readonly unknown[])[] => [state, firedMs]),
      ...signals.map(({ firstMs }) => firstMs),
    ];
    if (vectors.some(({ length }) => length !== traces.length))
      return `the outcomes of the rules ${ruleSet} do not have one value for each recording`;
    if (new Set(traces).size !== traces.length || traces.some((trace) => !runs.has(trace)))
      return `the outcomes of the rules ${ruleSet} are of other recordings`;
  }
  return undefined;
}

/** A recording is not held against itself: its column is taken out of the side that contains it. */
import { outcomesWithout } from '../baseline/rule-outcomes.ts';
import type { Fact, FactSet } from '../model/facts.ts';

/** `set` without the runs of these trace ids; undefined where no upgrade would be left, or nothing is to be taken out. */
export function withoutRuns(set: FactSet, traces: ReadonlySet<string>): FactSet | undefined {
  const kept = set.runs.flatMap(({ trace }, index) => (traces.has(trace) ? [] : [index]));
  if (kept.length === set.runs.length) return undefined;
  if (!kept.some((index) => set.runs[index]?.role === 'upgrade')) return undefined;
  const columns = <T>(values: readonly T[]): readonly T[] => kept.flatMap((index) => values[index] ?? []);
  const facts = set.facts.flatMap((fact): Fact[] => {
    const counts = columns(fact.counts);
    if (counts.every((count) => count === 0)) return [];
    const { attributes } = fact;
    return [
      {
        ...fact,
        counts,
        firstMs: columns(fact.firstMs),
        ...(attributes === undefined
          ? {}
          : { attributes: mapValues(attributes, (values) => mapValues(values, columns)) }),
      },
    ];
  });
  const { ruleOutcomes } = set;
  return {
    ...set,
    runs: columns(set.runs),
    facts,
    ...(ruleOutcomes === undefined ? {} : { ruleOutcomes: outcomesWithout(ruleOutcomes, traces) }),
  };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

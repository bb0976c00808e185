import { outcomesWithout } from '../baseline/rule-outcomes.ts';
import type { FactSet } from '../model/facts.ts';
import type { LoadedSide } from './compare-files.ts';
import type { Candidate } from './series.ts';

/**
 * What the rules did on recordings without an upgrade: the controls of the last baseline that has some, without their facts. No runs where none has
 * any; `after` then gives the form.
 */
export function controlsOf(candidates: readonly Candidate[], after: LoadedSide): LoadedSide {
  const isSynthetic = ({ runs }: FactSet): boolean =>
    runs.some(({ provenance }) => provenance === 'synthetic');
  const found = candidates.findLast(
    ({ set }) =>
      isSynthetic(set) === isSynthetic(after.set) && set.runs.some(({ role }) => role === 'control'),
  );
  if (found === undefined) return { files: [], set: { ...after.set, runs: [], facts: [], ruleOutcomes: [] } };
  const { path, set } = found;
  const upgrades = new Set(set.runs.flatMap(({ role, trace }) => (role === 'upgrade' ? [trace] : [])));
  return {
    files: [{ path, kind: 'baseline' }],
    set: {
      ...set,
      runs: set.runs.filter(({ role }) => role === 'control'),
      facts: [],
      ruleOutcomes: outcomesWithout(set.ruleOutcomes ?? [], upgrades),
    },
  };
}

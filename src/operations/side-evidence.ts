/** Merging leaves out where things were seen, because a baseline must not hold it. A comparison of traces points there. */
import { alignCollapse } from '../baseline/align.ts';
import type { Fact, FactSet } from '../model/facts.ts';
import type { RuleOutcome, RuleOutcomes } from '../model/rule-outcomes.ts';

export function withEvidence(merged: FactSet, sets: readonly FactSet[]): FactSet {
  const evidence = new Map<string, NonNullable<Fact['evidence']>>();
  const profiles = sets.filter(({ kind }) => kind === 'esdrift.profile');
  for (const profile of [...profiles].sort((a, b) => (traceOf(a) < traceOf(b) ? -1 : 1))) {
    const [, aligned] = alignCollapse(merged, profile);
    for (const fact of aligned.facts) {
      const id = JSON.stringify([fact.kind, ...fact.key]);
      if (fact.evidence === undefined || evidence.has(id)) continue;
      evidence.set(id, { ...fact.evidence, trace: traceOf(profile) });
    }
  }
  const facts = merged.facts.map((fact): Fact => {
    const seen = evidence.get(JSON.stringify([fact.kind, ...fact.key]));
    return seen === undefined ? fact : { ...fact, evidence: seen };
  });
  const { ruleOutcomes } = merged;
  return {
    ...merged,
    facts,
    ...(ruleOutcomes === undefined
      ? {}
      : { ruleOutcomes: ruleOutcomes.map((section) => withDeciding(section, profiles)) }),
  };
}

function traceOf(set: FactSet): string {
  return set.runs[0]?.trace ?? '';
}

function withDeciding(section: RuleOutcomes, profiles: readonly FactSet[]): RuleOutcomes {
  const sections = profiles
    .flatMap(({ ruleOutcomes = [] }) => ruleOutcomes)
    .filter(({ ruleSet, digest }) => ruleSet === section.ruleSet && digest === section.digest);
  const rules = section.rules.map((rule): RuleOutcome => {
    const evidence = sections
      .flatMap((own) => own.rules.find(({ id }) => id === rule.id)?.evidence ?? [])
      .sort((a, b) => (a.trace < b.trace ? -1 : 1));
    return evidence.length === 0 ? rule : { ...rule, evidence };
  });
  return { ...section, rules };
}

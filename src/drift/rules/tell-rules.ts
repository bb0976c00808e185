/** Puts the detection rules into a comparison. */
import type { ComparabilityNote, Finding } from '../../model/drift.ts';
import type { FactSet } from '../../model/facts.ts';
import type { RuleComparison } from '../../model/rule-comparison.ts';
import type { Draft } from '../draft.ts';
import { sortFindings } from '../finding-order.ts';
import type { Bench } from '../judge.ts';
import { Affected } from './affected.ts';
import { compareRules, type AskedRules } from './compare-rules.ts';

interface ToldRules {
  readonly note?: ComparabilityNote;
  readonly findings: readonly Finding[];
  readonly comparison?: RuleComparison;
}

/** Every finding with the rules it affects, and what became of the rules themselves. */
export function tellRules(
  asked: AskedRules | undefined,
  judged: readonly { readonly draft: Draft; readonly finding: Finding }[],
  { before, after, timeline, policy }: Pick<Bench, 'before' | 'after' | 'timeline' | 'policy'>,
  { beforeSet, afterSet }: { readonly beforeSet: FactSet; readonly afterSet: FactSet },
): ToldRules {
  if (asked === undefined) return { findings: judged.map(({ finding }) => finding) };
  const affected = new Affected(asked.set, before, after);
  const signalsOf = new Map(judged.map(({ draft, finding }) => [finding.id, affected.signalsOf(draft)]));
  const findings = sortFindings(judged.map(({ finding }) => finding)).map((finding): Finding => ({
    ...finding,
    affects: affected.rulesOf(signalsOf.get(finding.id) ?? []),
  }));
  const findingsOf = new Map<string, string[]>();
  for (const { id } of findings)
    for (const signal of signalsOf.get(id) ?? [])
      findingsOf.set(signal, [...(findingsOf.get(signal) ?? []), id]);
  const told = compareRules(asked, {
    before: { side: before, set: beforeSet },
    after: { side: after, set: afterSet },
    timeline,
    policy,
    findingsOf,
  });
  return { note: told.note, findings: [...findings, ...told.findings], comparison: told.comparison };
}

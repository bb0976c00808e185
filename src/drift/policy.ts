/** What a project's own policy says about a finding, in place of the built-in severity. */
import type { Policy, PolicyLevel } from '../model/config.ts';
import type { ChangeKind, FailOn, Severity } from '../model/drift.ts';
import type { ProgramKey } from '../model/facts.ts';
import { matchesGlob } from './locations.ts';
import { signingIdOf } from './names.ts';
import { oneHigher } from './severity.ts';

/** Undefined where the policy is silent. A program's entry beats one for the kind of change; of several the last wins. */
export function policyLevel(
  policy: Policy,
  change: ChangeKind,
  program: ProgramKey,
): PolicyLevel | undefined {
  let level = policy.changes?.[change];
  for (const { match, severity, changes } of policy.programs ?? []) {
    if (!isMeant(program, match)) continue;
    level = changes?.[change] ?? severity ?? level;
  }
  return level;
}

/** The built-in severity as the preset wants it. What is of no consequence stays so. */
export function presetSeverity({ preset }: Policy, severity: Severity, related: boolean): Severity {
  return preset === 'strict' && related && severity !== 'info' ? oneHigher(severity) : severity;
}

/** Least severity that fails where nobody says. */
export function usualBar(policy: Policy | undefined): FailOn {
  return policy?.preset === 'learn' ? 'never' : 'medium';
}

/** Patterns that match none of the programs: a typing error, or a program that is gone. */
export function unmatchedPatterns(
  policy: Policy | undefined,
  programs: ReadonlySet<ProgramKey>,
): readonly string[] {
  const patterns = [...new Set((policy?.programs ?? []).map(({ match }) => match))];
  return patterns.filter((match) => ![...programs].some((program) => isMeant(program, match)));
}

function isMeant(program: ProgramKey, match: string): boolean {
  return matchesGlob(program, match) || matchesGlob(signingIdOf(program), match);
}

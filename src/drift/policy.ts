/** What a project's own policy says about a finding, in place of the built-in severity. */
import type { Policy, PolicyLevel } from '../model/config.ts';
import type { ChangeKind } from '../model/drift.ts';
import type { ProgramKey } from '../model/facts.ts';
import { matchesGlob } from './locations.ts';
import { signingIdOf } from './names.ts';

/** Undefined where the policy is silent. A program's entry beats one for the kind of change; of several the last wins. */
export function policyLevel(
  policy: Policy,
  change: ChangeKind,
  program: ProgramKey,
): PolicyLevel | undefined {
  let level = policy.changes?.[change];
  for (const { match, severity, changes } of policy.programs ?? []) {
    if (!matchesGlob(program, match) && !matchesGlob(signingIdOf(program), match)) continue;
    level = changes?.[change] ?? severity ?? level;
  }
  return level;
}

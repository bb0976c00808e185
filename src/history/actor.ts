/**
 * Which system acts: the running one up to the restart, the update brain, which comes with the update, or the new one. A behaviour that changed before the
 * restart changed with the system that was running, not with the one that was installed.
 */
import { matchesGlob } from '../drift/locations.ts';
import { signingIdOf } from '../drift/names.ts';
import { keyPart } from '../drift/side.ts';
import { UPGRADE_PROGRAMS } from '../drift/upgrade-programs.ts';
import type { ChangeKind, Phase } from '../model/drift.ts';
import type { Fact, FactSet, ProgramKey } from '../model/facts.ts';
import type { Actor } from '../model/history.ts';
import { isBeforeRestart } from './fact-states.ts';

export interface Behaviour {
  readonly program: ProgramKey;
  readonly facts: readonly Fact[];
  /** What a finding says of it. */
  readonly phase?: Phase | null;
  readonly changes?: readonly ChangeKind[];
}

const AFTER_RESTART: readonly Phase[] = ['first-boot', 'settled'];
/** Where the brain lies, who starts it and how is up to the system that stages it. */
const BY_THE_STAGER: ReadonlySet<ChangeKind> = new Set([
  'program-moved',
  'program-reparented',
  'arguments-changed',
  'arguments-added',
  'arguments-removed',
]);

/** Undefined where neither a fact nor a phase tells. */
export function actorOf(
  { program, facts, phase, changes = [] }: Behaviour,
  merged: FactSet,
): Actor | undefined {
  if (!changes.some((change) => BY_THE_STAGER.has(change)) && isOfBrain(program, facts, merged))
    return 'brain';
  if (facts.length > 0) return facts.some((fact) => isBeforeRestart(fact, merged.runs)) ? 'source' : 'target';
  if (phase === null || phase === undefined) return undefined;
  return AFTER_RESTART.includes(phase) ? 'target' : 'source';
}

/** The brain itself, what it does, and programs that nobody but the brain starts. */
function isOfBrain(program: ProgramKey, facts: readonly Fact[], merged: FactSet): boolean {
  const doer = facts[0] === undefined ? program : keyPart(facts[0], 0);
  if (isBrain(doer)) return true;
  if (facts.some(({ kind }) => kind !== 'program')) return false;
  const parents = merged.facts.filter(({ kind, key }) => kind === 'launch' && key[1] === doer);
  return parents.length > 0 && parents.every((launch) => isBrain(keyPart(launch, 0)));
}

function isBrain(program: ProgramKey): boolean {
  const brain = UPGRADE_PROGRAMS.find(({ name }) => name === 'brain');
  const id = signingIdOf(program);
  return brain !== undefined && brain.signingIds.some((pattern) => matchesGlob(id, pattern));
}

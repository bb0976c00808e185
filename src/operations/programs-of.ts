import type { FactSet, ProgramKey } from '../model/facts.ts';

/** Every program that the sets name as one. */
export function programsOf(sets: readonly FactSet[]): ReadonlySet<ProgramKey> {
  return new Set(
    sets.flatMap(({ facts }) =>
      facts.flatMap(({ kind, key }) => (kind === 'program' ? key.slice(0, 1) : [])),
    ),
  );
}

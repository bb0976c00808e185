/** The facts of recordings that are exported together, at one collapse state: what merging them would make of their keys. */
import { rekey } from '../../baseline/merge.ts';
import { CollapseState } from '../../facts/collapse.ts';
import type { FactSet } from '../../model/facts.ts';
import type { OnProgress } from '../../model/progress.ts';
import { profileTrace } from '../profile-trace.ts';
import { Reading } from '../reading.ts';

export interface ProfilesOptions {
  readonly control: boolean;
  readonly strict: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** In the order of `paths`. Errors: those of profiling a trace. */
export async function alignedProfiles(
  paths: readonly string[],
  { control, strict, onProgress }: ProfilesOptions,
): Promise<readonly FactSet[]> {
  const sets: FactSet[] = [];
  const reading = await Reading.of(paths, onProgress, 'profiling');
  for (const path of paths) {
    reading.begin(path);
    sets.push(await profileTrace(path, { control, strict, onBytes: reading.add }));
  }
  return align(sets);
}

export function align(sets: readonly FactSet[]): readonly FactSet[] {
  const state = new CollapseState();
  for (const set of sets) {
    set.collapsed.forEach((mark) => state.addMark(mark));
    set.facts.forEach((fact) => state.addFact(fact));
  }
  state.close();
  const collapsed = state.marks();
  return sets.map((set) => ({ ...set, collapsed, facts: rekey(set, state) }));
}

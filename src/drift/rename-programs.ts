/** Facts under the new identity of a program that was re-signed or moved, so that one cause is one finding. */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { actorsOf, targetOf } from './scene.ts';
import { factId, keyPart, type Side } from './side.ts';

type Renames = ReadonlyMap<ProgramKey, ProgramKey>;

export function withPrograms(fact: Fact, renames: Renames): Fact | undefined {
  const count = actorsOf(fact).length;
  const target = targetOf(fact, renames.keys());
  if (target === undefined && !fact.key.slice(0, count).some((program) => renames.has(program)))
    return undefined;
  const key = fact.key.map((part, index) => (index < count ? (renames.get(part) ?? part) : part));
  if (target === undefined) return { ...fact, key };
  const object = `${renames.get(target) ?? target}${keyPart(fact, 2).slice(target.length)}`;
  return { ...fact, key: [...key.slice(0, 2), object] };
}

/** Id of a fact before → its id under the new identities. */
export function renamedIds(side: Side, renames: Renames): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [id, fact] of side.facts) {
    const renamed = withPrograms(fact, renames);
    if (renamed !== undefined) ids.set(id, factId(renamed.kind, ...renamed.key));
  }
  return ids;
}

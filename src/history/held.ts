/** What every run of every build shows of the upgrade: what a detection can be built on. */
import { participationOf } from '../drift/participation.ts';
import { describeFact } from '../drift/scene.ts';
import { makeSide } from '../drift/side.ts';
import type { HeldFact } from '../model/history.ts';
import type { FactStates } from './fact-states.ts';

export function heldFacts({ merged, upgrades, controls }: FactStates): readonly HeldFact[] {
  const side = makeSide('before', merged);
  const { includes } = participationOf(side, makeSide('after', { ...merged, runs: [], facts: [] }));
  const all = upgrades.flat();
  return merged.facts
    .filter(
      (fact) => fact.kind !== 'shape' && all.every((run) => (fact.counts[run] ?? 0) > 0) && includes(fact),
    )
    .map((fact) => ({
      kind: fact.kind,
      key: fact.key,
      text: describeFact(fact),
      controls: controls.filter((run) => (fact.counts[run] ?? 0) > 0).length,
    }));
}

/**
 * What several new runs must agree on. `all`: what every one of them shows, or lacks; `majority`: more than half; `any`: one is enough. A fact that too few
 * runs show is set aside, so that all stages take it for absent; the judge still knows which runs had it.
 */
import type { Requirement } from '../model/drift.ts';
import type { Fact } from '../model/facts.ts';
import { hasFact, isPresent, type Side } from './side.ts';
import { supportOf } from './support.ts';

/** The new runs as `requirement` sees them. Without one, every fact counts, and its support weighs. */
export function agreedSide(before: Side, after: Side, requirement: Requirement | undefined): Side {
  const runs = after.judged.length;
  if (requirement === undefined || runs < 2) return after;
  const enough = leastRuns(requirement, runs);
  const facts = new Map<string, Fact>();
  const setAside = new Map<string, Fact>();
  for (const [id, fact] of after.facts) {
    // To be gone from enough runs is to be left in few.
    const wanted = hasFact(before, id) ? runs - enough + 1 : enough;
    const counts = !isPresent(after, fact) || supportOf(fact, after.judged).seenIn >= wanted;
    (counts ? facts : setAside).set(id, fact);
  }
  return { ...after, facts, setAside, enough };
}

function leastRuns(requirement: Requirement, runs: number): number {
  switch (requirement) {
    case 'all':
      return runs;
    case 'majority':
      return Math.floor(runs / 2) + 1;
    case 'any':
      return 1;
  }
}

/**
 * How fast runs stop bringing news. A fact that s of n runs show was new in the run after k others with the probability that none of the k shows it
 * and the next one does, over every order of the runs. The last run brought Q1/n on average (Q1 facts are in one run only), which is also
 * Good and Turing's estimate of what one more run would bring.
 */
import type { Fact } from '../model/facts.ts';
import type { Stability } from '../model/stability.ts';
import type { Participation } from './participation.ts';
import { keyPart, type Side } from './side.ts';
import { supportOf } from './support.ts';

export function newFactsOf(side: Side, { includes }: Participation): Stability['newFacts'] {
  const runs = side.judged.length;
  const supports = { upgrade: zeros(runs + 1), background: zeros(runs + 1) };
  for (const fact of side.facts.values()) {
    // The shape of lines is written by the tool, not by the upgrade.
    if (fact.kind === 'shape') continue;
    const { seenIn } = supportOf(fact, side.judged);
    const pool = includes(fact) && !isEnd(fact) ? supports.upgrade : supports.background;
    pool[seenIn] = (pool[seenIn] ?? 0) + 1;
  }
  return { upgrade: arrivals(supports.upgrade, runs), background: arrivals(supports.background, runs) };
}

/** How a program ends, by which signal or code, is up to chance. */
function isEnd(fact: Fact): boolean {
  return fact.kind === 'event' && keyPart(fact, 1) === 'exit';
}

/** `supports[s]`: how many facts s runs show. */
function arrivals(supports: readonly number[], runs: number): readonly number[] {
  return zeros(runs).map((_, before) => {
    let sum = 0;
    for (let seenIn = 1; seenIn <= runs; seenIn++) {
      let unseen = 1;
      for (let i = 0; i < before; i++) unseen *= Math.max(0, runs - seenIn - i) / (runs - i);
      sum += (supports[seenIn] ?? 0) * unseen * (seenIn / (runs - before));
    }
    return Math.round(sum * 100) / 100;
  });
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

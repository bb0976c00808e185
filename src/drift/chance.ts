/** How well chance alone explains a draft: what comes and goes between runs of one behaviour anyway. */
import type { Fact } from '../model/facts.ts';
import type { Draft } from './draft.ts';
import type { Noise } from './noise.ts';
import { idOf } from './side.ts';
import { leastOpen, moreOpen, type Openness } from './volatility.ts';

export interface Chance {
  readonly openness: Openness;
  readonly why: string;
}

export interface NoiseOfSides {
  readonly before: Noise;
  readonly after: Noise;
}

/** What so many runs agree on is no chance visitor, however open the place. */
const NO_CHANCE_RUNS = 3;

/** `provingRuns`: runs that show it to be absent; `seenIn`: runs that show it. Undefined where nothing can be said. */
export function chanceOf(
  draft: Draft,
  {
    seenIn,
    provingRuns,
    full,
  }: { readonly seenIn: number; readonly provingRuns: number; readonly full: boolean },
  noise: NoiseOfSides,
): Chance | undefined {
  const { beforeFacts, afterFacts } = draft;
  const [was] = beforeFacts;
  const [is] = afterFacts;
  // The shape of lines is written by the tool, not by chance.
  if ((was ?? is)?.kind === 'shape') return undefined;
  if (was !== undefined && is !== undefined) return chanceOfChange(was, is, noise);
  const gone = was !== undefined;
  const facts = gone ? beforeFacts : afterFacts;
  const [present, absent] = gone ? [noise.before, noise.after] : [noise.after, noise.before];
  const newcomer =
    seenIn < NO_CHANCE_RUNS ? leastOpen(facts.map((fact) => absent.newcomer(fact))) : undefined;
  const dropout =
    provingRuns < NO_CHANCE_RUNS && full ? leastOpen(facts.map((fact) => present.dropout(fact))) : undefined;
  const openness = moreOpen(newcomer, dropout);
  if (openness === undefined) return undefined;
  return {
    openness,
    why: openness === newcomer ? newcomerWhy(openness) : 'runs lack some of its kind by chance',
  };
}

/** One thing became another only by chance where both the loss of the one and the appearance of the other may be chance. */
function chanceOfChange(was: Fact, is: Fact, noise: NoiseOfSides): Chance | undefined {
  if (idOf(was) === idOf(is)) return undefined;
  const [judge, old, young] =
    noise.before.runs >= noise.after.runs ? [noise.before, was, is] : [noise.after, is, was];
  if (judge.runs >= NO_CHANCE_RUNS && Math.min(noise.before.runs, noise.after.runs) >= NO_CHANCE_RUNS)
    return undefined;
  const openness = leastOpen([judge.newcomer(young) ?? 'closed', judge.dropout(old) ?? 'closed']);
  return openness === undefined ? undefined : { openness, why: newcomerWhy(openness) };
}

function newcomerWhy(openness: Openness): string {
  return openness === 'very-open'
    ? 'every run brings new ones of its kind'
    : 'what is here varies between runs';
}

/**
 * How much the runs of a side say. A fact seen in k of n runs is taken to appear in any further run with a probability whose posterior is
 * Beta(k + ½, n − k + ½) (Jeffreys); the surprise of not seeing it in m more runs is the negative log2 of what that predicts.
 */
import type { Fact } from '../model/facts.ts';
import { byProgram, keyPart, type Side } from './side.ts';

export interface Support {
  /** Runs that could have shown it. */
  readonly runs: number;
  readonly seenIn: number;
}

/** Bits of surprise when a fact of `support` is absent from `absentRuns` runs. */
export function surpriseOfAbsence(support: Support, absentRuns: number): number {
  const a = support.seenIn + 0.5;
  const b = support.runs - support.seenIn + 0.5;
  let bits = 0;
  for (let i = 0; i < absentRuns; i++) bits -= Math.log2((b + i) / (a + b + i));
  return Math.round(bits * 100) / 100;
}

export function supportOf(fact: Fact, runs: readonly number[]): Support {
  let seenIn = 0;
  for (const run of runs) if ((fact.counts[run] ?? 0) > 0) seenIn += 1;
  return { runs: runs.length, seenIn };
}

/** The support of several facts taken as one: that of the best supported. */
export function bestSupport(facts: readonly Fact[], runs: readonly number[]): Support {
  let seenIn = 0;
  for (const fact of facts) seenIn = Math.max(seenIn, supportOf(fact, runs).seenIn);
  return { runs: runs.length, seenIn };
}

export function isFull(support: Support): boolean {
  return support.runs > 0 && support.seenIn === support.runs;
}

/** In every run that counts, or in as many as were asked for. */
export function isSteady(fact: Fact, side: Side): boolean {
  const { runs, seenIn } = supportOf(fact, side.judged);
  return runs > 0 && seenIn >= (side.enough ?? runs);
}

/** Least count over the runs that show it. */
function leastCount(fact: Fact, side: Side): number {
  const counts = side.judged.map((run) => fact.counts[run] ?? 0).filter((count) => count > 0);
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/** What a program does in every run, at its least: what comes and goes by itself is no proof that it ran. */
function leastFootprint(program: Fact, side: Side): number {
  const key = keyPart(program, 0);
  const own = (['file', 'event', 'arguments'] as const).flatMap(
    (kind) => byProgram(side, kind).get(key) ?? [],
  );
  const runs = side.judged.filter((run) => (program.counts[run] ?? 0) > 0);
  const steady = own.filter((fact) => !keyPart(fact, 1).endsWith('-from') && isFull(supportOf(fact, runs)));
  const acts = steady.reduce((sum, fact) => sum + leastCount(fact, side), 0);
  return Math.max(leastCount(program, side), acts);
}

/** Least number of events that must be missing for the fact not to show. */
export function leastSeen(side: Side, fact: Fact): number {
  return fact.kind === 'program' ? leastFootprint(fact, side) : leastCount(fact, side);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

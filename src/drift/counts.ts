/**
 * How often. Judged against the spread of the runs on a logarithmic scale, because counts of one behaviour differ by factors: a count is out of the
 * ordinary beyond four robust deviations from the median and outside all that was seen; with fewer than three runs, beyond three times what was seen.
 * Extreme is six times more or less than any run ever showed. One finding for each program: what changed most, the rest folded under it.
 */
import type { FactKind, Fact } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { lossFor } from './loss.ts';
import { countOf, programName } from './names.ts';
import { describeFact, isRelated, partOf, type Scene } from './scene.ts';
import { byCodeUnit, factId, factsOf, idOf, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';
import { isFull, median, supportOf } from './support.ts';

const COUNTED: readonly FactKind[] = ['launch', 'arguments', 'file', 'event'];
const EXTREME = 6;
const FEW_RUNS_FACTOR = 3;
const DEVIATIONS = 4;
/** A robust deviation is never taken to be smaller than this factor. */
const LEAST_SPREAD = Math.log(2) / DEVIATIONS;
/** Smaller differences are not worth a word. */
const LEAST_DIFFERENCE = 10;

interface CountChange {
  readonly was: Fact;
  readonly is: Fact;
  /** How many times more, or less. */
  readonly factor: number;
  readonly extreme: boolean;
}

export function countDrafts(scene: Scene): readonly Draft[] {
  const facts = COUNTED.flatMap((kind) => factsOf(scene.before, kind)).map((was) => ({
    was,
    is: scene.after.facts.get(idOf(was)),
  }));
  const changes = [...facts, ...folderPairs(scene)].flatMap(({ was, is }) => changeOf(scene, was, is) ?? []);
  const byProgram = Map.groupBy(changes, ({ was }) => keyPart(was, 0));
  return [...byProgram.keys()].sort(byCodeUnit).flatMap((program) => {
    const ranked = (byProgram.get(program) ?? []).toSorted(
      (a, b) => b.factor - a.factor || byCodeUnit(describeFact(a.was), describeFact(b.was)),
    );
    const [most, ...others] = ranked;
    return most === undefined ? [] : [countDraft(scene, program, most, others)];
  });
}

/** What one program does in one folder as a whole: many new names beside few old ones are a count that grew. */
function folderPairs({ before, after }: Scene): readonly { readonly was: Fact; readonly is: Fact }[] {
  const was = byFolder(before);
  const is = byFolder(after);
  return [...was].flatMap(([id, old]) => {
    const young = is.get(id);
    if (young === undefined || Math.max(old.length, young.length) < 2) return [];
    return [{ was: total(id, old), is: total(id, young) }];
  });
}

/** What each program does in each folder. */
function byFolder(side: Side): ReadonlyMap<string, readonly Fact[]> {
  return Map.groupBy(factsOf(side, 'file'), (fact) => {
    const path = keyPart(fact, 2);
    return factId('file', keyPart(fact, 0), keyPart(fact, 1), `${path.slice(0, path.lastIndexOf('/'))}/*`);
  });
}

function total(id: string, facts: readonly Fact[]): Fact {
  const [, ...key] = id.split('\u0000');
  const sum = (index: number): number => facts.reduce((all, fact) => all + (fact.counts[index] ?? 0), 0);
  const first = (index: number): number => {
    const seen = facts.flatMap((fact) =>
      (fact.firstMs[index] ?? -1) < 0 ? [] : (fact.firstMs[index] ?? []),
    );
    return seen.length === 0 ? -1 : Math.min(...seen);
  };
  const runs = facts[0]?.counts ?? [];
  return {
    kind: 'file',
    key,
    counts: runs.map((_, index) => sum(index)),
    firstMs: runs.map((_, index) => first(index)),
  };
}

function changeOf(scene: Scene, was: Fact, is: Fact | undefined): CountChange | undefined {
  if (is === undefined) return undefined;
  if (!isFull(supportOf(was, scene.before.judged)) || !isFull(supportOf(is, scene.after.judged)))
    return undefined;
  const old = countsOn(scene.before, was);
  const young = countsOn(scene.after, is);
  const rises = Math.min(...young) > Math.max(...old);
  const [low, high] = rises ? [old, young] : [young, old];
  if (Math.min(...high) - Math.max(...low) < LEAST_DIFFERENCE) return undefined;
  const extreme = Math.min(...high) > Math.max(...low) * EXTREME;
  if (!extreme && !isOutside(old, young) && !isOutside(young, old)) return undefined;
  if (!rises && couldBeLoss(scene, is, Math.min(...old) - Math.max(...young))) return undefined;
  return { was, is, factor: median(high) / median(low), extreme };
}

function countsOn(side: Side, fact: Fact): readonly number[] {
  return side.judged.map((run) => fact.counts[run] ?? 0);
}

/** All of `values` lie outside what `known` allows. */
function isOutside(known: readonly number[], values: readonly number[]): boolean {
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (known.length < 3)
    return values.every((value) => value > most * FEW_RUNS_FACTOR || value * FEW_RUNS_FACTOR < least);
  const logs = known.map((count) => Math.log(count));
  const middle = median(logs);
  const deviation = Math.max(LEAST_SPREAD, 1.4826 * median(logs.map((log) => Math.abs(log - middle))));
  return values.every(
    (value) => (value < least || value > most) && Math.abs(Math.log(value) - middle) > DEVIATIONS * deviation,
  );
}

function couldBeLoss({ after }: Scene, fact: Fact, missing: number): boolean {
  const everywhere = { fromMs: 0, toMs: Infinity };
  return after.judged.every((run) => {
    const info = after.runs[run];
    return info !== undefined && lossFor(info, sourcesOf(fact), everywhere).expected >= missing;
  });
}

function countDraft(scene: Scene, program: string, most: CountChange, others: readonly CountChange[]): Draft {
  const [was, is] = [range(countsOn(scene.before, most.was)), range(countsOn(scene.after, most.is))];
  const more = median(countsOn(scene.after, most.is)) > median(countsOn(scene.before, most.was));
  const clauses = [
    `${programName(program)} does this ${timesText(most.factor)} ${more ? 'more' : 'less'} often: ${is} times, it was ${was}`,
    ...(others.length === 0 ? [] : [`${countOf(others.length, 'other count')} of it changed too`]),
  ];
  return draft({
    change: 'count-changed',
    program,
    subject: describeFact(most.was),
    before: was,
    after: is,
    stableSides: false,
    beforeFacts: [most.was],
    afterFacts: [most.is],
    part: partOf(scene, program),
    related: isRelated(scene, [most.was]),
    ...(most.extreme ? { base: 'low' as const } : {}),
    members: others.map(({ was: fact }) => describeFact(fact)).sort(byCodeUnit),
    sentence: clauses.join('; '),
  });
}

function range(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

function timesText(factor: number): string {
  return factor >= 10 ? `${Math.round(factor)} times` : `${Math.round(factor * 10) / 10} times`;
}

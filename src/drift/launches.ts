/** Who starts whom, and on whose behalf. */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { programName, signingIdOf } from './names.ts';
import { describeFact, isRelated, partOf, unmatched, type Scene } from './scene.ts';
import { byProgram, factId, hasFact, isPresent, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';
import { isSteady } from './support.ts';

const UNKNOWN = 'unknown';
const LAUNCHD = 'com.apple.xpc.launchd';

export interface LaunchResult {
  readonly drafts: readonly Draft[];
  /** Programs that another program starts now. */
  readonly reparented: ReadonlySet<ProgramKey>;
}

export function launchDrafts(scene: Scene): LaunchResult {
  const { gone, added } = unmatched(scene, 'launch');
  // Where the other side started it by a parent nobody saw, this one may well be it.
  const isSure = (other: Side) => (fact: Fact) =>
    isKnown(fact) && !hasFact(other, factId('launch', UNKNOWN, keyPart(fact, 1)));
  const lost = Map.groupBy(gone.filter(isSure(scene.after)), (fact) => keyPart(fact, 1));
  const fresh = Map.groupBy(added.filter(isSure(scene.before)), (fact) => keyPart(fact, 1));
  const drafts: Draft[] = [];
  const reparented = new Set<ProgramKey>();
  for (const child of [...new Set([...lost.keys(), ...fresh.keys()])].sort()) {
    const pair = onlyPair(scene, lost.get(child) ?? [], fresh.get(child) ?? []);
    if (pair !== undefined) {
      reparented.add(child);
      drafts.push(reparentedDraft(scene, child, pair.was, pair.is));
    }
    const rest = (facts: readonly Fact[] | undefined): readonly Fact[] =>
      (facts ?? []).filter((fact) => fact !== pair?.was && fact !== pair?.is);
    for (const fact of rest(lost.get(child))) {
      const found = edgeDraft(scene, fact, scene.before, scene.after);
      const isOthers = (fresh.get(child) ?? []).some((young) => isAnotherUse(scene, fact, young));
      drafts.push(isOthers ? { ...found, part: undefined, related: false } : found);
    }
    drafts.push(...rest(fresh.get(child)).map((fact) => edgeDraft(scene, fact, scene.after, scene.before)));
  }
  return { drafts, reparented };
}

function isKnown(fact: Fact): boolean {
  return keyPart(fact, 0) !== UNKNOWN && keyPart(fact, 1) !== UNKNOWN;
}

/**
 * One edge of every run went and one of every run came; where they are several, nobody can say which became which. An edge that some runs show comes and goes
 * by itself. Nor did a tool change hands that somebody beside the upgrade used: the upgrade starts it anew, and what that somebody does is his own business.
 */
function onlyPair(
  scene: Scene,
  lost: readonly Fact[],
  fresh: readonly Fact[],
): { readonly was: Fact; readonly is: Fact } | undefined {
  const steady = (facts: readonly Fact[], side: Side): readonly Fact[] =>
    facts.filter((fact) => isSteady(fact, side));
  const [was, ...moreWas] = steady(lost, scene.before);
  const [is, ...moreIs] = steady(fresh, scene.after);
  if (was === undefined || is === undefined || moreWas.length > 0 || moreIs.length > 0) return undefined;
  if (isAnotherUse(scene, was, is)) return undefined;
  return scene.mayBeHidden([was], 'after') || scene.mayBeHidden([is], 'before') ? undefined : { was, is };
}

/** A tool of everybody's that the upgrade now starts, where somebody beside the upgrade did. launchd starts for whoever asks. */
function isAnotherUse({ participation }: Scene, was: Fact, is: Fact): boolean {
  const [old, young, child] = [keyPart(was, 0), keyPart(is, 0), keyPart(was, 1)];
  const isTool = participation.known(child) === undefined && participation.of(child)?.grade !== 'whole';
  const isOutside = participation.of(old) === undefined && signingIdOf(old) !== LAUNCHD;
  return isTool && isOutside && participation.of(young) !== undefined;
}

function reparentedDraft(scene: Scene, child: ProgramKey, was: Fact, is: Fact): Draft {
  const [old, young] = [keyPart(was, 0), keyPart(is, 0)];
  return draft({
    change: 'program-reparented',
    program: child,
    subject: child,
    before: old,
    after: young,
    beforeFacts: [was],
    afterFacts: [is],
    part: partOf(scene, child),
    related: isRelated(scene, [was, is]),
    sentence: `${programName(child)} is now started by ${programName(young)}, it was by ${programName(old)}`,
  });
}

function edgeDraft(scene: Scene, fact: Fact, side: Side, other: Side): Draft {
  const added = side === scene.after;
  const [parent, child] = [keyPart(fact, 0), keyPart(fact, 1)];
  const ranBefore = !startedOn(other, child);
  return draft({
    change: added ? 'launch-added' : 'launch-removed',
    program: parent,
    subject: describeFact(fact),
    ...(added ? { after: child, afterFacts: [fact] } : { before: child, beforeFacts: [fact] }),
    sources: sourcesOf(fact),
    part: partOf(scene, child) ?? partOf(scene, parent),
    related: isRelated(scene, [fact]),
    ...(ranBefore ? { cap: { severity: 'info' as const, why: alreadyRan(added) } } : {}),
    sentence: `${programName(parent)} ${added ? 'now starts' : 'no longer starts'} ${programName(child)}`,
  });
}

export function alreadyRan(added: boolean): string {
  return `on the side ${added ? 'before' : 'after'} it ran already when the recordings began`;
}

/** Was any start of the program recorded on this side? */
export function startedOn(side: Side, program: ProgramKey): boolean {
  const starts = [
    ...(byProgram(side, 'launch', 1).get(program) ?? []),
    ...(byProgram(side, 'arguments').get(program) ?? []),
  ];
  return starts.some((fact) => isPresent(side, fact));
}

export function seenRuns(side: Side, fact: Fact): readonly number[] {
  return side.judged.filter((run) => (fact.counts[run] ?? 0) > 0);
}

/** Where either side is the program itself or unseen, nothing is said. A program that was reparented took its responsible process along. */
export function responsibleDrafts(scene: Scene, reparented: ReadonlySet<ProgramKey>): readonly Draft[] {
  const { gone, added } = unmatched(scene, 'responsible');
  const known = (fact: Fact): boolean => isKnown(fact) && keyPart(fact, 0) !== keyPart(fact, 1);
  const lost = Map.groupBy(gone.filter(known), (fact) => keyPart(fact, 1));
  const fresh = Map.groupBy(added.filter(known), (fact) => keyPart(fact, 1));
  const drafts: Draft[] = [];
  for (const child of [...lost.keys()].sort()) {
    const [was] = lost.get(child) ?? [];
    const [is] = fresh.get(child) ?? [];
    if (was === undefined || is === undefined || reparented.has(child)) continue;
    if (scene.mayBeHidden([was], 'after') || scene.mayBeHidden([is], 'before')) continue;
    const [old, young] = [keyPart(was, 0), keyPart(is, 0)];
    drafts.push(
      draft({
        change: 'responsible-changed',
        program: child,
        subject: child,
        before: old,
        after: young,
        beforeFacts: [was],
        afterFacts: [is],
        part: partOf(scene, child),
        related: partOf(scene, child) !== undefined,
        sentence: `${programName(young)} is now responsible for ${programName(child)}, it was ${programName(old)}`,
      }),
    );
  }
  return drafts;
}

/**
 * What programs are started with. A vector that went and one that came are one change where they are close: the cost is the number of arguments to
 * insert, remove or replace, and at most half of the longer vector may change. Of several pairs the cheapest win; where two fit equally well
 * the first by code unit is taken, because either way the program is the same.
 */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { editDistance } from './edit-distance.ts';
import { alreadyRan, startedOn } from './launches.ts';
import { argumentVector } from './milestones.ts';
import { programName } from './names.ts';
import { attributeValues, programFact } from './pair-programs.ts';
import { describeFact, isRelated, partOf, unmatched, type Scene } from './scene.ts';
import { byCodeUnit, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';

interface Vector {
  readonly fact: Fact;
  readonly parts: readonly string[];
}

interface Change {
  readonly was: Vector;
  readonly is: Vector;
  readonly cost: number;
}

/** Beyond this many pairs of one program, nearness is chance. */
const MOST_PAIRS = 4096;

export function argumentDrafts(scene: Scene): readonly Draft[] {
  const { gone, added } = unmatched(scene, 'arguments');
  const lost = Map.groupBy(gone.map(toVector), ({ fact }) => keyPart(fact, 0));
  const fresh = Map.groupBy(added.map(toVector), ({ fact }) => keyPart(fact, 0));
  return [...new Set([...lost.keys(), ...fresh.keys()])]
    .sort(byCodeUnit)
    .flatMap((program) => programDrafts(scene, program, lost.get(program) ?? [], fresh.get(program) ?? []));
}

function toVector(fact: Fact): Vector {
  return { fact, parts: argumentVector(keyPart(fact, 1)) };
}

function programDrafts(
  scene: Scene,
  program: ProgramKey,
  lost: readonly Vector[],
  fresh: readonly Vector[],
): readonly Draft[] {
  const followers = moveFollowers(scene, program, lost, fresh);
  const rest = (vectors: readonly Vector[]): readonly Vector[] =>
    vectors.filter((vector) => !followers.has(vector));
  const changes = pairVectors(rest(lost), rest(fresh)).filter(
    ({ was, is }) => !scene.mayBeHidden([was.fact], 'after') && !scene.mayBeHidden([is.fact], 'before'),
  );
  const paired = new Set([...followers, ...changes.flatMap(({ was, is }) => [was, is])]);
  return [
    ...changes.map((change) => changedDraft(scene, program, change)),
    ...lost
      .filter((vector) => !paired.has(vector))
      .map((vector) => loneDraft(scene, program, vector, scene.before)),
    ...fresh
      .filter((vector) => !paired.has(vector))
      .map((vector) => loneDraft(scene, program, vector, scene.after)),
  ];
}

/** A program that moved is started by its new path: no change of its own, and told with the move. */
function moveFollowers(
  scene: Scene,
  program: ProgramKey,
  lost: readonly Vector[],
  fresh: readonly Vector[],
): ReadonlySet<Vector> {
  const was = attributeValues(scene.before, programFact(scene.before, program), 'path');
  const is = attributeValues(scene.after, programFact(scene.after, program), 'path');
  const followers = new Set<Vector>();
  for (const old of lost) {
    const young = fresh.find(
      ({ parts }) =>
        was.includes(old.parts[0] ?? '') &&
        is.includes(parts[0] ?? '') &&
        parts.length === old.parts.length &&
        parts.every((part, index) => index === 0 || part === old.parts[index]),
    );
    if (young === undefined || followers.has(young)) continue;
    followers.add(old).add(young);
    scene.folds.add(program, describeFact(young.fact));
  }
  return followers;
}

function pairVectors(lost: readonly Vector[], fresh: readonly Vector[]): readonly Change[] {
  if (lost.length * fresh.length > MOST_PAIRS) return [];
  const candidates = lost.flatMap((was) =>
    fresh.flatMap((is) => {
      const cost = editDistance(was.parts, is.parts);
      return cost * 2 <= Math.max(was.parts.length, is.parts.length, 2) ? [{ was, is, cost }] : [];
    }),
  );
  candidates.sort(
    (a, b) =>
      a.cost - b.cost ||
      byCodeUnit(keyPart(a.was.fact, 1), keyPart(b.was.fact, 1)) ||
      byCodeUnit(keyPart(a.is.fact, 1), keyPart(b.is.fact, 1)),
  );
  const taken = new Set<Vector>();
  return candidates.filter(({ was, is }) => {
    if (taken.has(was) || taken.has(is)) return false;
    taken.add(was).add(is);
    return true;
  });
}

function changedDraft(scene: Scene, program: ProgramKey, { was, is }: Change): Draft {
  const gone = without(was.parts, is.parts);
  const added = without(is.parts, was.parts);
  const clauses = [
    ...(added.length === 0 ? [] : [`with ${added.join(' ')}`]),
    ...(gone.length === 0 ? [] : [`without ${gone.join(' ')}`]),
  ];
  const how = clauses.length === 0 ? 'with its arguments in another order' : clauses.join(' and ');
  return draft({
    ...common(scene, program, [was.fact, is.fact]),
    change: 'arguments-changed',
    subject: `${program} arguments ${keyPart(was.fact, 1)}`,
    before: keyPart(was.fact, 1),
    after: keyPart(is.fact, 1),
    beforeFacts: [was.fact],
    afterFacts: [is.fact],
    sentence: `${programName(program)} is now started ${how}`,
  });
}

function loneDraft(scene: Scene, program: ProgramKey, vector: Vector, side: Side): Draft {
  const added = side === scene.after;
  const other = added ? scene.before : scene.after;
  const text = keyPart(vector.fact, 1);
  const ran = !startedOn(other, program);
  return draft({
    ...common(scene, program, [vector.fact]),
    change: added ? 'arguments-added' : 'arguments-removed',
    subject: `${program} arguments ${text}`,
    ...(added ? { after: text, afterFacts: [vector.fact] } : { before: text, beforeFacts: [vector.fact] }),
    sources: sourcesOf(vector.fact),
    ...(ran ? { cap: { severity: 'info' as const, why: alreadyRan(added) } } : {}),
    sentence: `${programName(program)} is ${added ? 'also' : 'no longer'} started with these arguments`,
  });
}

function common(
  scene: Scene,
  program: ProgramKey,
  facts: readonly Fact[],
): Pick<Draft, 'program' | 'part' | 'related'> {
  return { program, part: partOf(scene, program), related: isRelated(scene, facts) };
}

/** The parts of `a` that `b` lacks, each as often as it lacks it. */
function without(a: readonly string[], b: readonly string[]): readonly string[] {
  const rest = [...b];
  return a.filter((part) => {
    const at = rest.indexOf(part);
    if (at < 0) return true;
    rest.splice(at, 1);
    return false;
  });
}

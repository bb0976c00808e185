/**
 * Files, handoffs and events that came or went. Everything one program does below one new place is one finding: the place is where the path leaves
 * what the other side knows of that program, plus one segment.
 */
import type { ChangeKind } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { seenRuns } from './launches.ts';
import { pathSegments } from './locations.ts';
import { countOf, programName } from './names.ts';
import { describeFact, isRelated, partOf, unmatched, type Scene } from './scene.ts';
import { byCodeUnit, byProgram, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';
import { supportOf } from './support.ts';
import { KnownTree, maskOf } from './volatility.ts';

type PlaceKind = 'file' | 'handoff' | 'event';
type Ambiguous = ReadonlyMap<string, readonly string[]>;

const CHANGE: Readonly<Record<PlaceKind, { readonly added: ChangeKind; readonly removed: ChangeKind }>> = {
  file: { added: 'file-added', removed: 'file-removed' },
  handoff: { added: 'handoff-added', removed: 'handoff-removed' },
  event: { added: 'event-added', removed: 'event-removed' },
};

/** Facts of one program that leave what is known at the same place. */
interface PlaceGroup {
  readonly place: string;
  readonly facts: readonly Fact[];
}

export interface FileResult {
  readonly drafts: readonly Draft[];
  /** Program → places of the finding about it. */
  readonly told: ReadonlyMap<ProgramKey, readonly string[]>;
}

/** `ambiguous`: paths that may have moved, to or from several others. */
export function fileDrafts(scene: Scene, ambiguous: Ambiguous): FileResult {
  const { gone, added } = unmatched(scene, 'file');
  const told = new Map<ProgramKey, string[]>();
  const drafts: Draft[] = [];
  for (const [side, other, facts] of sidesOf(scene, gone, added)) {
    for (const [program, group] of groupsBy(facts, (fact) => keyPart(fact, 0), other, 'file')) {
      drafts.push(fileDraft(scene, side, program, group, ambiguous));
      told.set(program, [...(told.get(program) ?? []), group.place]);
    }
  }
  return { drafts, told };
}

function fileDraft(
  scene: Scene,
  side: Side,
  program: ProgramKey,
  group: PlaceGroup,
  ambiguous: Ambiguous,
): Draft {
  const operations = [...new Set(group.facts.map((fact) => keyPart(fact, 1)))].sort(byCodeUnit);
  const paths = [...new Set(group.facts.map((fact) => keyPart(fact, 2)))];
  const rivals = paths.flatMap((path) => ambiguous.get(path) ?? []);
  const [only] = paths;
  const place = paths.length === 1 ? (only ?? group.place) : group.place;
  const added = side === scene.after;
  const what = paths.length === 1 ? place : `${countOf(paths.length, 'path')} at or below ${place}`;
  const clauses = [
    `${programName(program)} ${added ? 'now changes' : 'no longer changes'} ${what} (${operations.join(', ')})`,
    ...takenOver(scene, side, program, paths),
    ...(rivals.length === 0
      ? []
      : [`it may be a move: ${[...new Set(rivals)].join(' or ')} would fit as well`]),
  ];
  return placeDraft(
    scene,
    side,
    program,
    'file',
    group,
    `${program} ${operations.join('+')} ${place}`,
    place,
    clauses,
  );
}

/** Another program does to the same path what this one did, or did what this one does. */
function takenOver(
  scene: Scene,
  side: Side,
  program: ProgramKey,
  paths: readonly string[],
): readonly string[] {
  const other = side === scene.after ? scene.before : scene.after;
  for (const path of paths) {
    const rival = rivalOf(other, program, path);
    if (rival !== undefined) {
      return [
        side === scene.after ? `${programName(rival)} did so before` : `${programName(rival)} does so now`,
      ];
    }
  }
  return [];
}

function rivalOf(other: Side, program: ProgramKey, path: string): ProgramKey | undefined {
  const facts = byProgram(other, 'file', 2).get(path) ?? [];
  return facts.map((fact) => keyPart(fact, 0)).find((rival) => rival !== program);
}

/** A handoff of a file that its giver no longer makes, or makes anew, is told with that file. */
export function handoffDrafts(
  scene: Scene,
  told: ReadonlyMap<ProgramKey, readonly string[]>,
): readonly Draft[] {
  const { gone, added } = unmatched(scene, 'handoff');
  const own = (fact: Fact): boolean =>
    !fact.key
      .slice(0, 2)
      .some((program) => (told.get(program) ?? []).some((place) => isBelow(keyPart(fact, 2), place)));
  const drafts: Draft[] = [];
  for (const [side, other, facts] of sidesOf(scene, gone.filter(own), added.filter(own))) {
    const pairOf = (fact: Fact): string => fact.key.slice(0, 2).join('\u0000');
    for (const [pair, group] of groupsBy(facts, pairOf, other, 'handoff')) {
      const [giver = '', taker = ''] = pair.split('\u0000');
      const verb = side === scene.after ? 'now hands' : 'no longer hands';
      const clause = `${programName(giver)} ${verb} ${group.place} over to ${programName(taker)}`;
      const subject = `${giver} hands over to ${taker} ${group.place}`;
      drafts.push(placeDraft(scene, side, giver, 'handoff', group, subject, group.place, [clause]));
    }
  }
  return drafts;
}

function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** Exit status is the outcome of a run more than a behaviour. */
const MINOR_EVENTS = ['exit'];

export function eventDrafts(scene: Scene): readonly Draft[] {
  const { gone, added } = unmatched(scene, 'event');
  const drafts: Draft[] = [];
  for (const [side, other, facts] of sidesOf(scene, gone, added)) {
    const sourceOf = (fact: Fact): string => fact.key.slice(0, 2).join('\u0000');
    for (const [source, group] of groupsBy(facts, sourceOf, other, 'event')) {
      const [program = '', type = ''] = source.split('\u0000');
      const verb = side === scene.after ? 'now causes' : 'no longer causes';
      const about = group.place === '' ? '' : ` ${group.place}`;
      const clause = `${programName(program)} ${verb} ${type}${about}`;
      const found = placeDraft(
        scene,
        side,
        program,
        'event',
        group,
        `${program} ${type}${about}`,
        `${type}${about}`,
        [clause],
      );
      drafts.push(MINOR_EVENTS.includes(type) ? { ...found, base: 'low' } : found);
    }
  }
  return drafts;
}

function placeDraft(
  scene: Scene,
  side: Side,
  program: ProgramKey,
  kind: PlaceKind,
  group: PlaceGroup,
  subject: string,
  text: string,
  clauses: readonly string[],
): Draft {
  const facts = group.facts.toSorted(
    (a, b) =>
      supportOf(b, side.judged).seenIn - supportOf(a, side.judged).seenIn ||
      byCodeUnit(describeFact(a), describeFact(b)),
  );
  const added = side === scene.after;
  const [best] = facts;
  return draft({
    change: added ? CHANGE[kind].added : CHANGE[kind].removed,
    program,
    subject,
    ...(added ? { after: text, afterFacts: facts } : { before: text, beforeFacts: facts }),
    sources: best === undefined ? [] : sourcesOf(best),
    part: partOf(scene, program),
    related: isRelated(scene, facts),
    members: facts.length === 1 ? [] : facts.map(describeFact).sort(byCodeUnit),
    sentence: clauses.join('; '),
  });
}

function sidesOf(
  scene: Scene,
  gone: readonly Fact[],
  added: readonly Fact[],
): readonly (readonly [Side, Side, readonly Fact[]])[] {
  return [
    [scene.before, scene.after, gone],
    [scene.after, scene.before, added],
  ];
}

/** Groups by owner (a program, a pair, a program and event type), then by where each path leaves what `other` knows of the owner. */
function groupsBy(
  facts: readonly Fact[],
  ownerOf: (fact: Fact) => string,
  other: Side,
  kind: PlaceKind,
): readonly (readonly [string, PlaceGroup])[] {
  const result: (readonly [string, PlaceGroup])[] = [];
  const byOwner = Map.groupBy(facts, ownerOf);
  for (const owner of [...byOwner.keys()].sort(byCodeUnit)) {
    const known = new KnownTree(other.judged);
    for (const fact of byProgram(other, kind).get(owner.split('\u0000')[0] ?? '') ?? []) {
      const runs = seenRuns(other, fact);
      if (ownerOf(fact) === owner && runs.length > 0) known.add(partsOf(keyPart(fact, 2)), maskOf(runs));
    }
    const byPlace = Map.groupBy(byOwner.get(owner) ?? [], (fact) => {
      const object = keyPart(fact, 2);
      return placeOf(object, known.knownDepth(partsOf(object)));
    });
    for (const [place, members] of siblingsTogether(byPlace)) {
      for (const group of narrowed(members, place)) result.push([owner, group]);
    }
  }
  return result;
}

/** From this many new names in one known folder on, the folder is the news. */
const MANY_SIBLINGS = 5;

function siblingsTogether(
  byPlace: ReadonlyMap<string, readonly Fact[]>,
): readonly (readonly [string, readonly Fact[]])[] {
  const byParent = Map.groupBy(byPlace.keys(), (place) => place.slice(0, place.lastIndexOf('/')));
  const result: (readonly [string, readonly Fact[]])[] = [];
  for (const [parent, places] of byParent) {
    if (parent !== '' && places.length >= MANY_SIBLINGS) {
      result.push([parent, places.flatMap((place) => byPlace.get(place) ?? [])]);
    } else for (const place of places) result.push([place, byPlace.get(place) ?? []]);
  }
  return result.sort(([a], [b]) => byCodeUnit(a, b));
}

/** A place named by fewer segments says too little; below it the paths are told apart further. */
const LEAST_DEPTH = 3;

/** The deepest folder that holds the whole group; split where that would be no more than a corner of the disk. */
function narrowed(facts: readonly Fact[], place: string): readonly PlaceGroup[] {
  if (!place.startsWith('/')) return [{ place, facts }];
  const paths = facts.map((fact) => pathSegments(keyPart(fact, 2)));
  const [first = []] = paths;
  let depth = 0;
  while (depth < first.length && paths.every((path) => path[depth] === first[depth])) depth += 1;
  if (depth >= LEAST_DEPTH || depth === first.length)
    return [{ place: `/${first.slice(0, depth).join('/')}`, facts }];
  const split = Map.groupBy(facts, (fact) =>
    pathSegments(keyPart(fact, 2))
      .slice(0, depth + 1)
      .join('/'),
  );
  return [...split.keys()].sort(byCodeUnit).flatMap((name) => narrowed(split.get(name) ?? [], `/${name}`));
}

function partsOf(object: string): readonly string[] {
  return object.startsWith('/') ? pathSegments(object) : [object];
}

function placeOf(object: string, knownDepth: number): string {
  if (!object.startsWith('/')) return object;
  return `/${pathSegments(object)
    .slice(0, knownDepth + 1)
    .join('/')}`;
}

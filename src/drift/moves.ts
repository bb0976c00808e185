/** Moved files and folders as findings, and the renaming that makes the rest of the comparison see through them. */
import type { Fact, FactKind } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { argumentVector } from './milestones.ts';
import { countOf, programName } from './names.ts';
import { applyRule, findMoves, type LonePath, type PathMove } from './path-moves.ts';
import { describeFact, isRelated, onlyOn, partOf, type Scene } from './scene.ts';
import { byCodeUnit, factId, idOf, isPresent, keyPart, renameFacts, type Side } from './side.ts';
import { isFull, supportOf } from './support.ts';

interface LoneFact extends LonePath {
  readonly fact: Fact;
}

type Move = PathMove<LoneFact>;

export interface MoveResult {
  readonly drafts: readonly Draft[];
  readonly before: Side;
  readonly after: Side;
  /** Ids of facts before → their ids now. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Path → where it could have moved to, or come from, equally well. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

export function moveDrafts(scene: Scene): MoveResult {
  const gone = (['file', 'event'] as const).flatMap((kind) =>
    lonePaths(scene.before, scene.after, kind, scene),
  );
  const added = (['file', 'event'] as const).flatMap((kind) =>
    lonePaths(scene.after, scene.before, kind, scene),
  );
  const { moves, ambiguous } = findMoves(gone, added);
  const keysBefore = new Map<string, readonly string[]>();
  const keysAfter = new Map<string, readonly string[]>();
  for (const move of moves) {
    for (const { was, is } of move.members) rename(was.fact, is, keysBefore, keysAfter);
  }
  const followers = followMoves(scene, moves, keysBefore);
  const before = renameFacts(scene.before, (fact) => withKey(fact, keysBefore.get(idOf(fact))));
  const after = renameFacts(scene.after, (fact) => withKey(fact, keysAfter.get(idOf(fact))));
  const renamed = new Map<string, string>();
  for (const fact of scene.before.facts.values()) {
    const key = keysBefore.get(idOf(fact));
    if (key !== undefined) renamed.set(idOf(fact), factId(fact.kind, ...key));
  }
  const drafts = moves.map((move, index) => moveDraft(scene, move, followers[index] ?? []));
  return { drafts, before, after, renamed, ambiguous };
}

/** Only what every run shows: a path that comes and goes by itself has not moved. */
function lonePaths(
  side: Side,
  other: Side,
  kind: FactKind,
  { onlyBefore, onlyAfter }: Scene,
): readonly LoneFact[] {
  return onlyOn(side, other, kind).flatMap((fact) => {
    const program = keyPart(fact, 0);
    const path = keyPart(fact, 2);
    if (!path.startsWith('/') || onlyBefore.has(program) || onlyAfter.has(program)) return [];
    if (!isFull(supportOf(fact, side.judged))) return [];
    return [{ group: [kind, program, keyPart(fact, 1)].join('\u0000'), path, fact }];
  });
}

type Keys = Map<string, readonly string[]>;

/** The fact before takes the key of the one after. Where it was a hole that now faces several literals, they become one hole again. */
function rename(was: Fact, is: readonly LoneFact[], keysBefore: Keys, keysAfter: Keys): void {
  const [first] = is;
  if (first === undefined) return;
  const key = is.length === 1 ? first.fact.key : [...was.key.slice(0, 2), commonHole(is)];
  keysBefore.set(idOf(was), key);
  if (is.length > 1) for (const target of is) keysAfter.set(idOf(target.fact), key);
}

function commonHole(targets: readonly LoneFact[]): string {
  const paths = targets.map(({ path }) => path.split('/'));
  const [first = []] = paths;
  const upTo = first.findIndex((segment, index) => paths.some((path) => path[index] !== segment));
  return upTo < 0 ? first.join('/') : [...first.slice(0, upTo), '{any}'].join('/');
}

/** Handoffs and arguments that name a moved path are consequences: they follow it, and are told under it. */
function followMoves(scene: Scene, moves: readonly Move[], keys: Keys): readonly (readonly string[])[] {
  const lines: string[][] = moves.map(() => []);
  for (const kind of ['handoff', 'event', 'arguments'] as const) {
    for (const fact of onlyOn(scene.before, scene.after, kind)) {
      if (keys.has(idOf(fact))) continue;
      for (const [index, move] of moves.entries()) {
        const key = movedKey(fact, move);
        const twin = key === undefined ? undefined : scene.after.facts.get(factId(kind, ...key));
        if (key === undefined || twin === undefined || !isPresent(scene.after, twin)) continue;
        keys.set(idOf(fact), key);
        lines[index]?.push(describeFact(twin));
        break;
      }
    }
  }
  return lines;
}

function movedKey(fact: Fact, move: Move): readonly string[] | undefined {
  if (fact.kind === 'arguments') {
    const vector = argumentVector(keyPart(fact, 1));
    const moved = vector.map((part) => applyRule(move, part) ?? part);
    return moved.every((part, index) => part === vector[index])
      ? undefined
      : [keyPart(fact, 0), JSON.stringify(moved)];
  }
  const path = applyRule(move, keyPart(fact, 2));
  return path === undefined ? undefined : [...fact.key.slice(0, 2), path];
}

function withKey(fact: Fact, key: readonly string[] | undefined): Fact | undefined {
  return key === undefined ? undefined : { ...fact, key };
}

function moveDraft(scene: Scene, move: Move, followers: readonly string[]): Draft {
  const facts = move.members.map(({ was }) => was.fact);
  const programs = Map.groupBy(facts, (fact) => keyPart(fact, 0));
  const [program = '', ...others] = [...programs.keys()].sort(
    (a, b) => (programs.get(b)?.length ?? 0) - (programs.get(a)?.length ?? 0) || byCodeUnit(a, b),
  );
  const paths = new Set(facts.map((fact) => keyPart(fact, 2)));
  const [only] = paths;
  const single = paths.size === 1 && only === move.from;
  const what = single ? 'another path' : `another folder for ${countOf(paths.size, 'path')}`;
  const helpers =
    others.length === 0
      ? ''
      : `, as ${others.length === 1 ? 'does' : 'do'} ${others.map(programName).join(', ')}`;
  const ranked = facts.toSorted((a, b) => support(scene.before, b) - support(scene.before, a));
  return draft({
    change: 'file-moved',
    program,
    subject: `${program} ${move.from}`,
    before: move.from,
    after: move.to,
    beforeFacts: ranked,
    afterFacts: move.members.flatMap(({ is }) => is.map(({ fact }) => fact)),
    part: partOf(scene, program),
    related: isRelated(scene, facts),
    members:
      single && facts.length === 1 ? followers : [...facts.map(describeFact), ...followers].sort(byCodeUnit),
    sentence: `${programName(program)} uses ${what}${helpers}`,
  });
}

function support(side: Side, fact: Fact): number {
  return supportOf(fact, side.judged).seenIn;
}

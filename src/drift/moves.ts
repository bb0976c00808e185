/** Moved files and folders as findings, and the renaming that makes the rest of the comparison see through them. */
import type { Fact, FactKind } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { argumentVector } from './milestones.ts';
import { countOf, programName } from './names.ts';
import type { LonePath } from './move-rules.ts';
import { applyRule, findMoves, type PathMove } from './path-moves.ts';
import { describeFact, isRelated, onlyOn, partOf, type Scene } from './scene.ts';
import { byCodeUnit, factId, idOf, isPresent, keyPart, renameFacts, type Side } from './side.ts';
import { isSteady, supportOf } from './support.ts';

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
  const found = findMoves(gone, added);
  const moves = found.moves.filter((move) => !isOpen(scene, move));
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
  const drafts = groupMoves(moves).map((group) =>
    moveDraft(
      scene,
      group,
      group.moves.flatMap((move) => followers.get(move) ?? []),
    ),
  );
  return { drafts, before, after, renamed, ambiguous: found.ambiguous };
}

/** What was may be there still, in events that were lost; or what is may have been there before. */
function isOpen({ mayBeHidden }: Scene, { members }: Move): boolean {
  return (
    mayBeHidden(
      members.map(({ was }) => was.fact),
      'after',
    ) ||
    mayBeHidden(
      members.flatMap(({ is }) => is.map(({ fact }) => fact)),
      'before',
    )
  );
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
    if (!isSteady(fact, side)) return [];
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

/**
 * What names a moved path is a consequence: it follows it, and is told under it. So does what only some runs do below a moved folder.
 */
function followMoves(scene: Scene, moves: readonly Move[], keys: Keys): ReadonlyMap<Move, readonly string[]> {
  const byFrom = new Map(moves.map((move) => [move.from, move]));
  const lines = new Map<Move, string[]>();
  for (const kind of ['file', 'handoff', 'event', 'arguments'] as const) {
    for (const fact of onlyOn(scene.before, scene.after, kind)) {
      const followed = keys.has(idOf(fact)) ? undefined : followedKey(fact, byFrom);
      const twin = followed === undefined ? undefined : scene.after.facts.get(factId(kind, ...followed.key));
      if (followed === undefined || twin === undefined || !isPresent(scene.after, twin)) continue;
      keys.set(idOf(fact), followed.key);
      lines.set(followed.move, [...(lines.get(followed.move) ?? []), describeFact(twin)]);
    }
  }
  return lines;
}

interface Followed {
  readonly key: readonly string[];
  readonly move: Move;
}

function followedKey(fact: Fact, byFrom: ReadonlyMap<string, Move>): Followed | undefined {
  if (fact.kind !== 'arguments') {
    const moved = movedPath(keyPart(fact, 2), byFrom);
    return moved === undefined ? undefined : { key: [...fact.key.slice(0, 2), moved.path], move: moved.move };
  }
  const vector = argumentVector(keyPart(fact, 1));
  const parts = vector.map((part) => movedPath(part, byFrom));
  const [first] = parts.flatMap((part) => part ?? []);
  if (first === undefined) return undefined;
  const moved = vector.map((part, index) => parts[index]?.path ?? part);
  return { key: [keyPart(fact, 0), JSON.stringify(moved)], move: first.move };
}

/** The path under the rule for the deepest folder above it that moved. */
function movedPath(
  path: string,
  byFrom: ReadonlyMap<string, Move>,
): { readonly path: string; readonly move: Move } | undefined {
  for (let folder = path; folder.startsWith('/') && folder !== '/'; folder = parentOf(folder)) {
    const move = byFrom.get(folder);
    const moved = move === undefined ? undefined : applyRule(move, path);
    if (move !== undefined && moved !== undefined) return { path: moved, move };
  }
  return undefined;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function withKey(fact: Fact, key: readonly string[] | undefined): Fact | undefined {
  return key === undefined ? undefined : { ...fact, key };
}

interface MoveGroup {
  readonly moves: readonly Move[];
  readonly from: string;
  readonly to: string;
  /** What a sentence says is used in place of something else. */
  readonly what: string;
}

/** So many moves of one sort are one finding. */
const MANY_MOVES = 5;

/** One name that changed alike in many folders, and many names that changed in one folder, have one cause each. */
function groupMoves(moves: readonly Move[]): readonly MoveGroup[] {
  const isRename = ({ from, to }: Move): boolean => parentOf(from) === parentOf(to);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const alike = Map.groupBy(moves.filter(isRename), ({ from, to }) => `${nameOf(from)}/${nameOf(to)}`);
  const groups: MoveGroup[] = [];
  const grouped = new Set<Move>();
  const take = (own: readonly Move[], from: string, to: string, what: string): void => {
    groups.push({ moves: own, from, to, what });
    own.forEach((move) => grouped.add(move));
  };
  for (const own of alike.values()) {
    const [first] = own;
    if (first === undefined || own.length < MANY_MOVES) continue;
    take(own, `…/${nameOf(first.from)}`, `…/${nameOf(first.to)}`, `another name in ${own.length} folders`);
  }
  const renames = moves.filter((move) => isRename(move) && !grouped.has(move));
  for (const [folder, own] of Map.groupBy(renames, ({ from }) => parentOf(from))) {
    if (own.length < MANY_MOVES) continue;
    take(own, folder, folder, `other names for ${own.length} files in ${folder}`);
  }
  for (const move of moves) {
    if (grouped.has(move)) continue;
    const paths = new Set(move.members.map(({ was }) => was.path));
    const what = isWhole(move) ? 'another path' : `another folder for ${countOf(paths.size, 'path')}`;
    take([move], move.from, move.to, what);
  }
  return groups;
}

/** The rule moves one path and nothing below it. */
function isWhole({ from, members }: Move): boolean {
  return members.every(({ was }) => was.path === from);
}

function moveDraft(scene: Scene, { moves, from, to, what }: MoveGroup, followers: readonly string[]): Draft {
  const members = moves.flatMap((move) => move.members);
  const facts = members.map(({ was }) => was.fact);
  const programs = Map.groupBy(facts, (fact) => keyPart(fact, 0));
  const [program = '', ...others] = [...programs.keys()].sort(
    (a, b) => (programs.get(b)?.length ?? 0) - (programs.get(a)?.length ?? 0) || byCodeUnit(a, b),
  );
  const helpers =
    others.length === 0
      ? ''
      : `, as ${others.length === 1 ? 'does' : 'do'} ${others.map(programName).join(', ')}`;
  const ranked = facts.toSorted((a, b) => support(scene.before, b) - support(scene.before, a));
  return draft({
    change: 'file-moved',
    program,
    subject: `${program} ${from}`,
    before: from,
    after: to,
    beforeFacts: ranked,
    afterFacts: members.flatMap(({ is }) => is.map(({ fact }) => fact)),
    part: partOf(scene, program),
    related: isRelated(scene, facts),
    members: facts.length === 1 ? followers : [...facts.map(describeFact), ...followers].sort(byCodeUnit),
    sentence: `${programName(program)} uses ${what}${helpers}`,
  });
}

function support(side: Side, fact: Fact): number {
  return supportOf(fact, side.judged).seenIn;
}

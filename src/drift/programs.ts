/** Programs that came, went, or changed what they are. */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { authorityOf, countOf, programName, signingIdOf } from './names.ts';
import { baseName } from './locations.ts';
import { attributeValues, programFact, type ProgramPair } from './pair-programs.ts';
import type { Part } from './participation.ts';
import { partOf, type Scene } from './scene.ts';
import { byProgram, keyPart, type Side } from './side.ts';
import { programSources } from './sources.ts';

/** Added and removed programs, with all that goes with them folded under. Called when every other stage is done. */
export function programDrafts(
  scene: Scene,
  ambiguous: ReadonlyMap<ProgramKey, readonly ProgramKey[]>,
): readonly Draft[] {
  const came = [...scene.onlyAfter].map((program) =>
    presence(scene, scene.after, program, ambiguous.get(program) ?? []),
  );
  const went = [...scene.onlyBefore].map((program) =>
    presence(scene, scene.before, program, ambiguous.get(program) ?? []),
  );
  return [...came, ...went].flatMap((found) => found ?? []);
}

function presence(
  scene: Scene,
  side: Side,
  program: ProgramKey,
  rivals: readonly ProgramKey[],
): Draft | undefined {
  const fact = programFact(side, program);
  if (fact === undefined) return undefined;
  const added = side.name === 'after';
  const part = partOf(scene, program);
  const members = scene.folds.under(program);
  const paths = attributeValues(side, fact, 'path');
  const clauses = [
    `${programName(program)} ${added ? 'is new' : 'no longer runs'}`,
    ...(part === undefined ? [] : [`it takes part in the upgrade: ${part.reason}`]),
    ...(members.length === 0
      ? []
      : [`${countOf(members.length, 'fact')} ${added ? 'came' : 'went'} with it`]),
    ...successorClause(scene, side, program),
    ...(rivals.length === 0
      ? []
      : [`it may be ${rivals.map(programName).join(' or ')} under another identity`]),
  ];
  return draft({
    change: added ? 'program-added' : 'program-removed',
    program,
    subject: program,
    ...(added
      ? { after: paths.join(', '), afterFacts: [fact] }
      : { before: paths.join(', '), beforeFacts: [fact] }),
    sources: programSources(side).get(program) ?? [],
    part,
    related: part !== undefined,
    ...(part !== undefined && !isMain(part) ? { base: 'medium' as const } : {}),
    members,
    sentence: clauses.join('; '),
  });
}

/** Runs for upgrades alone, or was seen at work on one. */
function isMain(part: Part): boolean {
  return part.grade === 'whole' || part.proven;
}

/** Half of the places that the other one changed, changed by this one too: likely its successor. */
const TAKEN_OVER = 0.5;

function successorClause(scene: Scene, side: Side, program: ProgramKey): readonly string[] {
  const others = side.name === 'after' ? scene.onlyBefore : scene.onlyAfter;
  const other = side.name === 'after' ? scene.before : scene.after;
  const own = filePaths(side, program);
  if (own.size === 0) return [];
  for (const rival of [...others].sort()) {
    const theirs = filePaths(other, rival);
    const shared = [...own].filter((path) => theirs.has(path)).length;
    if (theirs.size === 0 || shared < Math.max(own.size, theirs.size) * TAKEN_OVER) continue;
    const verb = side.name === 'after' ? 'takes over' : 'leaves';
    return [
      `it ${verb} ${countOf(shared, 'path')} ${side.name === 'after' ? 'of' : 'to'} ${programName(rival)}`,
    ];
  }
  return [];
}

function filePaths(side: Side, program: ProgramKey): ReadonlySet<string> {
  return new Set((byProgram(side, 'file').get(program) ?? []).map((fact) => keyPart(fact, 2)));
}

/** One draft for each program that goes by another identity. `before` and `after` still hold the old keys. */
export function identityDrafts(
  before: Side,
  after: Side,
  pairs: readonly ProgramPair[],
  partOfProgram: (program: ProgramKey) => Part | undefined,
): readonly Draft[] {
  return pairs.flatMap(({ was, is }) => {
    const old = programFact(before, was);
    const young = programFact(after, is);
    if (old === undefined || young === undefined) return [];
    const part = partOfProgram(is) ?? partOfProgram(was);
    const path = attributeValues(after, young, 'path').join(', ');
    const shared = {
      program: is,
      beforeFacts: [old],
      afterFacts: [young],
      part,
      related: part !== undefined,
    };
    if (authorityOf(was) === authorityOf(is) && isPathKey(was)) {
      const sentence = `${programName(is)} was ${programName(was)}: unsigned code, known by its path`;
      return [draft({ ...shared, change: 'program-moved', subject: is, before: was, after: is, sentence })];
    }
    if (authorityOf(was) === authorityOf(is) && signingIdOf(was) === signingIdOf(is)) {
      const from = attributeValues(before, old, 'path').join(', ');
      const sentence = `${signingIdOf(is)} runs from another executable`;
      return [
        draft({ ...shared, change: 'program-moved', subject: is, before: from, after: path, sentence }),
      ];
    }
    const lost = authorityOf(was) === 'platform' && authorityOf(is) !== 'platform';
    const clause = lost ? '; it is no longer a platform binary' : '';
    const sentence = `the program ${baseName(path)} goes by another identity${clause}`;
    return [draft({ ...shared, change: 'program-resigned', subject: is, before: was, after: is, sentence })];
  });
}

/** Unsigned code has its path for an identity. */
function isPathKey(program: ProgramKey): boolean {
  return authorityOf(program) === 'unsigned';
}

export interface ProgramSplit {
  readonly onlyBefore: readonly ProgramKey[];
  readonly onlyAfter: readonly ProgramKey[];
}

export function splitPrograms(
  before: Side,
  after: Side,
  isThere: (side: Side, fact: Fact) => boolean,
): ProgramSplit {
  const programs = (side: Side): ProgramKey[] =>
    [...side.facts.values()].flatMap((fact) => {
      const program = fact.key[0] ?? '';
      return fact.kind === 'program' && program !== 'unknown' && isThere(side, fact) ? [program] : [];
    });
  const was = new Set(programs(before));
  const is = new Set(programs(after));
  return {
    onlyBefore: [...was].filter((program) => !is.has(program)).sort(),
    onlyAfter: [...is].filter((program) => !was.has(program)).sort(),
  };
}

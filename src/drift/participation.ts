/**
 * Which programs take part in the upgrade, and which of their facts belong to it. Computed when two sides are compared, from both, so that a
 * better table does not invalidate baselines. Every answer carries its reason.
 */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { baseName, matchesGlob, upgradeLocation } from './locations.ts';
import { programName, signingIdOf } from './names.ts';
import { byCodeUnit, factId, factsOf, idOf, isPresent, keyPart, type Side } from './side.ts';
import { isFull, supportOf, surpriseOfAbsence } from './support.ts';
import {
  NEVER_PART,
  UPGRADE_PROGRAMS,
  type UpgradeProgram,
  type UpgradeProgramName,
} from './upgrade-programs.ts';

/**
 * `whole`: all the program does belongs to the upgrade. `shared`: it also works in the background, so a fact of it belongs to the upgrade only
 * where it lies in an upgrade location or was only ever seen during upgrades.
 */
export interface Part {
  readonly grade: 'whole' | 'shared';
  /** It was seen at work in an upgrade location, or runs for nothing else. */
  readonly proven: boolean;
  readonly reason: string;
}

export interface Participation {
  readonly of: (program: ProgramKey) => Part | undefined;
  /** Does this fact belong to the upgrade? */
  readonly includes: (fact: Fact) => boolean;
  /** The entry of the built-in table, whether or not it takes part here. */
  readonly known: (program: ProgramKey) => UpgradeProgramName | undefined;
}

/**
 * Only during upgrades: so surprising, in bits, must it be that no control shows what every upgrade does. High, because among thousands of facts many
 * happen to fall so: ten upgrades and five controls reach it, five and two do not.
 */
const ONLY_UPGRADES_BITS = 10;

/** `identities`: new key → old key of programs that go by another identity: they keep their part. */
export function participationOf(
  before: Side,
  after: Side,
  identities: ReadonlyMap<ProgramKey, ProgramKey> = new Map(),
): Participation {
  const sides = [before, after];
  const paths = executablePaths(sides);
  const excluded = (program: ProgramKey): boolean => isExcluded(program, paths.get(program) ?? []);
  const table = new Map<ProgramKey, UpgradeProgram>();
  for (const [program, executables] of paths) {
    const entry = excluded(program) ? undefined : tableEntry(program, executables);
    if (entry !== undefined) table.set(program, entry);
  }
  const touching = programsInUpgradeLocations(sides);
  const parts = new Map<ProgramKey, Part>();
  const grant = (program: ProgramKey, part: Part): void => {
    if (!excluded(program) && !parts.has(program)) parts.set(program, part);
  };
  for (const [program, entry] of table) {
    const proven = entry.part === 'whole' || touching.has(program);
    grant(program, {
      grade: entry.part,
      proven,
      reason: `${entry.role} (built-in table, ${entry.identity})`,
    });
  }
  // What goes by another identity has one part, whichever of the two the table knows.
  const inherit = (): void => {
    for (const [is, was] of identities) {
      const part = parts.get(was) ?? parts.get(is);
      if (part === undefined) continue;
      grant(is, part);
      grant(was, part);
    }
  };
  inherit();
  for (const [program, place] of touching)
    grant(program, { grade: 'shared', proven: true, reason: `works in ${place}` });
  grantChildren(sides, new Map(parts), grant);
  grantNeighbours(sides, new Map(parts), grant);
  for (const program of paths.keys()) {
    if (onlyDuringUpgrades(sides, factId('program', program))) {
      grant(program, { grade: 'shared', proven: false, reason: 'seen in every upgrade and in no control' });
    }
  }
  inherit();
  return {
    of: (program) => parts.get(program),
    known: (program) => (table.get(program) ?? table.get(identities.get(program) ?? ''))?.name,
    includes: remembered((fact) => includesFact(parts, sides, fact)),
  };
}

function includesFact(parts: ReadonlyMap<ProgramKey, Part>, sides: readonly Side[], fact: Fact): boolean {
  const actors =
    fact.kind === 'launch' || fact.kind === 'handoff' ? fact.key.slice(0, 2) : fact.key.slice(0, 1);
  const taking = actors.flatMap((program) => parts.get(program) ?? []);
  if (taking.length === 0) return false;
  if (fact.kind === 'program' || fact.kind === 'arguments') return true;
  if (fact.kind === 'launch') {
    const child = parts.get(keyPart(fact, 1));
    return child !== undefined || parts.get(keyPart(fact, 0))?.grade === 'whole';
  }
  if (taking.some((part) => part.grade === 'whole')) return true;
  if (upgradeLocation(keyPart(fact, 2)) !== undefined) return true;
  return onlyDuringUpgrades(sides, idOf(fact));
}

/** Every stage asks it of the same facts. */
function remembered(answerOf: (fact: Fact) => boolean): (fact: Fact) => boolean {
  const answers = new WeakMap<Fact, boolean>();
  return (fact) => {
    let answer = answers.get(fact);
    if (answer === undefined) {
      answer = answerOf(fact);
      answers.set(fact, answer);
    }
    return answer;
  };
}

function onlyDuringUpgrades(sides: readonly Side[], id: string): boolean {
  let upgrades = 0;
  let controls = 0;
  for (const side of sides) {
    const fact = side.facts.get(id);
    if (side.controls.some((run) => (fact?.counts[run] ?? 0) > 0)) return false;
    controls += side.controls.length;
    if (fact === undefined || !isPresent(side, fact)) continue;
    if (!isFull(supportOf(fact, side.judged))) return false;
    upgrades += side.judged.length;
  }
  return surpriseOfAbsence({ runs: upgrades, seenIn: upgrades }, controls) >= ONLY_UPGRADES_BITS;
}

function executablePaths(sides: readonly Side[]): Map<ProgramKey, string[]> {
  const paths = new Map<ProgramKey, string[]>();
  for (const side of sides) {
    for (const fact of factsOf(side, 'program')) {
      const known = paths.get(keyPart(fact, 0)) ?? [];
      paths.set(keyPart(fact, 0), known);
      known.push(...Object.keys(fact.attributes?.path ?? {}));
    }
  }
  return paths;
}

function isExcluded(program: ProgramKey, paths: readonly string[]): boolean {
  if (program === 'unknown') return true;
  const ids: readonly string[] = NEVER_PART.signingIds;
  const names: readonly string[] = NEVER_PART.baseNames;
  return ids.includes(signingIdOf(program)) || paths.some((path) => names.includes(baseName(path)));
}

function tableEntry(program: ProgramKey, paths: readonly string[]): UpgradeProgram | undefined {
  const id = signingIdOf(program);
  return UPGRADE_PROGRAMS.find(
    (entry) =>
      entry.signingIds.some((pattern) => matchesGlob(id, pattern)) ||
      entry.paths.some((pattern) => paths.some((path) => matchesGlob(path, pattern))),
  );
}

/** Program → name of the first upgrade location (by code unit) that it changes, mounts or hands over. */
function programsInUpgradeLocations(sides: readonly Side[]): Map<ProgramKey, string> {
  const found = new Map<ProgramKey, string>();
  for (const side of sides) {
    for (const kind of ['file', 'event', 'handoff'] as const) {
      for (const fact of factsOf(side, kind)) {
        if (!isPresent(side, fact)) continue;
        const place = upgradeLocation(keyPart(fact, 2))?.name;
        if (place === undefined) continue;
        for (const program of kind === 'handoff' ? fact.key.slice(0, 2) : fact.key.slice(0, 1)) {
          const known = found.get(program);
          if (known === undefined || place < known) found.set(program, place);
        }
      }
    }
  }
  return new Map([...found].sort(([a], [b]) => byCodeUnit(a, b)));
}

type Grant = (program: ProgramKey, part: Part) => void;

/** What a participant starts takes part; launchd, xpcproxy and shells start everything and are excluded as parents. */
function grantChildren(sides: readonly Side[], parts: ReadonlyMap<ProgramKey, Part>, grant: Grant): void {
  const launches = sides.flatMap((side) => factsOf(side, 'launch').filter((fact) => isPresent(side, fact)));
  for (const fact of launches.sort((a, b) => byCodeUnit(a.key.join('\u0000'), b.key.join('\u0000')))) {
    const parent = keyPart(fact, 0);
    const part = parts.get(parent);
    if (part === undefined) continue;
    grant(keyPart(fact, 1), {
      grade: 'shared',
      proven: part.grade === 'whole',
      reason: `started by ${programName(parent)}`,
    });
  }
}

/** One step: who takes files over from a participant, or hands them to one. */
function grantNeighbours(sides: readonly Side[], parts: ReadonlyMap<ProgramKey, Part>, grant: Grant): void {
  const handoffs = sides.flatMap((side) => factsOf(side, 'handoff').filter((fact) => isPresent(side, fact)));
  for (const fact of handoffs.sort((a, b) => byCodeUnit(a.key.join('\u0000'), b.key.join('\u0000')))) {
    const [giver, taker] = [keyPart(fact, 0), keyPart(fact, 1)];
    if (parts.get(giver)?.proven === true) {
      grant(taker, { grade: 'shared', proven: false, reason: `takes files over from ${programName(giver)}` });
    }
    if (parts.get(taker)?.proven === true) {
      grant(giver, { grade: 'shared', proven: false, reason: `hands files to ${programName(taker)}` });
    }
  }
}

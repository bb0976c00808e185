/**
 * Programs that changed their identity: one that only the side before shows and one that only the side after shows, told to be the same by
 * where they lie. Costs: 0 the same executable path; 1 the same signing id, under another authority with the same file name or under the same
 * authority with another one; 2 the same parent and file name. The cheapest pairs win; where two fit equally well none is taken, and both stay added and removed.
 */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { baseName } from './locations.ts';
import { authorityOf, signingIdOf } from './names.ts';
import { byCodeUnit, factId, factsOf, isPresent, keyPart, type Side } from './side.ts';

export interface ProgramPair {
  readonly was: ProgramKey;
  readonly is: ProgramKey;
  readonly cost: 0 | 1 | 2;
}

export interface ProgramPairs {
  readonly pairs: readonly ProgramPair[];
  /** Program → those it could have become, or come from, equally well. */
  readonly ambiguous: ReadonlyMap<ProgramKey, readonly ProgramKey[]>;
}

export function pairPrograms(
  before: Side,
  after: Side,
  onlyBefore: readonly ProgramKey[],
  onlyAfter: readonly ProgramKey[],
): ProgramPairs {
  const was = placesOf(before);
  const is = placesOf(after);
  const candidates: ProgramPair[] = [];
  for (const old of onlyBefore) {
    for (const young of onlyAfter) {
      const cost = costOf(old, young, was, is);
      if (cost !== undefined) candidates.push({ was: old, is: young, cost });
    }
  }
  return assign(candidates);
}

interface Places {
  readonly paths: ReadonlyMap<ProgramKey, readonly string[]>;
  /** Path → how many programs run from it: an interpreter's path says nothing about the script. */
  readonly users: ReadonlyMap<string, number>;
  readonly parents: ReadonlyMap<ProgramKey, readonly ProgramKey[]>;
}

function placesOf(side: Side): Places {
  const programs = factsOf(side, 'program').filter((fact) => isPresent(side, fact));
  const paths = new Map(programs.map((fact) => [keyPart(fact, 0), attributeValues(side, fact, 'path')]));
  const users = new Map<string, number>();
  for (const path of [...paths.values()].flat()) users.set(path, (users.get(path) ?? 0) + 1);
  const launches = factsOf(side, 'launch').filter((fact) => isPresent(side, fact));
  const byChild = Map.groupBy(launches, (fact) => keyPart(fact, 1));
  const parents = new Map(
    [...byChild].map(([child, facts]) => [child, facts.map((fact) => keyPart(fact, 0))]),
  );
  return { paths, users, parents };
}

function costOf(
  old: ProgramKey,
  young: ProgramKey,
  was: Places,
  is: Places,
): ProgramPair['cost'] | undefined {
  const oldPaths = was.paths.get(old) ?? [];
  const youngPaths = is.paths.get(young) ?? [];
  const own = (path: string): boolean => was.users.get(path) === 1 && is.users.get(path) === 1;
  if (oldPaths.some((path) => youngPaths.includes(path) && own(path))) return 0;
  // A script is its own path; the interpreter's says nothing.
  if (old.includes('!') || young.includes('!')) return undefined;
  if (isSameCode(old, young)) return 1;
  const names = new Set(youngPaths.map(baseName));
  if (!oldPaths.some((path) => names.has(baseName(path)))) return undefined;
  if (signingIdOf(old) === signingIdOf(young) && authorityOf(old) !== authorityOf(young)) return 1;
  const parents = is.parents.get(young) ?? [];
  const shared = (was.parents.get(old) ?? []).some(
    (parent) => parent !== 'unknown' && parents.includes(parent),
  );
  return shared ? 2 : undefined;
}

/** One identity, two executables: the second part of the key tells them apart. Made-up names say nothing. */
function isSameCode(old: ProgramKey, young: ProgramKey): boolean {
  return (
    authorityOf(old) === authorityOf(young) &&
    !['unsigned', 'adhoc'].includes(authorityOf(old)) &&
    signingIdOf(old) === signingIdOf(young)
  );
}

function assign(candidates: readonly ProgramPair[]): ProgramPairs {
  const pairs: ProgramPair[] = [];
  const ambiguous = new Map<ProgramKey, ProgramKey[]>();
  const taken = new Set<ProgramKey>();
  for (const cost of [0, 1, 2] as const) {
    const open = candidates.filter(
      (pair) => pair.cost === cost && !taken.has(pair.was) && !taken.has(pair.is),
    );
    for (const pair of open.toSorted((a, b) => byCodeUnit(a.was, b.was) || byCodeUnit(a.is, b.is))) {
      const rivals = open.filter(
        (other) => other !== pair && (other.was === pair.was || other.is === pair.is),
      );
      taken.add(pair.was).add(pair.is);
      if (rivals.length === 0) pairs.push(pair);
      else {
        note(ambiguous, pair.was, pair.is);
        note(ambiguous, pair.is, pair.was);
      }
    }
  }
  return { pairs, ambiguous };
}

function note(map: Map<ProgramKey, ProgramKey[]>, program: ProgramKey, other: ProgramKey): void {
  map.set(program, [...(map.get(program) ?? []), other]);
}

/** Values of a program's attribute that runs of the side show, sorted. */
export function attributeValues(
  side: Side,
  fact: Fact | undefined,
  name: 'path' | 'flags' | 'cdhash' | 'category',
): readonly string[] {
  const values = Object.entries(fact?.attributes?.[name] ?? {});
  const seen = values.filter(([, counts]) => side.judged.some((run) => (counts[run] ?? 0) > 0));
  return seen.map(([value]) => value).sort(byCodeUnit);
}

export function programFact(side: Side, program: ProgramKey): Fact | undefined {
  return side.facts.get(factId('program', program));
}

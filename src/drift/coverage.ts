/**
 * Which event types each run could have shown. What was subscribed decides where it is known. Where it is not (an imported capture), a type
 * that was seen or lost was recorded; one never seen counts as not recorded only when the other runs say it should have been there: at least
 * two facts of it were there in every one of them, and their programs ran here too. One fact that is gone is behaviour, all of a type at once is a
 * subscription.
 */
import type { ProgramKey, RunInfo } from '../model/facts.ts';
import { byCodeUnit, factId, factsOf, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';

export interface Coverage {
  /** Could this run have shown events of this type? */
  readonly recorded: (run: number, type: string) => boolean;
}

/** A type that one side recorded and no run of the other did. */
export interface MissingType {
  readonly type: string;
  readonly missingOn: 'before' | 'after';
  /** Known from the subscription, or inferred from what was seen. */
  readonly known: boolean;
}

const MIN_FACTS = 2;

export function coverageOf(side: Side, other: Side): Coverage {
  let known: Emitters | undefined;
  const emitters = (): Emitters => (known ??= emittersByType([side, other]));
  const verdicts = new Map<string, boolean>();
  return {
    recorded(run, type) {
      const cacheKey = `${run} ${type}`;
      const earlier = verdicts.get(cacheKey);
      if (earlier !== undefined) return earlier;
      const verdict = isRecorded(side, run, type, emitters);
      verdicts.set(cacheKey, verdict);
      return verdict;
    },
  };
}

/** `emitters`: only asked where the subscription is not known. */
function isRecorded(side: Side, run: number, type: string, emitters: () => Emitters): boolean {
  const info = side.runs[run];
  if (info === undefined) return false;
  if (info.subscribed !== undefined) return info.subscribed.includes(type);
  if (wasSeen(info, type)) return true;
  if (isSilent(side, run, type, emitters, MIN_FACTS)) return false;
  // Types that come in pairs are subscribed in pairs.
  return !PARTNERS.some(
    (pair) =>
      pair.includes(type) &&
      isSilent(side, run, type, emitters, 1) &&
      pair.some(
        (partner) =>
          partner !== type && !wasSeen(info, partner) && isSilent(side, run, partner, emitters, MIN_FACTS),
      ),
  );
}

const PARTNERS: readonly (readonly string[])[] = [
  ['mount', 'unmount', 'remount'],
  ['kextload', 'kextunload'],
  ['btm_launch_item_add', 'btm_launch_item_remove'],
  ['setextattr', 'deleteextattr'],
];

/** So many facts of this type would have shown here: their programs ran. */
function isSilent(side: Side, run: number, type: string, emitters: () => Emitters, least: number): boolean {
  return (emitters().get(type) ?? []).some((programs) => {
    const ranHere = programs.filter((program) => countIn(side, program, run) > 0);
    return ranHere.length >= least;
  });
}

function wasSeen(info: RunInfo, type: string): boolean {
  return (info.eventsByType[type] ?? 0) > 0 || (info.lostByType[type] ?? 0) > 0;
}

function countIn(side: Side, program: ProgramKey, run: number): number {
  return side.facts.get(factId('program', program))?.counts[run] ?? 0;
}

/** Type → for each side, the programs of the facts that every run shows which shows the type at all; a program with two facts is there twice. */
type Emitters = ReadonlyMap<string, readonly (readonly ProgramKey[])[]>;

function emittersByType(sides: readonly Side[]): Emitters {
  const result = new Map<string, ProgramKey[][]>();
  for (const side of sides) {
    for (const [type, programs] of emittersOf(side)) {
      const lists = result.get(type) ?? [];
      lists.push(programs);
      result.set(type, lists);
    }
  }
  return result;
}

function emittersOf(side: Side): Map<string, ProgramKey[]> {
  const facts = (['file', 'event', 'arguments'] as const).flatMap((kind) => factsOf(side, kind));
  const result = new Map<string, ProgramKey[]>();
  for (const [type, own] of Map.groupBy(facts, (fact) => sourcesOf(fact)[0]?.[0] ?? '')) {
    const runs = side.judged.filter((run) => {
      const info = side.runs[run];
      return info !== undefined && wasSeen(info, type);
    });
    if (runs.length === 0) continue;
    const steady = own.filter((fact) => runs.every((run) => (fact.counts[run] ?? 0) > 0));
    result.set(
      type,
      steady.map((fact) => keyPart(fact, 0)),
    );
  }
  return result;
}

export interface CoveredSide {
  readonly side: Side;
  readonly coverage: Coverage;
}

/** Types that one side could show in some run and the other in none. */
export function missingTypes(before: CoveredSide, after: CoveredSide): readonly MissingType[] {
  const types = new Set([...allTypes(before.side), ...allTypes(after.side)]);
  const missing: MissingType[] = [];
  for (const type of [...types].sort(byCodeUnit)) {
    const onBefore = recordedSomewhere(before, type);
    const onAfter = recordedSomewhere(after, type);
    if (onBefore === onAfter) continue;
    const side = onBefore ? after.side : before.side;
    const known = side.judged.every((run) => side.runs[run]?.subscribed !== undefined);
    missing.push({ type, missingOn: side.name, known });
  }
  return missing;
}

function recordedSomewhere({ side, coverage }: CoveredSide, type: string): boolean {
  return side.judged.some((run) => coverage.recorded(run, type));
}

function allTypes(side: Side): Set<string> {
  return new Set(side.runs.flatMap((run) => [...Object.keys(run.eventsByType), ...(run.subscribed ?? [])]));
}

/**
 * The order of stages and starts. An order is known where it held in every run of a side with a margin; it changed where every run of the other side shows it the
 * other way round. Of all inversions only the adjacent ones are told: when one thing moved to the front, everything it passed is no news.
 */
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { earliestLoss } from './loss.ts';
import { MILESTONES } from './milestones.ts';
import { offsetText, programName } from './names.ts';
import { partOf, type Scene } from './scene.ts';
import { byCodeUnit, byProgram, keyPart, type Side } from './side.ts';
import { sourcesOf } from './sources.ts';
import { median } from './support.ts';
import type { Timeline } from './timeline.ts';

/** Something with one time per run. */
interface Marker {
  readonly name: string;
  readonly title: string;
  readonly program: ProgramKey;
  readonly isMilestone: boolean;
  readonly at: (side: Side, run: number) => number | undefined;
  /** It may have come earlier, in events that were lost. */
  readonly mayBeEarlier: (side: Side, run: number) => boolean;
  readonly facts: (side: Side) => readonly Fact[];
}

interface Inversion {
  readonly first: Marker;
  readonly second: Marker;
  readonly gapMs: number;
}

/** Least distance that counts as an order where several runs agree, and where there is only one. */
const MARGIN_MS = 2000;
export const MARGIN_ONE_RUN_MS = 5000;

export function orderDrafts(scene: Scene, timeline: Timeline): readonly Draft[] {
  const markers = [...milestoneMarkers(scene, timeline), ...launchMarkers(scene)];
  const inversions = markers.flatMap((first) =>
    markers.flatMap((second) => {
      const gapMs = first === second ? undefined : leastGap(scene, first, second);
      return gapMs === undefined ? [] : [{ first, second, gapMs }];
    }),
  );
  return adjacentOnly(scene, inversions).map((found) => orderDraft(scene, found));
}

function milestoneMarkers(scene: Scene, timeline: Timeline): readonly Marker[] {
  return MILESTONES.filter(({ inRun }) => inRun === undefined).map(({ name, title }) => {
    const facts = (side: Side): readonly Fact[] => timeline.factsFor(side, name);
    const program = facts(scene.after)[0] ?? facts(scene.before)[0];
    return {
      name,
      title,
      program: program === undefined ? '' : keyPart(program, 0),
      isMilestone: true,
      at: (side, run) => timeline.at(side, run, name),
      mayBeEarlier: (side, run) => timeline.mayBeEarlier(side, run, name),
      facts,
    };
  });
}

/** First launches of programs that run for upgrades alone; shared ones are started whenever somebody needs them. */
function launchMarkers(scene: Scene): readonly Marker[] {
  const children = [...byProgram(scene.before, 'launch', 1).keys()].sort(byCodeUnit);
  return children
    .filter((program) => scene.participation.of(program)?.grade === 'whole')
    .filter((program) => scene.participation.known(program) !== 'brain')
    .map((program) => {
      const facts = (side: Side): readonly Fact[] => byProgram(side, 'launch', 1).get(program) ?? [];
      const at = (side: Side, run: number): number | undefined => {
        const offsets = facts(side).flatMap((fact) =>
          (fact.firstMs[run] ?? -1) < 0 ? [] : (fact.firstMs[run] ?? []),
        );
        return offsets.length === 0 ? undefined : Math.min(...offsets);
      };
      return {
        name: program,
        title: `the start of ${programName(program)}`,
        program,
        isMilestone: false,
        at,
        mayBeEarlier: (side, run) => {
          const info = side.runs[run];
          const sources = facts(side).flatMap(sourcesOf);
          return info !== undefined && earliestLoss(info, sources, at(side, run) ?? 0) !== undefined;
        },
        facts,
      };
    });
}

/**
 * The least distance by which `first` precedes `second` in every run before, where every run after has it the other way round. One of the two sides
 * must show its order clearly.
 */
function leastGap(scene: Scene, first: Marker, second: Marker): number | undefined {
  const was = gaps(scene.before, first, second);
  const is = gaps(scene.after, second, first);
  if (was === undefined || is === undefined) return undefined;
  if (Math.min(...was, ...is) <= 0) return undefined;
  const bothMarks = first.isMilestone && second.isMilestone;
  return isClear(was, bothMarks) || isClear(is, bothMarks) ? Math.min(...was) : undefined;
}

function isClear(distances: readonly number[], bothMarks: boolean): boolean {
  const least = Math.min(...distances);
  const spread = Math.max(...distances) - least;
  if (distances.length === 1) return bothMarks && least > MARGIN_ONE_RUN_MS;
  return bothMarks ? least > MARGIN_MS || least > spread : least > MARGIN_MS && least > spread / 2;
}

/** How long after `first` each run shows `second`; undefined where a run lacks one of them. */
function gaps(side: Side, first: Marker, second: Marker): readonly number[] | undefined {
  const found = side.judged.flatMap((run) => {
    const [a, b] = [first.at(side, run), second.at(side, run)];
    return a === undefined || b === undefined ? [] : [b - a];
  });
  return found.length === side.judged.length && found.length > 0 ? found : undefined;
}

/** Drops what follows from another inversion: something between the two has itself changed places with one of them. */
function adjacentOnly(scene: Scene, inversions: readonly Inversion[]): readonly Inversion[] {
  const place = (marker: Marker): number =>
    median(scene.before.judged.flatMap((run) => marker.at(scene.before, run) ?? []));
  const isInverted = (a: Marker, b: Marker): boolean =>
    inversions.some(({ first, second }) => first === a && second === b);
  const markers = new Set(inversions.flatMap(({ first, second }) => [first, second]));
  return inversions.filter(({ first, second }) => {
    const [from, to] = [place(first), place(second)];
    return ![...markers].some(
      (other) =>
        other !== first &&
        other !== second &&
        place(other) > from &&
        place(other) < to &&
        (isInverted(first, other) || isInverted(other, second)),
    );
  });
}

/** What comes late may have come earlier too, in events that were lost. */
function doubtOf({ before, after }: Scene, { first, second }: Inversion): string | undefined {
  const isOpen = (late: Marker, side: Side): boolean =>
    side.judged.every((run) => late.mayBeEarlier(side, run));
  if (isOpen(first, after)) return lostBefore(first.title);
  return isOpen(second, before) ? lostBefore(second.title) : undefined;
}

export function lostBefore(title: string): string {
  return `events were lost before ${title} was first seen, and it may have come then`;
}

function orderDraft(scene: Scene, inversion: Inversion): Draft {
  const { first, second, gapMs } = inversion;
  const program = first.program === '' ? second.program : first.program;
  const part = partOf(scene, program);
  return draft({
    change: 'order-changed',
    program,
    subject: `${first.name} before ${second.name}`,
    before: `${first.title}, then ${second.title}`,
    after: `${second.title}, then ${first.title}`,
    beforeFacts: first.facts(scene.before),
    afterFacts: first.facts(scene.after),
    part,
    doubt: doubtOf(scene, inversion),
    related: first.isMilestone && second.isMilestone,
    sentence: `${second.title} now comes before ${first.title}; it came at least ${offsetText(gapMs).slice(1)} after it`,
  });
}

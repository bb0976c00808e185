/**
 * Stages and their order. An order is known where it held in every run of a side with a margin; it changed where every run of the other side shows it the
 * other way round. Of all inversions only the adjacent ones are told: when one thing moved to the front, everything it passed is no news.
 */
import { PHASES, type Phase } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { draft, type Draft } from './draft.ts';
import { lossFor } from './loss.ts';
import { MILESTONES, type MilestoneName } from './milestones.ts';
import { offsetText, programName } from './names.ts';
import { partOf, type Scene } from './scene.ts';
import { byCodeUnit, byProgram, keyPart, type Side } from './side.ts';
import type { Sources } from './sources.ts';
import { sourcesOf } from './sources.ts';
import { isFull, median, supportOf } from './support.ts';
import type { Timeline } from './timeline.ts';

/** Something with one time per run. */
interface Marker {
  readonly name: string;
  readonly title: string;
  readonly program: ProgramKey;
  readonly isMilestone: boolean;
  readonly at: (side: Side, run: number) => number | undefined;
  readonly facts: (side: Side) => readonly Fact[];
}

interface Inversion {
  readonly first: Marker;
  readonly second: Marker;
  readonly gapMs: number;
}

/** Least distance that counts as an order where several runs agree, and where there is only one. */
const MARGIN_MS = 2000;
const MARGIN_ONE_RUN_MS = 5000;

export function orderDrafts(scene: Scene, timeline: Timeline): readonly Draft[] {
  const markers = [...milestoneMarkers(scene, timeline), ...launchMarkers(scene)];
  const inversions = markers.flatMap((first) =>
    markers.flatMap((second) => {
      const gapMs = first === second ? undefined : inversion(scene, first, second);
      return gapMs === undefined ? [] : [{ first, second, gapMs }];
    }),
  );
  return adjacentOnly(scene, inversions)
    .filter(({ second }) => !isHiddenByLoss(scene, second))
    .map((found) => orderDraft(scene, found));
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
      return {
        name: program,
        title: `the start of ${programName(program)}`,
        program,
        isMilestone: false,
        at: (side, run) => {
          const offsets = facts(side).flatMap((fact) =>
            (fact.firstMs[run] ?? -1) < 0 ? [] : (fact.firstMs[run] ?? []),
          );
          return offsets.length === 0 ? undefined : Math.min(...offsets);
        },
        facts,
      };
    });
}

/**
 * The least distance by which `first` precedes `second` in every run before, where every run after has it the other way round. One of the two sides
 * must show its order clearly.
 */
function inversion(scene: Scene, first: Marker, second: Marker): number | undefined {
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
function isHiddenByLoss(scene: Scene, late: Marker): boolean {
  const facts = late.facts(scene.before);
  const sources: Sources = facts[0] === undefined ? [] : sourcesOf(facts[0]);
  return scene.after.judged.every((run) => {
    const info = scene.after.runs[run];
    const until = late.at(scene.after, run);
    return (
      info !== undefined &&
      until !== undefined &&
      lossFor(info, sources, { fromMs: 0, toMs: until }).expected > 0
    );
  });
}

function orderDraft(scene: Scene, { first, second, gapMs }: Inversion): Draft {
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
    related: first.isMilestone && second.isMilestone,
    sentence: `${second.title} now comes before ${first.title}; it came at least ${offsetText(gapMs).slice(1)} after it`,
  });
}

/** Stages that one side reaches in every run and the other in none, and stages that changed places. */
export function phaseDrafts(scene: Scene, timeline: Timeline): readonly Draft[] {
  const was = reached(scene.before, timeline);
  const is = reached(scene.after, timeline);
  const missing = was.filter((phase) => !reachedByAny(scene.after, timeline, phase));
  const added = is.filter((phase) => !reachedByAny(scene.before, timeline, phase));
  return [
    ...missing.map((phase) => phaseDraft(scene, timeline, phase, scene.before)),
    ...added.map((phase) => phaseDraft(scene, timeline, phase, scene.after)),
    ...reordered(scene, timeline, was, is),
  ].flatMap((found) => found ?? []);
}

function reached(side: Side, timeline: Timeline): readonly Phase[] {
  return PHASES.filter((phase) =>
    side.judged.every((run) => timeline.entered(side, run, phase) !== undefined),
  );
}

export function reachedByAny(side: Side, timeline: Timeline, phase: Phase): boolean {
  return side.judged.some((run) => timeline.entered(side, run, phase) !== undefined);
}

/** Stages that the restart brings; a recording that ends at the restart is no upgrade without them. */
const AFTER_COMMIT: readonly Phase[] = ['dark', 'first-boot', 'settled'];

function phaseDraft(scene: Scene, timeline: Timeline, phase: Phase, side: Side): Draft | undefined {
  if (AFTER_COMMIT.includes(phase)) return undefined;
  const names: readonly MilestoneName[] = MILESTONES.filter((mark) => mark.phase === phase).map(
    ({ name }) => name,
  );
  const facts = names.flatMap((name) => timeline.factsFor(side, name));
  const shown = facts.filter((fact) => isFull(supportOf(fact, side.judged)));
  const evidence = shown.length > 0 ? shown : facts;
  const added = side === scene.after;
  const marks = MILESTONES.filter(
    (mark) => mark.phase === phase && timeline.factsFor(side, mark.name).length > 0,
  );
  const [best] = evidence;
  return draft({
    change: added ? 'phase-added' : 'phase-missing',
    program: '',
    subject: phase,
    ...(added ? { after: phase, afterFacts: evidence } : { before: phase, beforeFacts: evidence }),
    sources: best === undefined ? [] : sourcesOf(best),
    related: true,
    sentence: `the stage "${phase}" is ${added ? 'new' : 'never reached'}: ${marks.map(({ title }) => title).join(', ')} ${added ? 'shows' : 'would show'} it`,
  });
}

function reordered(
  scene: Scene,
  timeline: Timeline,
  was: readonly Phase[],
  is: readonly Phase[],
): readonly (Draft | undefined)[] {
  const common = was.filter(
    (phase) =>
      is.includes(phase) &&
      MILESTONES.some((mark) => mark.phase === phase && isShared(scene, timeline, mark.name)),
  );
  const before = sequence(scene, scene.before, timeline, common);
  const after = sequence(scene, scene.after, timeline, common);
  if (before === undefined || after === undefined || before.join() === after.join()) return [];
  return [
    draft({
      change: 'phase-reordered',
      program: '',
      subject: 'phases',
      before: before.join(', '),
      after: after.join(', '),
      related: true,
      sentence: `the stages come in another order: ${after.join(', ')}; they came as ${before.join(', ')}`,
    }),
  ];
}

/** The order of the stages, where every run agrees on it with a margin between any two. */
function sequence(
  scene: Scene,
  side: Side,
  timeline: Timeline,
  phases: readonly Phase[],
): readonly Phase[] | undefined {
  const margin = side.judged.length === 1 ? MARGIN_ONE_RUN_MS : 0;
  const marks = MILESTONES.filter(({ name }) => isShared(scene, timeline, name));
  let agreed: readonly Phase[] | undefined;
  for (const run of side.judged) {
    const at = (phase: Phase): number =>
      Math.min(
        ...marks.flatMap((mark) => (mark.phase === phase ? (timeline.at(side, run, mark.name) ?? []) : [])),
      );
    const sorted = phases.toSorted((a, b) => at(a) - at(b));
    const close = sorted.some((phase, i) => i > 0 && at(phase) - at(sorted[i - 1] ?? phase) <= margin);
    if (close || (agreed !== undefined && agreed.join() !== sorted.join())) return undefined;
    agreed = sorted;
  }
  return agreed;
}

/** A stage is placed by what every run of both sides shows of it. */
function isShared({ before, after }: Scene, timeline: Timeline, name: MilestoneName): boolean {
  return [before, after].every((side) =>
    side.judged.every((run) => timeline.at(side, run, name) !== undefined),
  );
}

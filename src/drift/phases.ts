/** Stages that are missing, new, or come in another order. */
import { PHASES, type Phase } from '../model/drift.ts';
import { draft, type Draft } from './draft.ts';
import { MILESTONES, type MilestoneName } from './milestones.ts';
import { MARGIN_ONE_RUN_MS, lostBefore } from './order.ts';
import type { Scene } from './scene.ts';
import type { Side } from './side.ts';
import { sourcesOf } from './sources.ts';
import { isFull, supportOf } from './support.ts';
import type { Timeline } from './timeline.ts';

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
      doubt: doubtOfPhases(scene, timeline, before, after),
      related: true,
      sentence: `the stages come in another order: ${after.join(', ')}; they came as ${before.join(', ')}`,
    }),
  ];
}

/** A stage that comes later than it did shows the new order only where it cannot have come before in events that were lost. */
function doubtOfPhases(
  scene: Scene,
  timeline: Timeline,
  was: readonly Phase[],
  is: readonly Phase[],
): string | undefined {
  const late = [
    ...is.filter((phase, place) => was.indexOf(phase) < place).map((phase) => [phase, scene.after] as const),
    ...was.filter((phase, place) => is.indexOf(phase) < place).map((phase) => [phase, scene.before] as const),
  ];
  const marks = MILESTONES.filter(({ name }) => isShared(scene, timeline, name));
  const open = late.find(([phase, side]) =>
    side.judged.every((run) =>
      marks.some((mark) => mark.phase === phase && timeline.mayBeEarlier(side, run, mark.name)),
    ),
  );
  return open === undefined ? undefined : lostBefore(`"${open[0]}"`);
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

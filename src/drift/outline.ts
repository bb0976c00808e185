/** What a drawing of two sides needs: both at the same level of detail, who takes part, and when each run entered each phase. */
import { alignCollapse } from '../baseline/align.ts';
import { PHASES, type Phase } from '../model/drift.ts';
import type { FactSet, ProgramKey } from '../model/facts.ts';
import { alignDrawn } from './align-drawn.ts';
import { participationOf, type Participation } from './participation.ts';
import { withPrograms } from './rename-programs.ts';
import { makeSide, renameFacts, type Side } from './side.ts';
import { median } from './support.ts';
import { Timeline, milestoneFacts } from './timeline.ts';

export interface PhaseStart {
  readonly phase: Phase;
  /** Median over the runs that reach it. */
  readonly offsetMs: number;
}

export interface Outline {
  readonly before: Side;
  readonly after: Side;
  readonly participation: Participation;
  readonly phasesOf: (side: Side) => readonly PhaseStart[];
  /** The offset of a run on the time scale that all runs of the side share: phases begin where they usually do. */
  readonly usualMs: (side: Side, run: number, offsetMs: number) => number;
}

/** `renames`: key before → key after of programs that go by another identity now. The side before speaks of them by the new one. */
export function outlineOf(
  beforeSet: FactSet,
  afterSet: FactSet,
  renames: ReadonlyMap<ProgramKey, ProgramKey>,
): Outline {
  const [alignedBefore, alignedAfter] = alignCollapse(beforeSet, afterSet);
  const [was, after] = alignDrawn(makeSide('before', alignedBefore), makeSide('after', alignedAfter));
  const before = renameFacts(was, (fact) => withPrograms(fact, renames));
  const participation = participationOf(before, after);
  const marks = [milestoneFacts(before, participation.known), milestoneFacts(after, participation.known)];
  const facts = new Map(
    [...(marks[0] ?? [])].map(([name, ids]) => [name, new Set([...ids, ...(marks[1]?.get(name) ?? [])])]),
  );
  const timeline = new Timeline(before, after, facts);
  const phasesOf = (side: Side): readonly PhaseStart[] =>
    PHASES.flatMap((phase) => {
      const offsets = side.judged.flatMap((run) => timeline.entered(side, run, phase) ?? []);
      return offsets.length === 0 ? [] : [{ phase, offsetMs: median(offsets) }];
    });
  const clocks = new Map<string, Clock>();
  const usualMs = (side: Side, run: number, offsetMs: number): number => {
    const id = `${side.name} ${run}`;
    const clock =
      clocks.get(id) ?? clockOf(side, run, phasesOf(side), (phase) => timeline.entered(side, run, phase));
    clocks.set(id, clock);
    return clock(offsetMs);
  };
  return { before, after, participation, phasesOf, usualMs };
}

type Clock = (offsetMs: number) => number;

/** Between two phases that a run enters, its time is stretched to what is usual between them. */
function clockOf(
  side: Side,
  run: number,
  usual: readonly PhaseStart[],
  entered: (phase: Phase) => number | undefined,
): Clock {
  const endOf = (index: number): number => side.runs[index]?.segments.at(-1)?.endMs ?? 0;
  const marks = [
    ...usual.flatMap(({ phase, offsetMs }) => {
      const own = entered(phase);
      return own === undefined ? [] : [{ own, usual: offsetMs }];
    }),
    { own: endOf(run), usual: median(side.judged.map(endOf)) },
  ].sort((a, b) => a.usual - b.usual);
  const anchors = [{ own: 0, usual: 0 }];
  for (const mark of marks) {
    const last = anchors.at(-1);
    if (last !== undefined && mark.own > last.own && mark.usual > last.usual) anchors.push(mark);
  }
  return (offsetMs) => {
    const at = anchors.findLastIndex(({ own }) => own <= offsetMs);
    const [from, to] = [anchors[at], anchors[at + 1]];
    if (from === undefined) return offsetMs;
    if (to === undefined) return from.usual + offsetMs - from.own;
    return from.usual + ((offsetMs - from.own) / (to.own - from.own)) * (to.usual - from.usual);
  };
}

/** When each run reached each milestone, and from that: the phase of an offset, and where in another run a fact is to be expected. */
import { PHASES, type Phase } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { earliestLoss, lostAtStart } from './loss.ts';
import { MILESTONES, mayShowMilestone, type Milestone, type MilestoneName } from './milestones.ts';
import { hasFact, idOf, keyPart, type Side, type SideName } from './side.ts';
import { sourcesOn } from './sources.ts';
import type { UpgradeProgramName } from './upgrade-programs.ts';
import type { Window } from './window.ts';

/** When a run first shows a milestone, and since when it may have been there, in events that were lost. */
interface Reached {
  readonly atMs: number;
  readonly maybeMs: number;
}

type Offsets = ReadonlyMap<MilestoneName, Reached>;
type EnteredPhases = ReadonlyMap<Phase, number>;

/** Least tolerance for the time at which a fact is expected. */
const TOLERANCE_MS = 30_000;

export class Timeline {
  readonly #offsets: Readonly<Record<SideName, readonly Offsets[]>>;
  readonly #entered: Readonly<Record<SideName, readonly EnteredPhases[]>>;
  readonly #known = new Map<string, Marks>();
  readonly #facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>;

  /** `facts`: ids of the facts that show each milestone, on either side. */
  constructor(before: Side, after: Side, facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>) {
    this.#facts = new Map([...facts].map(([name, ids]) => [name, commonFacts(before, after, ids)]));
    this.#offsets = { before: offsetsOf(before, this.#facts), after: offsetsOf(after, this.#facts) };
    this.#entered = {
      before: this.#offsets.before.map(enteredPhases),
      after: this.#offsets.after.map(enteredPhases),
    };
  }

  /** Offset in ms at which a run reached a milestone. */
  at(side: Side, run: number, milestone: MilestoneName): number | undefined {
    return this.#offsets[side.name][run]?.get(milestone)?.atMs;
  }

  /** Could a run have reached a milestone before it was seen there? Then its time says nothing of an order. */
  mayBeEarlier(side: Side, run: number, milestone: MilestoneName): boolean {
    const reached = this.#offsets[side.name][run]?.get(milestone);
    return reached !== undefined && reached.maybeMs < reached.atMs;
  }

  /** Offset at which a run entered a phase: its first milestone. */
  entered(side: Side, run: number, phase: Phase): number | undefined {
    return this.#entered[side.name][run]?.get(phase);
  }

  /** The facts of a side that show a milestone. */
  factsFor(side: Side, milestone: MilestoneName): readonly Fact[] {
    return [...(this.#facts.get(milestone) ?? [])].flatMap((id) => side.facts.get(id) ?? []);
  }

  /** The milestone a fact shows. */
  milestoneOf(fact: Fact): Milestone | undefined {
    const id = idOf(fact);
    return MILESTONES.find((milestone) => this.#facts.get(milestone.name)?.has(id) === true);
  }

  /** The phase in which a fact first shows, in most of the runs that show it; the earlier one where they disagree evenly. */
  phaseOf(side: Side, fact: Fact): Phase | undefined {
    const votes = this.#votes(side, fact);
    let best: Phase | undefined;
    for (const phase of PHASES) {
      const count = votes.get(phase) ?? 0;
      if (count > (best === undefined ? 0 : (votes.get(best) ?? 0))) best = phase;
    }
    return best;
  }

  /** First shows in one phase here and in another there: whatever starts it, the upgrade does not. */
  wanders(side: Side, fact: Fact): boolean {
    return this.#votes(side, fact).size > 1;
  }

  #votes(side: Side, fact: Fact): ReadonlyMap<Phase, number> {
    const votes = new Map<Phase, number>();
    for (const run of side.judged) {
      const first = fact.firstMs[run] ?? -1;
      if (first < 0) continue;
      const phase = this.#phaseAt(side, run, first);
      if (phase !== undefined) votes.set(phase, (votes.get(phase) ?? 0) + 1);
    }
    return votes;
  }

  #phaseAt(side: Side, run: number, offset: number): Phase | undefined {
    let current: Phase | undefined;
    let since = -1;
    for (const [phase, entered] of this.#entered[side.name][run] ?? []) {
      if (entered <= offset && entered >= since) {
        current = phase;
        since = entered;
      }
    }
    return current;
  }

  /**
   * Where `run` of the side without the fact should show it for the first time: as far from the nearest milestone that both reached, over all runs that
   * show it, with a tolerance. A milestone whose first events may be lost tells the time as a span, and the next best one is heard too.
   */
  expected(present: Side, fact: Fact, absent: Side, run: number): Window {
    const marks = this.#marks(present, absent, run);
    const anchors: Anchor[] = [];
    for (const shown of present.judged) {
      const first = fact.firstMs[shown] ?? -1;
      if (first >= 0) anchors.push(this.#anchor(present, shown, first, marks));
    }
    if (anchors.length === 0) return { fromMs: 0, toMs: Infinity };
    const { fromMs, toMs } = windowOf(anchors);
    return { fromMs: Math.max(0, fromMs), toMs };
  }

  /** What the nearest milestone says of the time, and the one that loss leaves least in doubt: often the same. */
  #anchor(present: Side, shown: number, first: number, marks: Marks): Anchor {
    const offsets = this.#offsets[present.name][shown];
    let nearest = first;
    let nearFrom = marks.start.maybeMs + first;
    let nearTo = first;
    let surest = nearest;
    let sureFrom = nearFrom;
    let sureTo = nearTo;
    let leastDoubt = doubtOf(surest, sureFrom, sureTo);
    for (const [name, there] of marks.reached) {
      const here = offsets?.get(name);
      if (here === undefined) continue;
      const distance = Math.abs(first - here.atMs);
      const fromMs = there.maybeMs + first - here.atMs;
      const toMs = there.atMs + first - here.maybeMs;
      if (distance < nearest) {
        nearest = distance;
        nearFrom = fromMs;
        nearTo = toMs;
      }
      const doubt = doubtOf(distance, fromMs, toMs);
      if (doubt >= leastDoubt) continue;
      surest = distance;
      sureFrom = fromMs;
      sureTo = toMs;
      leastDoubt = doubt;
    }
    return { distance: surest, fromMs: Math.min(nearFrom, sureFrom), toMs: Math.max(nearTo, sureTo) };
  }

  /** What a run tells the time by. A milestone cannot have come, unseen, before the time at which it is to be expected itself. */
  #marks(present: Side, absent: Side, run: number): Marks {
    const key = `${absent.name} ${run}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const start = startOf(absent, run);
    const own = this.#offsets[absent.name][run] ?? new Map<MilestoneName, Reached>();
    const sure: Marks = { start, reached: [...own].filter(([, { atMs, maybeMs }]) => atMs === maybeMs) };
    const reached = [...own].map(([name, { atMs, maybeMs }]): readonly [MilestoneName, Reached] => {
      if (maybeMs === atMs) return [name, { atMs, maybeMs }];
      const anchors = present.judged.flatMap((shown) => {
        const first = this.at(present, shown, name);
        return first === undefined ? [] : [this.#anchor(present, shown, first, sure)];
      });
      const due = anchors.length === 0 ? -Infinity : windowOf(anchors).fromMs;
      return [name, { atMs, maybeMs: Math.min(atMs, Math.max(maybeMs, due)) }];
    });
    const marks: Marks = { start, reached };
    this.#known.set(key, marks);
    return marks;
  }
}

/** The milestones of one run, with the start of its recording. */
interface Marks {
  readonly start: Reached;
  readonly reached: readonly (readonly [MilestoneName, Reached])[];
}

/** Where a fact is to be expected, and how far from the milestone that says so. */
interface Anchor extends Window {
  readonly distance: number;
}

function doubtOf(distance: number, fromMs: number, toMs: number): number {
  return distance / 5 + toMs - fromMs;
}

/** One or two runs do not show how much the pace varies. */
const PACE = [1 / 2, 1 / 3, 1 / 5] as const;

function windowOf(anchors: readonly Anchor[]): Window {
  let earliest = Infinity;
  let first = Infinity;
  let last = -Infinity;
  let longest = -Infinity;
  for (const { distance, fromMs, toMs } of anchors) {
    earliest = Math.min(earliest, fromMs);
    first = Math.min(first, toMs);
    last = Math.max(last, toMs);
    longest = Math.max(longest, distance);
  }
  const pace = PACE[Math.min(anchors.length, PACE.length) - 1] ?? 1;
  const tolerance = Math.max(TOLERANCE_MS, (last - first) / 2, longest * pace);
  return { fromMs: earliest - tolerance, toMs: last + tolerance };
}

/** A milestone is timed by what both sides show of it: what one side did not record must not move it. All of it where they share nothing. */
function commonFacts(before: Side, after: Side, ids: ReadonlySet<string>): ReadonlySet<string> {
  const common = [...ids].filter((id) => hasFact(before, id) && hasFact(after, id));
  return common.length > 0 ? new Set(common) : ids;
}

/** Offsets count from the first event that was seen. What was lost before it may have begun at any time. */
function startOf(side: Side, run: number): Reached {
  const info = side.runs[run];
  return { atMs: 0, maybeMs: info !== undefined && lostAtStart(info) ? -Infinity : 0 };
}

function offsetsOf(side: Side, facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>): readonly Offsets[] {
  return side.runs.map((info, run) => {
    const offsets = new Map<MilestoneName, Reached>();
    for (const { name, inRun } of MILESTONES) {
      const own = [...(facts.get(name) ?? [])].flatMap((id) => side.facts.get(id) ?? []);
      const seen = own.map((fact) => fact.firstMs[run] ?? -1).filter((first) => first >= 0);
      const atMs = inRun === undefined ? (seen.length > 0 ? Math.min(...seen) : undefined) : inRun(info);
      if (atMs === undefined) continue;
      const doubts =
        inRun === undefined && info.lost > 0
          ? own.flatMap((fact) => earliestLoss(info, sourcesOn(side, fact), atMs) ?? [])
          : [];
      offsets.set(name, { atMs, maybeMs: Math.min(atMs, ...doubts) });
    }
    return offsets;
  });
}

/** When a run entered each phase that it shows. */
function enteredPhases(offsets: Offsets): EnteredPhases {
  const entered = new Map<Phase, number>();
  for (const { name, phase } of MILESTONES) {
    const atMs = offsets.get(name)?.atMs;
    if (phase !== undefined && atMs !== undefined)
      entered.set(phase, Math.min(atMs, entered.get(phase) ?? Infinity));
  }
  return entered;
}

/** Ids of a side's facts by the milestone they show. */
export function milestoneFacts(
  side: Side,
  known: (program: ProgramKey) => UpgradeProgramName | undefined,
): ReadonlyMap<MilestoneName, ReadonlySet<string>> {
  const found = new Map<MilestoneName, Set<string>>(MILESTONES.map(({ name }) => [name, new Set<string>()]));
  for (const fact of side.facts.values()) {
    const actor = known(keyPart(fact, 0));
    if (!mayShowMilestone(fact, actor)) continue;
    for (const { name, shownBy } of MILESTONES) {
      if (shownBy?.(fact, actor) === true) found.get(name)?.add(idOf(fact));
    }
  }
  return found;
}

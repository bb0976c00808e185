/** When each run reached each milestone, and from that: the phase of an offset, and where in another run a fact is to be expected. */
import { PHASES, type Phase } from '../model/drift.ts';
import type { Fact, ProgramKey } from '../model/facts.ts';
import { MILESTONES, mayShowMilestone, type Milestone, type MilestoneName } from './milestones.ts';
import { hasFact, idOf, keyPart, type Side, type SideName } from './side.ts';
import type { UpgradeProgramName } from './upgrade-programs.ts';

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

type Offsets = ReadonlyMap<MilestoneName, number>;

/** Least tolerance for the time at which a fact is expected. */
const TOLERANCE_MS = 30_000;

export class Timeline {
  readonly #offsets: Readonly<Record<SideName, readonly Offsets[]>>;
  readonly #facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>;

  /** `facts`: ids of the facts that show each milestone, on either side. */
  constructor(before: Side, after: Side, facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>) {
    this.#facts = new Map([...facts].map(([name, ids]) => [name, commonFacts(before, after, ids)]));
    this.#offsets = { before: offsetsOf(before, this.#facts), after: offsetsOf(after, this.#facts) };
  }

  /** Offset in ms at which a run reached a milestone. */
  at(side: Side, run: number, milestone: MilestoneName): number | undefined {
    return this.#offsets[side.name][run]?.get(milestone);
  }

  /** Offset at which a run entered a phase: its first milestone. */
  entered(side: Side, run: number, phase: Phase): number | undefined {
    const marks = MILESTONES.filter((milestone) => milestone.phase === phase);
    const offsets = marks.flatMap((milestone) => this.at(side, run, milestone.name) ?? []);
    return offsets.length === 0 ? undefined : Math.min(...offsets);
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
    for (const phase of PHASES) {
      const entered = this.entered(side, run, phase);
      if (entered !== undefined && entered <= offset && entered >= since) {
        current = phase;
        since = entered;
      }
    }
    return current;
  }

  /**
   * Where `run` of the side without the fact should show it for the first time: its offset behind the last milestone that both reached
   * before it, over all runs that show it, with a tolerance.
   */
  expected(present: Side, fact: Fact, absent: Side, run: number): Window {
    let least = Infinity;
    let most = 0;
    let longest = 0;
    for (const shown of present.judged) {
      const first = fact.firstMs[shown] ?? -1;
      if (first < 0) continue;
      const { behind, at } = this.#commonBefore(present, shown, first, absent, run);
      least = Math.min(least, at + behind);
      most = Math.max(most, at + behind);
      longest = Math.max(longest, behind);
    }
    if (least > most) return { fromMs: 0, toMs: Infinity };
    const tolerance = Math.max(TOLERANCE_MS, (most - least) / 2, longest / 5);
    return { fromMs: Math.max(0, least - tolerance), toMs: most + tolerance };
  }

  #commonBefore(
    present: Side,
    shown: number,
    first: number,
    absent: Side,
    run: number,
  ): { readonly behind: number; readonly at: number } {
    let best = { behind: first, at: 0 };
    for (const { name } of MILESTONES) {
      const here = this.at(present, shown, name);
      const there = this.at(absent, run, name);
      if (here === undefined || there === undefined || here > first) continue;
      if (first - here < best.behind) best = { behind: first - here, at: there };
    }
    return best;
  }
}

/** A milestone is timed by what both sides show of it: what one side did not record must not move it. All of it where they share nothing. */
function commonFacts(before: Side, after: Side, ids: ReadonlySet<string>): ReadonlySet<string> {
  const common = [...ids].filter((id) => hasFact(before, id) && hasFact(after, id));
  return common.length > 0 ? new Set(common) : ids;
}

function offsetsOf(side: Side, facts: ReadonlyMap<MilestoneName, ReadonlySet<string>>): readonly Offsets[] {
  return side.runs.map((info, run) => {
    const offsets = new Map<MilestoneName, number>();
    for (const { name, inRun } of MILESTONES) {
      const shown = [...(facts.get(name) ?? [])].map((id) => side.facts.get(id)?.firstMs[run] ?? -1);
      const seen = shown.filter((first) => first >= 0);
      const first = inRun === undefined ? (seen.length > 0 ? Math.min(...seen) : undefined) : inRun(info);
      if (first !== undefined) offsets.set(name, first);
    }
    return offsets;
  });
}

/** Ids of a side's facts by the milestone they show. */
export function milestoneFacts(
  side: Side,
  known: (program: ProgramKey) => UpgradeProgramName | undefined,
): ReadonlyMap<MilestoneName, ReadonlySet<string>> {
  const found = new Map<MilestoneName, Set<string>>(MILESTONES.map(({ name }) => [name, new Set<string>()]));
  for (const fact of side.facts.values()) {
    if (!mayShowMilestone(fact)) continue;
    const actor = known(keyPart(fact, 0));
    for (const { name, shownBy } of MILESTONES) {
      if (shownBy?.(fact, actor) === true) found.get(name)?.add(idOf(fact));
    }
  }
  return found;
}

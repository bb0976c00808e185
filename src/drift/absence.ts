/** Whether an absence proves anything. No loss proof, no "removed". */
import type { Certainty, Phase } from '../model/drift.ts';
import type { Fact } from '../model/facts.ts';
import type { Coverage } from './coverage.ts';
import { blindWindow, lossFor } from './loss.ts';
import { countOf, offsetText } from './names.ts';
import type { Side } from './side.ts';
import type { Sources } from './sources.ts';
import { leastSeen } from './support.ts';
import type { Timeline, Window } from './timeline.ts';

export interface Absence {
  readonly certainty: Certainty;
  /** Runs that could have shown the fact and show that it is not there. */
  readonly provingRuns: number;
  /** Why it is inconclusive. */
  readonly why: string | undefined;
  /** Launch order right after a start is not fixed: such an absence never fails a check. */
  readonly atBoot: boolean;
}

/** Facts first seen within this time after a restart are never judged absent. */
const BOOT_MS = 60_000;
/** A run that goes on for less than half of what the other side shows behind the last common milestone ended early. */
const ENDED_EARLY = 0.5;
/** One more run may well show a fact less often than the run that showed it least; a program by half, since its acts come and go too. */
const SPREAD_OF_COUNTS = 0.75;
const SPREAD_OF_PROGRAMS = 0.5;

/**
 * Judges that `facts` of `present` are missing on `absent`. Undefined where the comparison is void: no run of the other side recorded their event
 * types, or none went on past the restart behind which they belong.
 */
export function judgeAbsence(
  present: Side,
  facts: readonly Fact[],
  absent: { readonly side: Side; readonly coverage: Coverage },
  sources: Sources,
  timeline: Timeline,
): Absence | undefined {
  const fact = facts[0];
  const { side, coverage } = absent;
  const recorded = side.judged.filter((run) =>
    sources.every((group) => group.some((type) => coverage.recorded(run, type))),
  );
  if (fact === undefined || recorded.length === 0) return undefined;
  const reachable = recorded.filter((run) => !isBehindRestart(present, fact, side, run, timeline));
  if (reachable.length === 0) return undefined;
  if (facts.every((each) => isAtBoot(present, each))) {
    const why =
      'it only ever shows within a minute after a restart, where the order of launches is not fixed';
    return { certainty: 'inconclusive', provingRuns: 0, why, atBoot: true };
  }
  const excuses = reachable.map((run) => excuse(present, facts, side, run, sources, timeline));
  const provingRuns = excuses.filter((why) => why === undefined).length;
  return provingRuns > 0
    ? { certainty: 'observed', provingRuns, why: undefined, atBoot: false }
    : {
        certainty: 'inconclusive',
        provingRuns,
        why: excuses.find((why) => why !== undefined),
        atBoot: false,
      };
}

/** What could hide the facts in one run, as a clause; undefined where nothing could. */
function excuse(
  present: Side,
  facts: readonly Fact[],
  absent: Side,
  run: number,
  sources: Sources,
  timeline: Timeline,
): string | undefined {
  const info = absent.runs[run];
  if (info === undefined) return undefined;
  for (const fact of facts) {
    const window = timeline.expected(present, fact, absent, run);
    const loss = lossFor(info, sources, window);
    const hidden =
      loss.expected > 0 &&
      loss.onwards >=
        leastSeen(present, fact) * (fact.kind === 'program' ? SPREAD_OF_PROGRAMS : SPREAD_OF_COUNTS);
    const blind = blindWindow(info, window);
    const ended = endedBefore(present, absent, run, window, timeline);
    if (!hidden && blind === undefined && !ended) return undefined;
    if (fact !== facts.at(-1)) continue;
    if (hidden)
      return `${countOf(loss.onwards, 'event')} of its kinds were lost from where it is expected on`;
    if (blind !== undefined) {
      return `nothing was recorded from ${offsetText(blind.fromMs)} to ${offsetText(blind.toMs)}, where it is expected`;
    }
    return `the recording ${info.cut ? 'was cut' : 'ends'} before it is expected`;
  }
  return undefined;
}

function endedBefore(present: Side, absent: Side, run: number, window: Window, timeline: Timeline): boolean {
  const info = absent.runs[run];
  const end = info?.segments.at(-1)?.endMs;
  if (info === undefined || end === undefined || window.toMs === Infinity) return false;
  if (info.cut) return end <= window.toMs;
  return (
    end < window.fromMs + (window.toMs - window.fromMs) / 2 && endedEarly(present, absent, run, end, timeline)
  );
}

function endedEarly(present: Side, absent: Side, run: number, end: number, timeline: Timeline): boolean {
  const rests = present.judged.map((shown) => {
    const info = present.runs[shown];
    const last = timeline.lastCommon(present, shown, absent, run);
    return { there: (info?.segments.at(-1)?.endMs ?? 0) - last.atPresent, here: end - last.atAbsent };
  });
  return rests.length > 0 && rests.every(({ there, here }) => here < there * ENDED_EARLY);
}

const AFTER_RESTART: readonly Phase[] = ['first-boot', 'settled'];

/** The fact belongs behind a restart that this run does not show. */
function isBehindRestart(present: Side, fact: Fact, absent: Side, run: number, timeline: Timeline): boolean {
  if (timeline.at(absent, run, 'booted') !== undefined) return false;
  const phase = timeline.phaseOf(present, fact);
  if (phase === undefined || !AFTER_RESTART.includes(phase)) return false;
  return present.judged.every((shown) => {
    const first = fact.firstMs[shown] ?? -1;
    const booted = timeline.at(present, shown, 'booted');
    return first < 0 || (booted !== undefined && first >= booted);
  });
}

function isAtBoot(side: Side, fact: Fact): boolean {
  const shown = side.judged.filter((run) => (fact.firstMs[run] ?? -1) >= 0);
  return (
    shown.length > 0 &&
    shown.every((run) => {
      const first = fact.firstMs[run] ?? -1;
      const segments = side.runs[run]?.segments ?? [];
      return segments.some(({ reboot, startMs }) => reboot && first >= startMs && first <= startMs + BOOT_MS);
    })
  );
}

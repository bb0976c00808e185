/** Whether an absence proves anything. No loss proof, no "removed". */
import type { Certainty, Phase } from '../model/drift.ts';
import type { Fact } from '../model/facts.ts';
import { hidingOf, type Lookout } from './hiding.ts';
import { showsAnyway, type Side } from './side.ts';
import type { Sources } from './sources.ts';
import type { Timeline } from './timeline.ts';
import type { Window } from './window.ts';

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

/** What is asked: are these facts of `present` really missing on `side`? */
export interface Question extends Lookout {
  readonly facts: readonly Fact[];
  readonly sources: Sources;
}

/**
 * Judges an absence. Undefined where the comparison is void: no run of the other side recorded the event types, or none went on past the restart behind
 * which they belong.
 */
export function judgeAbsence(question: Question): Absence | undefined {
  const { present, facts, side, coverage, sources, timeline } = question;
  const fact = facts[0];
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
  const lacking = reachable.filter((run) => !facts.some((each) => showsAnyway(side, each, run)));
  const excuses = lacking.map((run) => excuse(question, run));
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

/** What could hide the facts in one run, as a clause; undefined where one of them at least must have shown. */
function excuse(question: Question, run: number): string | undefined {
  const { present, facts, side, timeline } = question;
  let why: string | undefined;
  for (const fact of facts) {
    why = hidingOf(question, fact, run);
    if (why === undefined && endedBefore(side, run, timeline.expected(present, fact, side, run)))
      why = `the recording ${side.runs[run]?.cut === true ? 'was cut' : 'ends'} before it is expected`;
    if (why === undefined) return undefined;
  }
  return why;
}

/** The recording was over before the time at which the fact may still come: nobody can say that it did not. */
function endedBefore(absent: Side, run: number, window: Window): boolean {
  const end = absent.runs[run]?.segments.at(-1)?.endMs;
  return end !== undefined && window.toMs !== Infinity && end <= window.toMs;
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

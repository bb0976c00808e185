/** What could hide a fact from one run: loss, time that nobody saw, an end that came too early. */
import type { Fact, RunInfo } from '../model/facts.ts';
import type { Coverage } from './coverage.ts';
import { blindWindow, lossFor, sawAll, type BlindWindow } from './loss.ts';
import { countOf, offsetText } from './names.ts';
import { keyPart, showsAnyway, type Side, type SideName } from './side.ts';
import { sourcesOn } from './sources.ts';
import { leastSeen } from './support.ts';
import type { Timeline } from './timeline.ts';
import type { Window } from './window.ts';

/** Facts of `present`, looked for on `side`. */
export interface Lookout {
  readonly present: Side;
  readonly side: Side;
  readonly coverage: Coverage;
  readonly timeline: Timeline;
  /** They belong to the upgrade, so that they are expected at a stage of it. What runs beside it can come at any time, and loss at any time can hide it. */
  readonly isTimed: boolean;
}

const ANY_TIME: Window = { fromMs: 0, toMs: Infinity };
/** One more run may well show a fact less often than the run that showed it least; a program by half, since its acts come and go too. */
const SPREAD_OF_COUNTS = 0.75;
const SPREAD_OF_PROGRAMS = 0.5;
const RUNS_THAT_SHOW_A_SPREAD = 3;

/** What could hide one fact from one run, as a clause; undefined where nothing could. */
export function hidingOf(lookout: Lookout, fact: Fact, run: number): string | undefined {
  const { present, side, coverage, timeline, isTimed } = lookout;
  const info = side.runs[run];
  if (info === undefined) return undefined;
  const sources = sourcesOn(present, fact);
  if (!sources.every((group) => group.some((type) => coverage.recorded(run, type))))
    return 'its kinds of events were not recorded';
  if (sawAll(info)) return undefined;
  const window = timeline.expected(present, fact, side, run);
  const loss = lossFor(info, sources, isTimed ? window : ANY_TIME);
  if (loss.expected > 0 && loss.onwards >= leastActs(lookout, fact)) {
    const where = isTimed ? ' from where it is expected on' : '';
    return `${countOf(loss.onwards, 'event')} of its kinds were lost${where}`;
  }
  const blind = blindWindow(info, window);
  if (blind !== undefined) return blindText(blind);
  if (endsIn(info, window))
    return 'events were lost, and it is expected where the recording breaks off for the restart: loss there leaves no trace';
  return undefined;
}

/** So many events of a fact a run shows at least. One or two runs do not show how much the background varies. */
function leastActs({ present, isTimed }: Lookout, fact: Fact): number {
  if (!isTimed && present.judged.length < RUNS_THAT_SHOW_A_SPREAD) return 1;
  return leastSeen(present, fact) * (fact.kind === 'program' ? SPREAD_OF_PROGRAMS : SPREAD_OF_COUNTS);
}

function blindText({ fromMs, toMs, why }: BlindWindow): string {
  const what = why === 'no-canary' ? 'no canary proves that anything was seen' : 'nothing was recorded';
  return `${what} from ${offsetText(fromMs)} to ${offsetText(toMs)}, where it is expected`;
}

/**
 * No later number tells of what was lost behind the last event before a restart. A recording without canaries that lost nothing else is trusted there;
 * one that did lose is not.
 */
function endsIn({ lost, segments }: RunInfo, { fromMs, toMs }: Window): boolean {
  return (
    lost > 0 &&
    segments.some(
      ({ endMs, trustedMs }, index) =>
        trustedMs === undefined &&
        segments[index + 1]?.reboot === true &&
        fromMs <= (segments[index + 1]?.startMs ?? 0) &&
        endMs <= toMs,
    )
  );
}

/** Could loss hide all of these from a run at once? Many facts that are missing together need as many events lost. */
export function couldLossHide(lookout: Lookout, facts: readonly Fact[], run: number): boolean {
  const { present, side, timeline } = lookout;
  const info = side.runs[run];
  if (info === undefined) return false;
  const windows = facts.map((fact) => timeline.expected(present, fact, side, run));
  const window = {
    fromMs: Math.min(...windows.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...windows.map(({ toMs }) => toMs)),
  };
  // A rename shows where it came from and where it went to, in one event.
  const whole = facts.filter((fact) => !keyPart(fact, 1).endsWith('-from'));
  const acts = whole.length > 0 ? whole : facts;
  const least = acts.reduce((sum, fact) => sum + leastActs(lookout, fact), 0);
  const types = [...new Set(facts.flatMap((fact) => sourcesOn(present, fact).flat()))];
  const loss = lossFor(info, types.length === 0 ? [] : [types], lookout.isTimed ? window : ANY_TIME);
  if (loss.expected > 0 && loss.onwards >= least) return true;
  return windows.every((each) => blindWindow(info, each) !== undefined || endsIn(info, each));
}

/** Whether loss could hide facts of one side from every run of the other that lacks them. */
export function hiderOf(
  sides: Readonly<Record<SideName, Side>>,
  coverage: Readonly<Record<SideName, Coverage>>,
  timeline: Timeline,
  includes: (fact: Fact) => boolean,
): (facts: readonly Fact[], from: SideName) => boolean {
  return (facts, from) => {
    const side = sides[from];
    if (facts.length === 0 || side.judged.some((run) => sawAll(side.runs[run]))) return false;
    const present = sides[from === 'after' ? 'before' : 'after'];
    const isTimed = facts.some(includes);
    const lookout: Lookout = { present, side, coverage: coverage[from], timeline, isTimed };
    const lacking = side.judged.filter((run) => !facts.some((fact) => showsAnyway(side, fact, run)));
    return lacking.length > 0 && lacking.every((run) => couldLossHide(lookout, facts, run));
  };
}

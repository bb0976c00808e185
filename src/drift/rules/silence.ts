/** Whether the silence of a rule or a signal in a run proves anything: no loss proof, no "broken". */
import type { RunInfo } from '../../model/facts.ts';
import type { Signal } from '../../model/rules.ts';
import { blindWindow, lossFor } from '../loss.ts';
import { countOf, offsetText } from '../names.ts';
import type { Window } from '../window.ts';
import { restartBehind, type TriedSide } from './tried-side.ts';

export interface SilenceQuestion {
  /** Signals that are silent. */
  readonly ids: readonly string[];
  /** The same, and what they wait for. */
  readonly signals: readonly Signal[];
  /** Runs before that count. */
  readonly open: readonly number[];
  readonly before: TriedSide;
  readonly after: TriedSide;
  readonly run: number;
  /** Where it should have fired; undefined where nobody knows. */
  readonly expected: Window | undefined;
}

/** What could hide the firing, as a clause; undefined where nothing could. */
export function silenceExcuse(question: SilenceQuestion): string | undefined {
  const { after, run, expected } = question;
  const info = after.side.runs[run];
  if (info === undefined) return 'nothing is known of the recording';
  const loss = lossExcuse(question);
  if (loss !== undefined) return loss;
  const { fromMs, toMs } = expected ?? { fromMs: 0, toMs: Infinity };
  const blind = blindWindow(info, { fromMs, toMs });
  if (blind !== undefined) {
    const what =
      blind.why === 'no-canary' ? 'no canary proves that anything was seen' : 'nothing was recorded';
    return `${what} from ${offsetText(blind.fromMs)} to ${offsetText(blind.toMs)}, where it is expected`;
  }
  if (!endsBefore(info, { fromMs, toMs })) return undefined;
  return `the recording ${info.cut ? 'was cut' : 'ends'} before it is expected`;
}

/** What of it was lost, as a clause. */
export function lossExcuse(question: SilenceQuestion): string | undefined {
  const { signals, after, run, expected } = question;
  const info = after.side.runs[run];
  const lost = info === undefined ? 0 : lostAmong(info, signals, expected);
  return lost > 0 ? `${countOf(lost, 'event')} of the kinds it looks at were lost` : undefined;
}

/** Event types of signals that the runs before show, which they recorded and this one did not: without them the run says nothing of the rule. */
export function typesNotRecorded(question: SilenceQuestion): readonly string[] {
  const { signals, before, after, run, open } = question;
  const shown = signals.filter(({ id }) => open.some((other) => (before.signal(id, other) ?? -1) >= 0));
  const missing = shown.flatMap(({ id, events }) => {
    if (after.signal(id, run) === null) return events;
    return events.filter(
      (type) =>
        type !== '*' && !after.recorded(run, type) && open.some((other) => before.recorded(other, type)),
    );
  });
  return [...new Set(missing)].sort();
}

/** Lost that could have been one of these signals, or what shows who acted in them. Behind the restart only for what is expected there. */
function lostAmong(info: RunInfo, signals: readonly Signal[], expected: Window | undefined): number {
  const types = new Set(signals.flatMap(({ events }) => events));
  const sources = types.has('*') ? [] : [[...new Set([...types, 'exec', 'fork'])]];
  const restart = restartBehind(info, 0) ?? Infinity;
  const toMs = (expected?.fromMs ?? 0) <= restart ? restart : Infinity;
  return lossFor(info, sources, { fromMs: 0, toMs }).expected;
}

/** The end came first, and no restart behind which it would not be looked for. */
function endsBefore(info: RunInfo, { toMs }: Window): boolean {
  const end = info.segments.at(-1)?.endMs;
  return end !== undefined && toMs !== Infinity && end <= toMs && restartBehind(info, 0) === undefined;
}

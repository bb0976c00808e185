/** What became of every rule and signal in one recording, as a profile keeps it. */
import type { RuleOutcome, RuleOutcomes, SignalOutcome } from '../model/rule-outcomes.ts';
import type { RuleSet } from '../model/rules.ts';
import type { Detector } from './engine.ts';
import { ruleDigest } from './rule-digest.ts';
import { isSeeable, reportRule, type RecordedTypes } from './rule-report.ts';
import type { RuleWatch } from './rule-watch.ts';

export interface RecordingStart {
  /** Trace id. */
  readonly trace: string;
  /** Time of its first event, ms since the epoch: offsets count from here. */
  readonly startMs: number;
}

/** The detector has seen all of the recording. */
export function outcomesOf(
  set: RuleSet,
  detector: Detector,
  start: RecordingStart,
  recorded: RecordedTypes,
): RuleOutcomes {
  return {
    ruleSet: set.name,
    digest: ruleDigest(set),
    traces: [start.trace],
    rules: detector.rules.map((watch) => ruleOutcome(watch, start, recorded)),
    signals: set.signals.map(({ id }): SignalOutcome => {
      const watch = detector.watchOf(id);
      const first = watch?.firstEver;
      if (first !== undefined) return { id, firstMs: [offsetOf(first.timeMs, start)] };
      return { id, firstMs: [watch !== undefined && isSeeable(watch, recorded) ? -1 : null] };
    }),
  };
}

function ruleOutcome(watch: RuleWatch, start: RecordingStart, recorded: RecordedTypes): RuleOutcome {
  const { id, state } = reportRule(watch, start.startMs, recorded, undefined);
  const decided = watch.first?.decision;
  const { globalSeq = null } = decided?.evidence ?? {};
  return {
    id,
    state: [state],
    firedMs: [decided === undefined ? -1 : offsetOf(decided.timeMs, start)],
    ...(decided === undefined || globalSeq === null
      ? {}
      : { evidence: [{ trace: start.trace, segment: decided.segment, globalSeq, time: decided.time }] }),
  };
}

/** Clocks step back now and then; nothing comes before the beginning. */
function offsetOf(timeMs: number, { startMs }: RecordingStart): number {
  return Math.max(0, Math.round(timeMs - startMs));
}

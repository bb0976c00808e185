/**
 * What became of each rule in each recording. Kept beside the facts of a profile or baseline, never in them: a baseline holds no events, so this is
 * how rules speak for its side. True for exactly the rules that `digest` names; other rules leave it unread.
 */
import type { RuleState } from './detection.ts';
import type { FactEvidence } from './facts.ts';

/** Vectors run in the order of `traces`. */
export interface RuleOutcomes {
  /** Name of the rule set. */
  readonly ruleSet: string;
  /** Of all that decides in the rules, their name, and the version of the engine that ran them: 16 hex digits. */
  readonly digest: string;
  /** Trace ids, sorted. */
  readonly traces: readonly string[];
  /** In the order of the rule set. */
  readonly rules: readonly RuleOutcome[];
  readonly signals: readonly SignalOutcome[];
}

export interface RuleOutcome {
  readonly id: string;
  readonly state: readonly RuleState[];
  /** ms from the first event of the recording; -1 where it did not fire. */
  readonly firedMs: readonly number[];
  /** Deciding events. In profiles, and in memory where several were united for a comparison. */
  readonly evidence?: readonly (FactEvidence & { readonly trace: string })[];
}

export interface SignalOutcome {
  readonly id: string;
  /** First time it showed, in ms from the first event; -1 where it did not; null where its events were not recorded. */
  readonly firstMs: readonly (number | null)[];
}

/** What became of detection rules between two sides. */
import type { Phase } from './drift.ts';
import type { RuleClaim, RuleMethod } from './rules.ts';

export const RULE_CHANGES = [
  'broken',
  'false-alarm',
  'late',
  'weaker',
  'gained',
  'holds',
  'silent',
  'unknown',
] as const;
/**
 * `broken`: fires no more · `false-alarm`: fires where nothing of the sort happened · `late`: fires later than the runs allow · `weaker`: fires, with fewer
 * signals · `gained`: fires now · `holds` · `silent`: on neither side · `unknown`: one side could not be asked.
 */
export type RuleChange = (typeof RULE_CHANGES)[number];

export const SIGNAL_CHANGES = ['lost', 'gained', 'kept', 'silent', 'not-recorded', 'unknown'] as const;
export type SignalChange = (typeof SIGNAL_CHANGES)[number];

export interface RunsTried {
  /** Runs on which the rules were tried, of those that count. */
  readonly runs: number;
  readonly of: number;
}

export interface RuleSide {
  /** Recordings of an upgrade on which it was tried. */
  readonly runs: number;
  readonly fired: number;
  /** Median offset of the firing, ms from the first event; null where it did not fire. */
  readonly firedMs: number | null;
  /** Median time from firing to the restart, ms; null where there was none. */
  readonly leadMs: number | null;
  /** How many of its signals every one of these runs shows. */
  readonly signals: number;
}

export interface ComparedSignal {
  readonly id: string;
  readonly title: string;
  readonly change: SignalChange;
  /** Runs that show it. */
  readonly before: number;
  readonly after: number;
  /** Ids of findings about what it looks at. */
  readonly findings: readonly string[];
}

export interface ComparedRule {
  readonly id: string;
  readonly title: string;
  readonly claim: RuleClaim;
  readonly method: RuleMethod;
  readonly phase: Phase;
  readonly change: RuleChange;
  /** Ids of the findings that say so. */
  readonly findings: readonly string[];
  readonly before: RuleSide;
  readonly after: RuleSide;
  /** How much later it fires than any of the runs before lets expect (negative: earlier; 0: among them), median in ms; null where that is not known. */
  readonly laterMs: number | null;
  readonly signals: readonly ComparedSignal[];
  /** One sentence a person understands. */
  readonly sentence: string;
}

export interface RuleComparison {
  /** Name of the rule set. */
  readonly ruleSet: string;
  /** File of the rules; null: built in. */
  readonly file: string | null;
  readonly digest: string;
  readonly before: RunsTried;
  readonly after: RunsTried;
  /** In the order of the rule set. */
  readonly rules: readonly ComparedRule[];
}

/** What rules did on stored recordings, and what they would have done with events or signals missing. */
import type { ConfidenceLevel, DetectedMethod, UpgradeOutcome } from './detection.ts';
import type { Phase } from './drift.ts';
import type { RuleExpectation } from './rule-expectation.ts';
import type { RuleClaim, RuleMethod } from './rules.ts';
import type { Method, OsVersion, Producer, Provenance } from './trace.ts';

export type RuleVerdict = 'ok' | 'missed' | 'false-alarm' | 'open';

export interface LossTolerance {
  readonly percent: number;
  readonly trials: number;
  readonly fired: number;
}

export interface RuleTrial {
  readonly rule: string;
  readonly expected: RuleExpectation;
  readonly fired: boolean;
  readonly verdict: RuleVerdict;
  readonly offsetMs: number | null;
  readonly leadMs: number | null;
  /** Of a start that fired: with events removed at random. */
  readonly loss: readonly LossTolerance[];
  /** Of a start that fired: signals without any one of which it no longer does. */
  readonly fragile: readonly string[];
}

export interface TestedTrace {
  readonly path: string;
  readonly trace: string;
  readonly provenance: Provenance;
  readonly recorded: Method;
  readonly os?: OsVersion;
  readonly target?: OsVersion;
  /** What a negative case shows. */
  readonly negative?: string;
  readonly method: DetectedMethod;
  readonly outcome: UpgradeOutcome;
  readonly confidence: ConfidenceLevel;
  readonly phases: readonly Phase[];
  readonly rules: readonly RuleTrial[];
}

export interface SignalTest {
  readonly kind: 'esdrift.signal-test';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly ruleSet: string;
  /** `nothing-tested`: no recording of an upgrade, or none without one, was among them. */
  readonly verdict: 'pass' | 'fail' | 'nothing-tested';
  readonly rules: readonly {
    readonly id: string;
    readonly claim: RuleClaim;
    readonly method: RuleMethod;
  }[];
  readonly traces: readonly TestedTrace[];
  /** A sentence for each rule that missed an upgrade or fired on what is none. */
  readonly failures: readonly string[];
}

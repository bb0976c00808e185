/** The result of comparing two sides. No text drawing here: `reason` is one plain sentence. */
import type { Acceptance } from './acceptance.ts';
import type { Preset } from './config.ts';
import type { RunInfo } from './facts.ts';
import type { RuleComparison } from './rule-comparison.ts';
import type { Stability } from './stability.ts';
import type { Producer } from './trace.ts';

export const CHANGE_KINDS = [
  'program-added',
  'program-removed',
  'program-moved',
  'program-resigned',
  'signing-flags-changed',
  'program-updated',
  'launch-added',
  'launch-removed',
  'program-reparented',
  'responsible-changed',
  'arguments-changed',
  'arguments-added',
  'arguments-removed',
  'file-added',
  'file-removed',
  'file-moved',
  'handoff-added',
  'handoff-removed',
  'event-added',
  'event-removed',
  'phase-missing',
  'phase-added',
  'phase-reordered',
  'order-changed',
  'count-changed',
  'shape-changed',
  'shape-added',
  'shape-removed',
  'rule-broken',
  'rule-late',
  'rule-false-alarm',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const SEVERITIES = ['high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `severity` is as bad as `floor`, or worse. */
export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(floor);
}

/** The least severity that fails a comparison. `never`: differences are shown and fail nothing. */
export type FailOn = Exclude<Severity, 'info'> | 'never';

/** How many of several new runs must show a difference for it to count. */
export const REQUIREMENTS = ['all', 'majority', 'any'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** `inconclusive`: loss, or what was not recorded, could explain it. */
export type Certainty = 'observed' | 'inconclusive';

export const PHASES = [
  'requested',
  'brain-staged',
  'downloading',
  'preparing',
  'staged',
  'committing',
  'dark',
  'first-boot',
  'settled',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Evidence {
  readonly trace: string;
  readonly globalSeq: number;
  readonly segment: number;
  readonly time: string;
}

export interface Finding {
  /** Stable over runs: depends on the change and its subject alone. */
  readonly id: string;
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** Program key the finding is filed under. */
  readonly program: string;
  /** What changed, the program first: `platform:com.apple.mobileassetd rename /System/…`. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Runs on the side that shows it (`before` for removals), and in how many of them it was seen. */
  readonly support: { readonly runs: number; readonly seenIn: number };
  /** In how many of the new runs it holds. */
  readonly holds: { readonly in: number; readonly of: number };
  /** Why the program takes part in the upgrade; null where nothing says that it does. */
  readonly part: string | null;
  /** Bits; how unexpected under the other side's runs. */
  readonly surprise: number;
  readonly phase: Phase | null;
  readonly evidence: readonly Evidence[];
  /** What is folded under this finding because it has the same cause: one line each, the first ones; `total` counts them all. */
  readonly members: { readonly total: number; readonly shown: readonly string[] };
  /** Ids of detection rules. */
  readonly affects: readonly string[];
  /** One sentence a person understands. */
  readonly reason: string;
  readonly accepted: {
    readonly reason: string;
    readonly owner?: string;
    readonly untilBuild?: string;
  } | null;
}

/** One axis of comparability. `excluded` axes are not compared. */
export interface ComparabilityNote {
  readonly axis: string;
  readonly level: 'ok' | 'warning' | 'excluded' | 'fatal';
  readonly message: string;
}

export type Verdict = 'same' | 'drift' | 'inconclusive';

export interface SideFile {
  readonly path: string;
  readonly kind: 'trace' | 'profile' | 'baseline';
  /** Id of the one trace in it; absent for a baseline. */
  readonly trace?: string;
}

export interface SideInfo {
  /** File names as given, or what the caller calls the side. */
  readonly name: string;
  readonly files: readonly SideFile[];
  readonly runs: readonly RunInfo[];
  /** What leaving one run out of the baseline found. */
  readonly stability?: Stability;
}

export interface DriftReport {
  readonly kind: 'esdrift.drift-report';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly before: SideInfo;
  readonly after: SideInfo;
  readonly verdict: Verdict;
  readonly failOn: FailOn;
  /** What was asked of several new runs; null: nothing, and what only some of them show is lowered. */
  readonly require: Requirement | null;
  /** The preset that holds, and patterns of the policy that match no program of either side. */
  readonly policy: { readonly preset: Preset; readonly unmatched: readonly string[] };
  readonly summary: {
    readonly high: number;
    readonly medium: number;
    readonly low: number;
    readonly info: number;
    readonly inconclusive: number;
    readonly accepted: number;
  };
  readonly comparability: readonly ComparabilityNote[];
  readonly findings: readonly Finding[];
  /** What became of the detection rules; null where the sides cannot be compared. */
  readonly rules: RuleComparison | null;
  /** Acceptances that hold nothing back: their build is reached, or nobody knows whether it is; or they match no finding. */
  readonly acceptance: {
    readonly expired: readonly Acceptance[];
    readonly undated: readonly Acceptance[];
    readonly stale: readonly Acceptance[];
  };
}

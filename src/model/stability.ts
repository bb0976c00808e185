/** What a baseline says of itself: each of its runs held against the others (leave-one-out), as if it were new. */
import type { ProgramPolicy } from './config.ts';
import type { ChangeKind, Severity } from './drift.ts';

/** Observed findings of all trials together; a rate per run is one of the numbers by the trials. */
export interface FalseAlarms {
  readonly change: ChangeKind;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

/**
 * Follows from the facts of exactly these runs, under the built-in severities. A merge drops it and `baseline create` works it out again, so
 * that it never stands for other runs than it was made of. Whole numbers where they can be: rates would not tell 0 of 2 from 0 of 10.
 */
export interface Stability {
  /** Runs that were held against the others: all upgrades, or 0 where there is none or one, and nothing can be known. */
  readonly trials: number;
  /** In the order of the kinds of change; kinds without an alarm are left out. */
  readonly falseAlarms: readonly FalseAlarms[];
  /** Findings at medium or above that loss could explain. */
  readonly inconclusive: number;
  /**
   * New facts that the first, second … run brought, on average over every order of the runs. The last number is about what one more run would bring
   * (Good–Turing).
   */
  readonly newFacts: { readonly upgrade: readonly number[]; readonly background: readonly number[] };
  /** Whether one more run would more likely than not add behaviour of the upgrade; null with one run. */
  readonly wouldChange: boolean | null;
}

/** What raised false alarms together, and what would calm it. */
export interface NoisyGroup {
  /** Program key, or a glob where several programs of one team are meant. */
  readonly programs: string;
  readonly changes: readonly ChangeKind[];
  readonly worst: Severity;
  readonly findings: number;
  /** Runs, left out in turn, in which they were raised. */
  readonly trials: number;
  /** Subject of one of them. */
  readonly example: string;
  /** A path that a template rule would make of several that differ in one part; null where none do. */
  readonly template: string | null;
  /** Entry for "policy.programs" of esdrift.config.json; null where it would hide more than noise: findings of the upgrade that fail nothing. */
  readonly policy: ProgramPolicy | null;
}

/** The noisiest first. `others`: what is left, mostly programs of the background that one run happened to show. */
export interface NoiseSources {
  readonly groups: readonly NoisyGroup[];
  readonly others: { readonly findings: number; readonly programs: number };
}

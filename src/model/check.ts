/** The result of `esdrift check`: one entry for each recording, and for each baseline that cannot be read. */
import type { DriftReport, Finding } from './drift.ts';
import type { Producer } from './trace.ts';

export const CHECK_OUTCOMES = [
  'same',
  'drift',
  'inconclusive',
  'not-comparable',
  'no-baseline',
  'unreadable',
  'skipped',
] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** What decides over all recordings, the first that occurs; what is behind it decides nothing. */
export const DECIDING_OUTCOMES: readonly CheckOutcome[] = [
  'unreadable',
  'not-comparable',
  'drift',
  'inconclusive',
  'no-baseline',
  'same',
  'skipped',
];

export interface CheckEntry {
  /** A baseline has an entry only where it cannot be read: whatever it was meant for is held against the others. */
  readonly about: 'recording' | 'baseline';
  /** Path as found; that of the baseline where the entry is about one. */
  readonly trace: string;
  readonly series: string;
  /** Path of the baseline it was held against; null where none fits. */
  readonly baseline: string | null;
  readonly outcome: CheckOutcome;
  readonly exitCode: number;
  readonly summary: DriftReport['summary'] | null;
  /** Artefacts, relative to the folder. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** One recording of a check, and its report where it was compared. */
export interface CheckedReport {
  readonly entry: CheckEntry;
  readonly report?: DriftReport;
  /** Where a finding's fact stands in the baseline's file, from 1; where somebody asks for it. */
  readonly lineOf?: ((finding: Finding) => number | undefined) | undefined;
}

export interface PendingFile {
  readonly baseline: string;
  readonly path: string;
  readonly findings: number;
}

export interface CheckSummary {
  readonly kind: 'esdrift.check-summary';
  readonly formatVersion: 1;
  readonly producer: Producer;
  /** What decides over all recordings. */
  readonly outcome: CheckOutcome;
  readonly exitCode: number;
  /** Folder of the artefacts. */
  readonly out: string;
  readonly checks: readonly CheckEntry[];
  /** Files that were written for review. */
  readonly pending: readonly PendingFile[];
  readonly warnings: readonly string[];
}

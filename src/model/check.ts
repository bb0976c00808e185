/** Results of `esdrift check` and pages of `esdrift explain`, as printed. */
import type { DriftReport } from './drift.ts';
import type { Producer } from './trace.ts';

export interface CheckEntry {
  /** Path as found. */
  readonly trace: string;
  readonly series: string;
  /** Path of the baseline it was held against; null where none fits. */
  readonly baseline: string | null;
  readonly verdict: DriftReport['verdict'] | 'no-baseline';
  readonly exitCode: number;
  readonly summary: DriftReport['summary'] | null;
  /** Artefacts, relative to the folder. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

export interface CheckSummary {
  readonly kind: 'esdrift.check-summary';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly exitCode: number;
  /** Folder of the artefacts. */
  readonly out: string;
  readonly checks: readonly CheckEntry[];
  readonly warnings: readonly string[];
}

// Made from schemas/check-summary.schema.json by `npm run generate`. Do not edit.

type CheckOutcome =
  'same' | 'drift' | 'inconclusive' | 'not-comparable' | 'no-baseline' | 'unreadable' | 'skipped';

/**
 * The result of esdrift check: one entry for each recording, and for each baseline that cannot be read.
 */
export interface CheckSummary {
  kind: 'esdrift.check-summary';
  formatVersion: 1;
  producer: Producer;
  outcome: CheckOutcome;
  exitCode: number;
  /**
   * Folder of the artefacts.
   */
  out: string;
  checks: CheckEntry[];
  /**
   * Files that were written for review.
   */
  pending: PendingFile[];
  warnings: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface CheckEntry {
  /**
   * A baseline has an entry only where it cannot be read: whatever it was meant for is held against the others.
   */
  about: 'recording' | 'baseline';
  /**
   * Path as found; that of the baseline where the entry is about one.
   */
  trace: string;
  series: string;
  /**
   * Path of the baseline it was held against; null where none fits.
   */
  baseline: string | null;
  outcome: CheckOutcome;
  exitCode: number;
  summary: FindingCounts | null;
  /**
   * Artefacts, relative to the folder.
   */
  files: string[];
  notes: string[];
}
/**
 * Findings by severity that are not accepted; how many of them are inconclusive; how many are accepted.
 */
interface FindingCounts {
  high: number;
  medium: number;
  low: number;
  info: number;
  inconclusive: number;
  accepted: number;
}
interface PendingFile {
  baseline: string;
  path: string;
  findings: number;
}

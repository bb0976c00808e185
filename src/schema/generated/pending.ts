// Made from schemas/pending.schema.json by `npm run generate`. Do not edit.

type ChangeKind =
  | 'program-added'
  | 'program-removed'
  | 'program-moved'
  | 'program-resigned'
  | 'signing-flags-changed'
  | 'program-updated'
  | 'launch-added'
  | 'launch-removed'
  | 'program-reparented'
  | 'responsible-changed'
  | 'arguments-changed'
  | 'arguments-added'
  | 'arguments-removed'
  | 'file-added'
  | 'file-removed'
  | 'file-moved'
  | 'handoff-added'
  | 'handoff-removed'
  | 'event-added'
  | 'event-removed'
  | 'phase-missing'
  | 'phase-added'
  | 'phase-reordered'
  | 'order-changed'
  | 'count-changed'
  | 'shape-changed'
  | 'shape-added'
  | 'shape-removed'
  | 'rule-broken'
  | 'rule-late'
  | 'rule-false-alarm';
type Severity = 'high' | 'medium' | 'low' | 'info';

/**
 * Findings that wait for a person: NAME.pending.json, written by esdrift check, taken over by esdrift baseline accept.
 */
export interface Pending {
  kind: 'esdrift.pending';
  formatVersion: 1;
  producer: Producer;
  baseline: {
    /**
     * File name without its folder.
     */
    file: string;
    /**
     * Ids of its traces.
     */
    runs: string[];
  };
  /**
   * The worst first.
   */
  findings: PendingFinding[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface PendingFinding {
  /**
   * Id of the finding.
   */
  id: string;
  change: ChangeKind;
  severity: Severity;
  subject: string;
  before: string | null;
  after: string | null;
  /**
   * What the report says of it.
   */
  finding: string;
  /**
   * File names of the recordings that show it.
   */
  recordings: string[];
  /**
   * To be filled in by who reviews it. Without a reason it stays pending; owner and build may stay empty.
   */
  accept: {
    /**
     * Why it may stand.
     */
    reason: string;
    /**
     * Who answers for it.
     */
    owner: string;
    /**
     * From this OS build on the finding is loud again.
     */
    untilBuild: string;
  };
}

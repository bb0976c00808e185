// Made from schemas/accepted.schema.json by `npm run generate`. Do not edit.

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

/**
 * What `esdrift baseline accept --json` prints.
 */
export interface Accepted {
  kind: 'esdrift.accepted';
  formatVersion: 1;
  /**
   * The file with all acceptances.
   */
  path: string;
  added: Acceptance[];
  /**
   * Already there, with another reason, owner or build than now.
   */
  replaced: Acceptance[];
  forgotten: Acceptance[];
  /**
   * Acceptances in the file now.
   */
  total: number;
  /**
   * The file of pending findings they came from, and how many still wait there; null where they came from a report.
   */
  pending: {
    path: string;
    left: number;
  } | null;
}
interface Acceptance {
  /**
   * Id of the finding.
   */
  id: string;
  change: ChangeKind;
  subject: string;
  /**
   * Why it may stand.
   */
  reason: string;
  /**
   * Who answers for it.
   */
  owner?: string;
  /**
   * From this OS build on the finding is loud again.
   */
  untilBuild?: string;
}

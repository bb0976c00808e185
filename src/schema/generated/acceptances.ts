// Made from schemas/acceptances.schema.json by `npm run generate`. Do not edit.

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
 * Findings a person has looked at and lets stand: NAME.accepted.json beside NAME.baseline.json.
 */
export interface Acceptances {
  kind: 'esdrift.acceptances';
  formatVersion: 1;
  producer: Producer;
  /**
   * Sorted by id.
   */
  accepted: Acceptance[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
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

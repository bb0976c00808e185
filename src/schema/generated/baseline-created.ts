// Made from schemas/baseline-created.schema.json by `npm run generate`. Do not edit.

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
type PolicyLevel = 'high' | 'medium' | 'low' | 'info' | 'off';

/**
 * What `esdrift baseline create --json` prints.
 */
export interface BaselineCreatedDocument {
  kind: 'esdrift.baseline-created';
  formatVersion: 1;
  /**
   * The baseline that was written.
   */
  path: string;
  bytes: number;
  /**
   * Recordings of upgrades.
   */
  upgrades: number;
  /**
   * Recordings without an upgrade.
   */
  controls: number;
  facts: {
    kind: 'program' | 'launch' | 'responsible' | 'arguments' | 'file' | 'handoff' | 'event' | 'shape';
    total: number;
    /**
     * Shown by every upgrade run.
     */
    always: number;
    /**
     * Shown by one run only.
     */
    once: number;
  }[];
  /**
   * Sets that grew too large and became holes.
   */
  collapsed: string[];
  /**
   * What a person should know before trusting it.
   */
  warnings: string[];
  stability: Stability;
  noise: NoiseSources;
}
/**
 * Each run held against the others, as if it were new: true of exactly these runs, and worked out again when they are merged.
 */
interface Stability {
  /**
   * Runs that were held against the others; 0 where there is none or one, and nothing can be known.
   */
  trials: number;
  /**
   * Observed findings of all trials together, by kind of change.
   */
  falseAlarms: FalseAlarms[];
  /**
   * Findings at medium or above that loss could explain.
   */
  inconclusive: number;
  /**
   * New facts that the first, second … run brought, on average over every order of the runs.
   */
  newFacts: {
    upgrade: number[];
    background: number[];
  };
  /**
   * Whether one more run would more likely than not add behaviour of the upgrade; null with one run.
   */
  wouldChange: boolean | null;
}
interface FalseAlarms {
  change: ChangeKind;
  high: number;
  medium: number;
  low: number;
}
/**
 * What raises false alarms again and again, and what would calm it; the noisiest first.
 */
interface NoiseSources {
  groups: NoisyGroup[];
  /**
   * What is left: mostly programs that one run happened to show.
   */
  others: {
    findings: number;
    programs: number;
  };
}
interface NoisyGroup {
  /**
   * Program key, or a glob where several programs of one team are meant.
   */
  programs: string;
  changes: ChangeKind[];
  worst: Severity;
  findings: number;
  /**
   * Runs, left out in turn, in which they were raised.
   */
  trials: number;
  /**
   * Subject of one of them.
   */
  example: string;
  /**
   * A path that a template rule would make of several that differ in one part.
   */
  template: string | null;
  /**
   * Entry for policy.programs of esdrift.config.json; null where it would hide more than noise.
   */
  policy: ProgramPolicy | null;
}
interface ProgramPolicy {
  /**
   * Program key or signing id; * stands for any characters.
   */
  match: string;
  severity?: PolicyLevel;
  changes?: PolicyChanges;
}
interface PolicyChanges {
  'program-added'?: PolicyLevel;
  'program-removed'?: PolicyLevel;
  'program-moved'?: PolicyLevel;
  'program-resigned'?: PolicyLevel;
  'signing-flags-changed'?: PolicyLevel;
  'program-updated'?: PolicyLevel;
  'launch-added'?: PolicyLevel;
  'launch-removed'?: PolicyLevel;
  'program-reparented'?: PolicyLevel;
  'responsible-changed'?: PolicyLevel;
  'arguments-changed'?: PolicyLevel;
  'arguments-added'?: PolicyLevel;
  'arguments-removed'?: PolicyLevel;
  'file-added'?: PolicyLevel;
  'file-removed'?: PolicyLevel;
  'file-moved'?: PolicyLevel;
  'handoff-added'?: PolicyLevel;
  'handoff-removed'?: PolicyLevel;
  'event-added'?: PolicyLevel;
  'event-removed'?: PolicyLevel;
  'phase-missing'?: PolicyLevel;
  'phase-added'?: PolicyLevel;
  'phase-reordered'?: PolicyLevel;
  'order-changed'?: PolicyLevel;
  'count-changed'?: PolicyLevel;
  'shape-changed'?: PolicyLevel;
  'shape-added'?: PolicyLevel;
  'shape-removed'?: PolicyLevel;
  'rule-broken'?: PolicyLevel;
  'rule-late'?: PolicyLevel;
  'rule-false-alarm'?: PolicyLevel;
}

// Made from schemas/drift-report.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';
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
type FailOn = 'high' | 'medium' | 'low' | 'never';
/**
 * recommended: the built-in severities. strict: what belongs to the upgrade counts one step more. learn: as recommended, but nothing fails unless failOn says so.
 */
type Preset = 'recommended' | 'strict' | 'learn';

/**
 * The result of comparing two sides.
 */
export interface DriftReport {
  kind: 'esdrift.drift-report';
  formatVersion: 1;
  producer: Producer;
  before: SideInfo;
  after: SideInfo;
  verdict: 'same' | 'drift' | 'inconclusive';
  failOn: FailOn;
  /**
   * How many of several new runs a difference must hold in; null: not asked, what some runs show is lowered.
   */
  require: 'all' | 'majority' | 'any' | null;
  /**
   * The preset that holds, and patterns of the policy that match no program of either side.
   */
  policy: {
    preset: Preset;
    unmatched: string[];
  };
  summary: FindingCounts;
  /**
   * Axes on which the sides agree, differ, or were not compared.
   */
  comparability: ComparabilityNote[];
  /**
   * Sorted by severity, certainty, program, change and subject.
   */
  findings: Finding[];
  /**
   * What became of the detection rules; null where the sides cannot be compared.
   */
  rules: RuleComparison | null;
  /**
   * Acceptances that hold nothing back.
   */
  acceptance: {
    /**
     * Their build is reached: the findings count again.
     */
    expired: Acceptance[];
    /**
     * Whether their build is reached is not known: the findings count.
     */
    undated: Acceptance[];
    /**
     * They match no finding.
     */
    stale: Acceptance[];
  };
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
interface SideInfo {
  /**
   * File names as given.
   */
  name: string;
  files: {
    path: string;
    kind: 'trace' | 'profile' | 'baseline';
    /**
     * Id of the one trace in it; absent for a baseline.
     */
    trace?: string;
  }[];
  runs: RunInfo[];
  stability?: Stability;
}
interface RunInfo {
  /**
   * Trace id.
   */
  trace: string;
  /**
   * Digest of the trace's frames, hex.
   */
  sha256: string;
  provenance: Provenance;
  /**
   * The tool whose capture it is, where that is not eslogger.
   */
  format?: 'mac-monitor' | 'osquery';
  method: Method;
  /**
   * A control is a recording without an upgrade.
   */
  role: 'upgrade' | 'control';
  os?: OsVersion;
  target?: OsVersion;
  arch?: string;
  model?: string;
  virtualMachine?: boolean;
  labels: Labels;
  /**
   * Event types recorded, where known.
   */
  subscribed?: string[];
  eventsByType: Counts;
  messageVersions: number[];
  events: number;
  badLines: number;
  oversizeLines: number;
  segments: {
    startMs: number;
    endMs: number;
    reboot: boolean;
    /**
     * OS build that acted, where the recording says.
     */
    build?: string;
    /**
     * Offset of the last canary that was seen, the start of the segment where none was. Absent in recordings without canaries.
     */
    trustedMs?: number;
  }[];
  lost: number;
  lostByType: Counts;
  lostUnattributed: number;
  gaps: {
    /**
     * Absent: any type.
     */
    eventType?: string;
    lost: number;
    fromMs: number;
    toMs: number;
  }[];
  /**
   * The file ended before it was closed.
   */
  cut: boolean;
  /**
   * Handoff sources forgotten because too many paths were tracked at once.
   */
  handoffsForgotten: number;
}
interface OsVersion {
  /**
   * As sw_vers prints it, e.g. 26.2.
   */
  productVersion: string;
  /**
   * As sw_vers prints it, e.g. 25C56.
   */
  buildVersion: string;
}
/**
 * Free names and values that describe the recording.
 */
interface Labels {
  [k: string]: string;
}
/**
 * Number by event type.
 */
interface Counts {
  [k: string]: number;
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
interface ComparabilityNote {
  axis: string;
  level: 'ok' | 'warning' | 'excluded' | 'fatal';
  message: string;
}
interface Finding {
  /**
   * Stable over runs: depends on the change, its subject, and the templates on both sides.
   */
  id: string;
  change: ChangeKind;
  severity: 'high' | 'medium' | 'low' | 'info';
  /**
   * inconclusive: loss, or what was not recorded, could explain it.
   */
  certainty: 'observed' | 'inconclusive';
  /**
   * Program key it is filed under; empty for the run as a whole.
   */
  program: string;
  /**
   * What changed, the program first.
   */
  subject: string;
  /**
   * What it was; null where the side has nothing to show.
   */
  before: string | null;
  /**
   * What it is now.
   */
  after: string | null;
  /**
   * Runs on the side that shows it, and in how many of them it was seen.
   */
  support: {
    runs: number;
    seenIn: number;
  };
  /**
   * In how many of the new runs it holds.
   */
  holds: {
    in: number;
    of: number;
  };
  /**
   * Why the program takes part in the upgrade; null where nothing says that it does.
   */
  part: string | null;
  /**
   * Bits: how unexpected it is under the runs of the other side.
   */
  surprise: number;
  /**
   * Stage of the upgrade in which it first shows.
   */
  phase:
    | 'requested'
    | 'brain-staged'
    | 'downloading'
    | 'preparing'
    | 'staged'
    | 'committing'
    | 'dark'
    | 'first-boot'
    | 'settled'
    | null;
  evidence: {
    /**
     * Trace id.
     */
    trace: string;
    /**
     * global_seq_num of the event.
     */
    globalSeq: number;
    segment: number;
    time: string;
  }[];
  /**
   * What is folded under it because it has the same cause.
   */
  members: {
    total: number;
    shown: string[];
  };
  /**
   * Ids of detection rules.
   */
  affects: string[];
  /**
   * One sentence a person understands.
   */
  reason: string;
  accepted: {
    reason: string;
    owner?: string;
    untilBuild?: string;
  } | null;
}
interface RuleComparison {
  /**
   * Name of the rule set.
   */
  ruleSet: string;
  /**
   * File of the rules; null: built in.
   */
  file: string | null;
  digest: string;
  /**
   * Recordings of an upgrade on which the rules were tried, of how many.
   */
  before: {
    runs: number;
    of: number;
  };
  /**
   * Recordings of an upgrade on which the rules were tried, of how many.
   */
  after: {
    runs: number;
    of: number;
  };
  /**
   * In the order of the rule set.
   */
  rules: ComparedRule[];
}
interface ComparedRule {
  id: string;
  title: string;
  claim: 'start' | 'phase' | 'abort' | 'failure';
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'any';
  phase:
    | 'requested'
    | 'brain-staged'
    | 'downloading'
    | 'preparing'
    | 'staged'
    | 'committing'
    | 'dark'
    | 'first-boot'
    | 'settled';
  /**
   * broken: fires no more; false-alarm: fires where nothing of the sort happened; late: fires later than the runs allow; weaker: fires with fewer signals; gained: fires now; silent: on neither side; unknown: one side could not be asked.
   */
  change: 'broken' | 'false-alarm' | 'late' | 'weaker' | 'gained' | 'holds' | 'silent' | 'unknown';
  /**
   * Ids of the findings that say so.
   */
  findings: string[];
  before: RuleSide;
  after: RuleSide;
  /**
   * How much later it fires than any of the runs before lets expect, median in ms; negative: earlier; 0: among them.
   */
  laterMs: number | null;
  signals: ComparedSignal[];
  sentence: string;
}
interface RuleSide {
  /**
   * Recordings of an upgrade on which it was tried.
   */
  runs: number;
  /**
   * In how many of them it fired.
   */
  fired: number;
  /**
   * Median offset of the firing, ms from the first event.
   */
  firedMs: number | null;
  /**
   * Median time from firing to the restart, ms.
   */
  leadMs: number | null;
  /**
   * How many of its signals every one of these recordings shows.
   */
  signals: number;
}
interface ComparedSignal {
  id: string;
  title: string;
  change: 'lost' | 'gained' | 'kept' | 'silent' | 'not-recorded' | 'unknown';
  /**
   * Recordings that show it.
   */
  before: number;
  after: number;
  /**
   * Ids of findings about what it looks at.
   */
  findings: string[];
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

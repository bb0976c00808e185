// Made from schemas/profile.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * The facts of one trace.
 */
export interface Profile {
  kind: 'esdrift.profile';
  formatVersion: number;
  producer: Producer;
  /**
   * Version of the template rules that made the keys.
   */
  normalizer: string;
  /**
   * The recordings, sorted by trace id.
   *
   * @minItems 1
   * @maxItems 1
   */
  runs: RunInfo[];
  /**
   * Directories whose children are one hole, and other sets that grew too large; sorted.
   */
  collapsed: string[];
  /**
   * Facts by kind, sorted by key.
   */
  facts: {
    /**
     * [program]
     */
    program: StoredFact[];
    /**
     * [parent program, child program]
     */
    launch: StoredFact[];
    /**
     * [responsible program, program]
     */
    responsible: StoredFact[];
    /**
     * [program, JSON array of argument templates]
     */
    arguments: StoredFact[];
    /**
     * [program, operation, path template]
     */
    file: StoredFact[];
    /**
     * [program A, program B, path template]
     */
    handoff: StoredFact[];
    /**
     * [program, event type, object template]
     */
    event: StoredFact[];
    /**
     * [scope, message version, JSON key, JSON type]
     */
    shape: StoredFact[];
  };
  /**
   * What became of detection rules; nothing else depends on it. Sorted by rule set and digest.
   */
  ruleOutcomes?: RuleOutcomes[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
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
interface StoredFact {
  /**
   * What the fact says; its parts depend on the kind.
   *
   * @minItems 1
   */
  key: string[];
  /**
   * Occurrences in each run, in the order of `runs`; 0 where absent.
   */
  counts: number[];
  /**
   * Offset of the first occurrence in ms from the first event of the run; -1 where absent.
   */
  firstMs: number[];
  /**
   * Program facts: attribute, value, occurrences in each run.
   */
  attributes?: {
    path?: {
      [k: string]: number[];
    };
    flags?: {
      [k: string]: number[];
    };
    cdhash?: {
      [k: string]: number[];
    };
    category?: {
      [k: string]: number[];
    };
  };
  /**
   * Where the fact was first seen. Profiles only.
   */
  evidence?: {
    segment: number;
    globalSeq: number;
    time: string;
  };
}
/**
 * What became of each rule in each recording; true for exactly the rules that the digest names.
 */
interface RuleOutcomes {
  /**
   * Name of the rule set.
   */
  ruleSet: string;
  /**
   * Of all that decides in the rules, their name, and the version of the engine.
   */
  digest: string;
  /**
   * Trace ids, sorted; all vectors run in this order.
   *
   * @minItems 1
   */
  traces: string[];
  rules: RuleOutcome[];
  signals: SignalOutcome[];
}
interface RuleOutcome {
  id: string;
  state: ('fired' | 'partial' | 'blocked' | 'silent' | 'not-recorded')[];
  /**
   * ms from the first event of the recording; -1 where it did not fire.
   */
  firedMs: number[];
  /**
   * Deciding events. Profiles only.
   */
  evidence?: {
    trace: string;
    segment: number;
    globalSeq: number;
    time: string;
  }[];
}
interface SignalOutcome {
  id: string;
  /**
   * First time it showed, in ms from the first event; -1 where it did not; null where its events were not recorded.
   */
  firstMs: (number | null)[];
}

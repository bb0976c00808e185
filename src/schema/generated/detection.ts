// Made from schemas/detection.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * What the rules found: whether, when and how an upgrade began, phase by phase, how sure that is, and on what evidence.
 */
export interface Detection {
  kind: 'esdrift.detection';
  formatVersion: 1;
  producer: Producer;
  ruleSet: string;
  recording: Recording | null;
  /**
   * none: nothing began. unknown: one cannot tell, and confidence.reasons says why.
   */
  method: 'ota' | 'full-installer' | 'background-security-improvement' | 'none' | 'unknown';
  confidence: {
    level: 'high' | 'medium' | 'low' | 'none';
    reasons: string[];
  };
  started: DetectedStart | null;
  scope: 'minor' | 'major' | 'unknown';
  scopeReason: string;
  outcome: 'completed' | 'aborted' | 'failed' | 'rolled-back' | 'unknown';
  outcomeReason: string;
  startedBeforeRecording: boolean;
  phases: DetectedPhase[];
  /**
   * The last event before it.
   */
  restart: {
    time: string;
    offsetMs: number;
  } | null;
  rules: DetectedRule[];
  silentSignals: SilentSignal[];
  events: number;
  lost: number;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * What a view says about the recording it shows.
 */
interface Recording {
  /**
   * Trace id.
   */
  trace: string;
  provenance: Provenance;
  method: Method;
  os?: OsVersion;
  target?: OsVersion;
  /**
   * Time of the first event, RFC 3339, UTC: offsets count from here.
   */
  startedAt: string;
  /**
   * Time of the last event.
   */
  endedAt: string;
  events: number;
  segments: {
    segment: number;
    /**
     * Counts restarts of the machine, from 0.
     */
    boot: number;
    /**
     * From the first event of the trace.
     */
    startMs: number;
    endMs: number;
    events: number;
    /**
     * By the global counter.
     */
    lost: number;
  }[];
  /**
   * Events lost, by the global counter.
   */
  lost: number;
  lostByType: Counts;
  /**
   * Lines left out when the trace was made.
   */
  badLines: number;
  oversizeLines: number;
  /**
   * The file ends before the recording was closed.
   */
  cut: boolean;
  /**
   * Times without any recording.
   */
  blindWindows: {
    fromMs: number;
    toMs: number;
    reason: string;
  }[];
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
 * Number by event type.
 */
interface Counts {
  [k: string]: number;
}
interface DetectedStart {
  rule: string;
  /**
   * The deciding event.
   */
  time: string;
  offsetMs: number;
  /**
   * The earliest evidence for it.
   */
  sinceTime: string;
  sinceOffsetMs: number;
  /**
   * From the deciding event to the restart.
   */
  leadMs: number | null;
}
interface DetectedPhase {
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
  time: string;
  offsetMs: number;
  /**
   * null for what follows from the recording itself.
   */
  rule: string | null;
  evidence: SignalEvidence[];
}
interface SignalEvidence {
  signal: string;
  title: string;
  program: string;
  level: 'verified' | 'reported' | 'guess';
  time: string;
  /**
   * From the first event.
   */
  offsetMs: number;
  segment: number;
  /**
   * null for a probe.
   */
  globalSeq: number | null;
  eventType: string;
  /**
   * Path of the program that acted; of an exec, the one that was started.
   */
  actor: string;
  signingId: string | null;
  /**
   * What it was done to: a path, arguments, a mount point.
   */
  object: string;
}
interface DetectedRule {
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
   * partial: some of its programs, not enough or not the right ones. blocked: something that forbids it was there. not-recorded: it could not fire.
   */
  state: 'fired' | 'partial' | 'blocked' | 'silent' | 'not-recorded';
  quorum: number;
  /**
   * Programs that showed one of its signals when it fired, or the most there were at once.
   */
  programs: number;
  /**
   * When it fired first.
   */
  time: string | null;
  offsetMs: number | null;
  /**
   * From firing to the restart.
   */
  leadMs: number | null;
  firings: number;
  evidence: SignalEvidence[];
  silent: string[];
  reason: string;
}
interface SilentSignal {
  id: string;
  title: string;
  program: string;
  reason: 'not-seen' | 'not-recorded';
}

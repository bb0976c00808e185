// Made from schemas/armed-state.schema.json by `npm run generate`. Do not edit.

type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * An armed recording, as its folder keeps it from boot to boot.
 */
export interface ArmedState {
  kind: 'esdrift.armed-state';
  formatVersion: number;
  producer: Producer;
  armedAt: string;
  armedOn: OsVersion;
  plan: ArmedPlan;
  transport: 'pipe' | 'spool';
  progress: ArmedProgress;
  problem: ArmedProblem | null;
  ended: ArmedEnded | null;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
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
 * What was asked for when it was armed.
 */
interface ArmedPlan {
  method: Method;
  labels: Labels;
  events: string;
  redact: 'none' | 'default' | 'strict';
  sync: 'interval' | 'always' | 'none';
  /**
   * Awake on the new build before the upgrade counts as over.
   */
  settleMs: number;
  /**
   * Awake.
   */
  deadlineMs: number;
  maxBytes: number | null;
  diskFloorBytes: number;
}
/**
 * Free names and values that describe the recording.
 */
interface Labels {
  [k: string]: string;
}
/**
 * What happened so far.
 */
interface ArmedProgress {
  awakeMs: number;
  /**
   * Awake on another build than the first, from the first canary on.
   */
  settledMs: number;
  builds: OsVersion[];
  boots: number;
  bootSession: string | null;
  segments: number;
  events: number;
  lost: number;
  bytes: number;
  canaries: {
    seen: number;
    missed: number;
  };
  lastEventAt: string | null;
  updatedAt: string;
}
/**
 * What keeps it from recording.
 */
interface ArmedProblem {
  message: string;
  hint: string;
}
interface ArmedEnded {
  reason: 'settled' | 'deadline' | 'max-size' | 'disk-floor' | 'collected';
  outcome: 'completed' | 'unsettled' | 'rolled-back' | 'failed' | 'not-started';
  at: string;
}

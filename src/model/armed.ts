/** One recording across restarts, as its state folder keeps it, and as the commands tell it. */
import type { Method, OsVersion, Producer, UpgradeOutcome } from './trace.ts';

export const ARMED_FORMAT_VERSION = 1;

/** Whom Full Disk Access must be given for an armed recording; why is said in src/recorder/armed/jobs.ts. */
export const ARMED_DISK_ACCESS =
  'needed by /usr/bin/eslogger alone, which launchd runs as a job of its own: neither node nor esdrift gets any';

/** How eslogger's output reaches the recorder: a named pipe, or a file that is read while it grows. */
export type Transport = 'pipe' | 'spool';

/** What was asked for when it was armed. Times are in ms awake: sleep does not count. */
export interface ArmedPlan {
  readonly method: Method;
  readonly labels: Readonly<Record<string, string>>;
  /** Presets and event names; what of them this boot offers is found out at every boot. */
  readonly events: string;
  readonly redact: 'none' | 'default' | 'strict';
  readonly sync: 'interval' | 'always' | 'none';
  /** How long the new build must run before the upgrade counts as over. */
  readonly settleMs: number;
  readonly deadlineMs: number;
  readonly maxBytes: number | null;
  readonly diskFloorBytes: number;
}

/** What happened so far. */
export interface ArmedProgress {
  readonly awakeMs: number;
  /** Awake on another build than the first, from the first canary on. */
  readonly settledMs: number;
  /** The build of each start of the recorder, neighbours that are equal once. */
  readonly builds: readonly OsVersion[];
  /** Boots of the Mac that were recorded, the first included. */
  readonly boots: number;
  /** Session UUID of the last one; null where the Mac does not tell. */
  readonly bootSession: string | null;
  readonly segments: number;
  readonly events: number;
  readonly lost: number;
  readonly bytes: number;
  readonly canaries: { readonly seen: number; readonly missed: number };
  readonly lastEventAt: string | null;
  readonly updatedAt: string;
}

/** Why the recording ended by itself, or by whom it was ended. */
export type ArmedEnd = 'settled' | 'deadline' | 'max-size' | 'disk-floor' | 'collected';

export interface ArmedState {
  readonly kind: 'esdrift.armed-state';
  readonly formatVersion: number;
  readonly producer: Producer;
  readonly armedAt: string;
  readonly armedOn: OsVersion;
  readonly plan: ArmedPlan;
  readonly transport: Transport;
  readonly progress: ArmedProgress;
  /** What keeps it from recording; null while nothing does. */
  readonly problem: { readonly message: string; readonly hint: string } | null;
  readonly ended: { readonly reason: ArmedEnd; readonly outcome: UpgradeOutcome; readonly at: string } | null;
}

/** `none`: nothing is armed. `waiting`: armed, but no event has come. `recording`, `stopped`: armed, but the recorder does not run. `ended`: to be collected. */
export type ArmedPhase = 'none' | 'waiting' | 'recording' | 'stopped' | 'ended';

/** What `arm` and `status` print. */
export interface ArmedStatus {
  readonly kind: 'esdrift.armed-status';
  readonly producer: Producer;
  readonly phase: ArmedPhase;
  /** Where the recording and its state are. */
  readonly folder: string;
  readonly state: ArmedState | null;
  /** Whether launchd has the two jobs; null where that could not be read. */
  readonly jobs: { readonly recorder: boolean | null; readonly eslogger: boolean | null };
  readonly warnings: readonly string[];
}

/** What `collect` prints. */
export interface Collected {
  readonly kind: 'esdrift.collected';
  readonly producer: Producer;
  readonly path: string;
  readonly id: string;
  readonly bytes: number;
  readonly events: number;
  readonly segments: number;
  readonly lost: number;
  readonly reason: ArmedEnd;
  readonly outcome: UpgradeOutcome;
  readonly from: OsVersion;
  readonly to: OsVersion;
  /** What was taken off this Mac again. */
  readonly removed: readonly string[];
}

/** What `disarm` prints. */
export interface Disarmed {
  readonly kind: 'esdrift.disarmed';
  readonly producer: Producer;
  readonly removed: readonly string[];
}

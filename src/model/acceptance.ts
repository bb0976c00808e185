/** Findings a person has looked at and lets stand: `NAME.accepted.json` beside `NAME.baseline.json`. */
import type { ChangeKind, Severity } from './drift.ts';
import type { Producer } from './trace.ts';

export interface Acceptance {
  /** Id of the finding. */
  readonly id: string;
  readonly change: ChangeKind;
  readonly subject: string;
  readonly reason: string;
  readonly owner?: string;
  /** From this build on the finding is loud again. */
  readonly untilBuild?: string;
}

export interface Acceptances {
  readonly kind: 'esdrift.acceptances';
  readonly formatVersion: 1;
  readonly producer: Producer;
  /** Sorted by id. */
  readonly accepted: readonly Acceptance[];
}

/** A finding that waits for a person, as `NAME.pending.json` holds it: to be reviewed in a pull request and taken over by `baseline accept`. */
export interface PendingFinding {
  readonly id: string;
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What the report says of it. */
  readonly finding: string;
  /** File names of the recordings that show it, sorted. */
  readonly recordings: readonly string[];
  /** For who reviews it to fill in. Without a reason it stays pending; owner and build may stay empty. */
  readonly accept: { readonly reason: string; readonly owner: string; readonly untilBuild: string };
}

export interface Pending {
  readonly kind: 'esdrift.pending';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly baseline: {
    /** File name without its folder. */
    readonly file: string;
    /** Ids of its traces. */
    readonly runs: readonly string[];
  };
  /** In the order of a report: the worst first. */
  readonly findings: readonly PendingFinding[];
}

/** What `baseline accept` did. */
export interface Accepted {
  readonly kind: 'esdrift.accepted';
  readonly formatVersion: 1;
  /** The file with all acceptances. */
  readonly path: string;
  readonly added: readonly Acceptance[];
  /** Already there, with another reason, owner or build than now. */
  readonly replaced: readonly Acceptance[];
  readonly forgotten: readonly Acceptance[];
  /** Acceptances in the file now. */
  readonly total: number;
  /** The file of pending findings they came from, and how many still wait there; null where they came from a report. */
  readonly pending: { readonly path: string; readonly left: number } | null;
}

/** Findings a person has looked at and lets stand: `NAME.accepted.json` beside `NAME.baseline.json`. */
import type { ChangeKind } from './drift.ts';
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

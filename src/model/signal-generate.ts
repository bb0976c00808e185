/** Rules that were made of recordings, and the proof of them. */
import type { RankedMethod } from './signal-rank.ts';
import type { Producer } from './trace.ts';

/** Rules made without one upgrade of the OS, tried on it. */
export interface HeldOut {
  readonly method: RankedMethod;
  /** Builds it leads from and to. */
  readonly builds: string;
  readonly recordings: number;
  readonly found: number;
  /** Recordings without an upgrade on which the rules fired. */
  readonly falseAlarms: readonly string[];
  readonly missed: readonly string[];
}

export interface SignalsGenerated {
  readonly kind: 'esdrift.signals-generated';
  readonly formatVersion: 1;
  readonly producer: Producer;
  /** File that was written; null where the proof failed. */
  readonly path: string | null;
  readonly rules: readonly {
    readonly id: string;
    readonly signals: number;
    readonly programs: number;
    readonly quorum: number;
  }[];
  readonly heldOut: readonly HeldOut[];
  readonly failures: readonly string[];
  readonly synthetic: boolean;
}

/** How good each fact of the recordings would be as a signal. */
import type { FactKind } from './facts.ts';
import type { Producer } from './trace.ts';

export type RankedMethod = 'ota' | 'full-installer';

export interface Share {
  readonly seenIn: number;
  readonly runs: number;
}

/** Which part of an identity stayed the same over the builds. */
export interface HeldField {
  readonly field: 'signing id' | 'path' | 'cdhash' | 'path template' | 'object' | 'arguments';
  /** Builds in all of whose runs it was seen with one and the same value. */
  readonly builds: number;
}

export interface RankedSignal {
  readonly kind: FactKind;
  readonly key: readonly string[];
  readonly method: RankedMethod;
  readonly upgrades: Share;
  readonly controls: Share;
  /** Of the same method against the other one: what tells the methods apart. */
  readonly others: Share;
  /** Share of upgrades less share of controls, each estimated with half a run for and half a run against it. */
  readonly separation: number;
  /** Half of its 95 % interval. */
  readonly uncertainty: number;
  /** Median of the first occurrence, ms from the first event. */
  readonly firstMs: number;
  /** Median time from there to the restart. null: no restart was recorded. */
  readonly leadMs: number | null;
  /** 1 at the beginning of the recording, 0 at the restart. */
  readonly earliness: number;
  /** Pairs of builds in all of whose upgrades it was seen. */
  readonly builds: Share;
  /** Events of its types among 1000: what a client pays that subscribes for it. */
  readonly costPerThousand: number;
  readonly heldBy: readonly HeldField[];
  readonly score: number;
}

export interface SignalRanking {
  readonly kind: 'esdrift.signal-ranking';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly synthetic: boolean;
  readonly upgrades: Readonly<Record<RankedMethod, number>>;
  readonly controls: number;
  readonly ranked: number;
  readonly signals: readonly RankedSignal[];
}

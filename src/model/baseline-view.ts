/** A baseline as `baseline show` presents it: counted and cut to what was asked for. */
import type { FactKind, FactSetDocument, RunInfo } from './facts.ts';
import type { NoiseSources, Stability } from './stability.ts';

export interface SupportedFact {
  readonly kind: FactKind;
  readonly key: readonly string[];
  /** Upgrade runs that show it. */
  readonly upgrades: number;
  /** Controls that show it. */
  readonly controls: number;
  /** Median count over the upgrade runs that show it, or the controls where none does. */
  readonly median: number;
}

export interface KindCount {
  readonly kind: FactKind;
  readonly total: number;
  /** Shown by every upgrade run. */
  readonly always: number;
  /** Shown by one run only. */
  readonly once: number;
}

export interface BaselineView {
  readonly name: string;
  readonly normalizer: string;
  readonly runs: readonly RunInfo[];
  readonly upgrades: number;
  readonly controls: number;
  readonly kinds: readonly KindCount[];
  readonly collapsed: readonly string[];
  /** Facts that were asked for, or else the programs: best supported first. */
  readonly facts: readonly SupportedFact[];
  /** Whether a filter chose the facts. */
  readonly filtered: boolean;
  /** As the baseline holds it. */
  readonly stability: Stability | undefined;
  /** Where it was asked for. */
  readonly noise: NoiseSources | undefined;
}

/** What `baseline create` says it made. */
export interface BaselineCreatedDocument {
  readonly kind: 'esdrift.baseline-created';
  readonly formatVersion: 1;
  readonly path: string;
  readonly bytes: number;
  readonly upgrades: number;
  readonly controls: number;
  readonly facts: readonly KindCount[];
  readonly collapsed: readonly string[];
  readonly stability: Stability;
  readonly noise: NoiseSources;
  readonly warnings: readonly string[];
}

/** What `profile --json` prints: the profile itself, or, where profiles were written to files, a list of them. */
export type ProfileDocument = FactSetDocument | ProfilesWrittenDocument;

export interface ProfilesWrittenDocument {
  readonly kind: 'esdrift.profiles-written';
  readonly formatVersion: 1;
  readonly profiles: readonly {
    readonly trace: string;
    readonly path: string;
    readonly bytes: number;
    readonly events: number;
    readonly facts: number;
  }[];
}

/** How behaviour went over several builds: the result of `baseline history` and `baseline bisect`. */
import type { ChangeKind, Severity } from './drift.ts';
import type { FactKind } from './facts.ts';
import type { Producer } from './trace.ts';

/** One column: all recordings of one upgrade step. */
export interface HistoryBuild {
  /** OS build the upgrade leads to: its label. */
  readonly build: string;
  /** `26.2 beta 3 (25C5037j)`. */
  readonly name: string;
  /** The system it starts from, which acts up to the restart; null where nobody knows, or they differ. */
  readonly from: { readonly build: string; readonly name: string } | null;
  readonly files: readonly string[];
  /** Upgrades and controls. */
  readonly runs: number;
  readonly controls: number;
}

/**
 * `yes`: in every run · `some`: in some · `no`: in none, and it would have shown · `unknown`: not recorded, lost, or not reached ·
 * `before` and `after`: of what changed its form, which of the two it has.
 */
export const CELL_STATES = ['yes', 'some', 'no', 'unknown', 'before', 'after'] as const;
export type CellState = (typeof CELL_STATES)[number];

export interface HistoryCell {
  readonly state: CellState;
  readonly seenIn: number;
  readonly runs: number;
}

/**
 * Who acts: the running system up to the restart, the update brain, which comes with the new one, or the new system. It decides which build a
 * change belongs to.
 */
export const ACTORS = ['source', 'brain', 'target'] as const;
export type Actor = (typeof ACTORS)[number];

export interface HistoryTransition {
  readonly what: 'introduced' | 'gone' | 'back' | 'changed';
  /** Indexes of columns: the last that is known to be as before, and the first that is not. */
  readonly after: number;
  readonly at: number;
  /** The build that acted, where it is known. */
  readonly build: string | null;
  /** `introduced in 26.2 (25C56), not in 26.1 (25B78)`. */
  readonly sentence: string;
}

export interface HistoryRow {
  /** Ids of the findings between neighbouring builds; empty for a fact that was asked for. */
  readonly findings: readonly string[];
  readonly changes: readonly ChangeKind[];
  /** The worst of them. */
  readonly severity: Severity | null;
  readonly program: string;
  readonly subject: string;
  readonly actor: Actor | null;
  /** The forms that `before` and `after` stand for in the cells; of what came or went, as its last finding says. */
  readonly before: string | null;
  readonly after: string | null;
  /** One for each build, in their order. */
  readonly cells: readonly HistoryCell[];
  readonly transitions: readonly HistoryTransition[];
  /** All transitions in one sentence, without its full stop. */
  readonly summary: string;
  /** What the judge said of the last change; null for a fact that was asked for. */
  readonly reason: string | null;
}

/** A fact of the upgrade that every run of every build shows. */
export interface HeldFact {
  readonly kind: FactKind;
  readonly key: readonly string[];
  readonly text: string;
  /** Controls that show it too: none means that it is unique to upgrades, as far as was recorded. */
  readonly controls: number;
}

export interface SeriesHistory {
  /** `ota, minor, arm64, hardware, cli`. */
  readonly series: string;
  readonly provenance: readonly string[];
  readonly builds: readonly HistoryBuild[];
  /** By the build of their last transition, the newest first; then by severity. */
  readonly rows: readonly HistoryRow[];
  readonly held: readonly HeldFact[];
  /** Changes below the severity that was asked for. */
  readonly lower: number;
  readonly notes: readonly string[];
}

export interface History {
  readonly kind: 'esdrift.history';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly series: readonly SeriesHistory[];
  readonly warnings: readonly string[];
}

export interface Bisect {
  readonly kind: 'esdrift.bisect';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly question: { readonly finding: string | null; readonly fact: string | null };
  readonly series: string;
  readonly builds: readonly HistoryBuild[];
  readonly rows: readonly HistoryRow[];
  /** Facts that match and are not shown. */
  readonly left: number;
  readonly notes: readonly string[];
}

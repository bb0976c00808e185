// Made from schemas/bisect.schema.json by `npm run generate`. Do not edit.

type ChangeKind =
  | 'program-added'
  | 'program-removed'
  | 'program-moved'
  | 'program-resigned'
  | 'signing-flags-changed'
  | 'program-updated'
  | 'launch-added'
  | 'launch-removed'
  | 'program-reparented'
  | 'responsible-changed'
  | 'arguments-changed'
  | 'arguments-added'
  | 'arguments-removed'
  | 'file-added'
  | 'file-removed'
  | 'file-moved'
  | 'handoff-added'
  | 'handoff-removed'
  | 'event-added'
  | 'event-removed'
  | 'phase-missing'
  | 'phase-added'
  | 'phase-reordered'
  | 'order-changed'
  | 'count-changed'
  | 'shape-changed'
  | 'shape-added'
  | 'shape-removed'
  | 'rule-broken'
  | 'rule-late'
  | 'rule-false-alarm';
type Severity = 'high' | 'medium' | 'low' | 'info';
type Actor = 'source' | 'brain' | 'target';
/**
 * yes: in every run. some: in some. no: in none, and it would have shown. unknown: not recorded, lost or not reached. before, after: which form it has.
 */
type CellState = 'yes' | 'some' | 'no' | 'unknown' | 'before' | 'after';

/**
 * What `esdrift baseline bisect --json` prints: since which build something is as it is.
 */
export interface Bisect {
  kind: 'esdrift.bisect';
  formatVersion: 1;
  producer: Producer;
  question: {
    finding: string | null;
    fact: string | null;
  };
  series: string;
  builds: HistoryBuild[];
  rows: HistoryRow[];
  /**
   * Facts that match and are not shown.
   */
  left: number;
  notes: string[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * All recordings of one upgrade step.
 */
interface HistoryBuild {
  /**
   * OS build the upgrade leads to.
   */
  build: string;
  /**
   * Version and build as people read them.
   */
  name: string;
  /**
   * The system it starts from, which acts up to the restart; null where nobody knows.
   */
  from: {
    build: string;
    name: string;
  } | null;
  files: string[];
  /**
   * Recordings of upgrades.
   */
  runs: number;
  controls: number;
}
/**
 * One behaviour over all builds.
 */
interface HistoryRow {
  /**
   * Ids of the findings between neighbouring builds.
   */
  findings: string[];
  changes: ChangeKind[];
  /**
   * The worst of them; null for a fact that was asked for.
   */
  severity: Severity | null;
  program: string;
  subject: string;
  /**
   * source: the running system up to the restart. brain: the update brain. target: the new system.
   */
  actor: Actor | null;
  /**
   * The forms that before and after stand for in the cells; of what came or went, as its last finding says.
   */
  before: string | null;
  after: string | null;
  /**
   * One for each build, in their order.
   */
  cells: HistoryCell[];
  transitions: HistoryTransition[];
  /**
   * All transitions in one sentence.
   */
  summary: string;
  /**
   * What the judge said of the last change; null for a fact that was asked for.
   */
  reason: string | null;
}
interface HistoryCell {
  state: CellState;
  seenIn: number;
  runs: number;
}
interface HistoryTransition {
  what: 'introduced' | 'gone' | 'back' | 'changed';
  /**
   * Index of the last build that is known to be as before.
   */
  after: number;
  /**
   * Index of the first build that is not.
   */
  at: number;
  /**
   * The build that acted, where it is known.
   */
  build: string | null;
  sentence: string;
}

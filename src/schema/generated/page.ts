// Made from schemas/page.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';
/**
 * How an image is signed: platform, a team id, adhoc, unsigned, or signed (without a team).
 */
type Authority = string;

/**
 * What an HTML report draws beside the drift report: trees, timelines, hand-overs and evidence of both sides. It is embedded in the report, so it is bounded, and what was left out is counted.
 */
export interface Page {
  kind: 'esdrift.page';
  formatVersion: 1;
  producer: Producer;
  /**
   * Who launches whom on both sides: parents before children.
   */
  tree: {
    depth: number;
    program: string;
    /**
     * Its key on the side before, where that is another one.
     */
    wasProgram: string | null;
    before: Support | null;
    after: Support | null;
    /**
     * unseen: on one side only, and no finding says that it came or went.
     */
    mark: 'same' | 'changed' | 'added' | 'removed' | 'unseen';
    /**
     * Ids.
     */
    findings: string[];
    /**
     * Why it takes part in the upgrade.
     */
    part: string | null;
    /**
     * Its children stand where it stands first.
     */
    repeated: boolean;
  }[];
  /**
   * Programs that are not in the tree.
   */
  treeLeft: number;
  programs: {
    program: string;
    pathsBefore: string[];
    pathsAfter: string[];
  }[];
  handoffs: {
    from: string;
    to: string;
    /**
     * unseen: on one side only, and no finding says that it came or went.
     */
    mark: 'same' | 'changed' | 'added' | 'removed' | 'unseen';
    takesPart: boolean;
    paths: {
      path: string;
      before: Support | null;
      after: Support | null;
    }[];
    pathsLeft: number;
    findings: string[];
  }[];
  handoffsLeft: number;
  recordings: {
    side: 'before' | 'after';
    /**
     * medians: there are no events; offsets are medians over the runs.
     */
    basis: 'events' | 'medians';
    name: string;
    /**
     * Runs it stands for.
     */
    runs: number;
    note: Recording | null;
    endMs: number;
    segments: {
      startMs: number;
      endMs: number;
      reboot: boolean;
    }[];
    blindWindows: {
      fromMs: number;
      toMs: number;
      reason: string;
    }[];
    gaps: {
      fromMs: number;
      toMs: number;
      lost: number;
    }[];
    phases: {
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
      offsetMs: number;
    }[];
    /**
     * Entries of a timeline as columns; texts and programs are indexes, -1 stands for none.
     */
    entries: {
      texts: string[];
      programs: {
        key: string;
        name: string;
        path: string;
        part: boolean;
      }[];
      offsetMs: number[];
      forMs: number[];
      segment: number[];
      /**
       * -1: no single event.
       */
      globalSeq: number[];
      count: number[];
      /**
       * Index.
       */
      program: number[];
      pid: number[];
      eventType: number[];
      verb: number[];
      object: number[];
      source: number[];
      detail: number[];
    };
    entriesLeft: number;
    processes: TreeProcess[];
    processesLeft: number;
    detection: {
      ruleSet: string;
      method: string;
      confidence: string;
      startedMs: number | null;
      restartMs: number | null;
      rules: {
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
        reason: string;
      }[];
    } | null;
    /**
     * Names in it were made pseudonyms for the page, because nobody had redacted the recording.
     */
    redactedHere: boolean;
  }[];
  recordingsLeft: number;
  evidence: {
    trace: string;
    segment: number;
    globalSeq: number;
    /**
     * As eslogger wrote it; null: left out for its size.
     */
    line: string | null;
  }[];
  evidenceLeft: number;
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * How one side shows a behaviour.
 */
interface Support {
  runs: number;
  seenIn: number;
  /**
   * Median over the runs that show it.
   */
  count: number;
  /**
   * Median, ms from the first event.
   */
  firstMs: number;
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
interface TreeProcess {
  /**
   * Unique in the document, in the order of first appearance.
   */
  id: number;
  /**
   * id of the process it stands under; null for a root.
   */
  parent: number | null;
  depth: number;
  boot: number;
  pid: number;
  /**
   * Of its last execution.
   */
  pidversion: number;
  name: string;
  /**
   * Images it ran, in order.
   */
  images: TreeImage[];
  /**
   * launchd job.
   */
  label: string | null;
  /**
   * From the first event; null: before the recording.
   */
  startedMs: number | null;
  endedMs: number | null;
  exit:
    | null
    | {
        code: number;
      }
    | {
        signal: number;
        name: string;
        coreDumped: boolean;
      };
  /**
   * launchd started it, but it ended before it became the program.
   */
  failedLaunch: boolean;
  /**
   * A fork that never ran a program of its own.
   */
  forkOnly: boolean;
  /**
   * Pid of its parent at birth, where launchd had adopted it before it was first seen.
   */
  bornOf: number | null;
  /**
   * id of the process that is responsible for it, where that is another one.
   */
  responsible: number | null;
  /**
   * Does not match the filters: it is here because a descendant does.
   */
  context: boolean;
}
interface TreeImage {
  /**
   * Last part of the path.
   */
  name: string;
  path: string;
  signingId: string | null;
  authority: Authority;
  cdhash: string | null;
  /**
   * Where asked for.
   */
  args?: string[];
}

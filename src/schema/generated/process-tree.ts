// Made from schemas/process-tree.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';
/**
 * How an image is signed: platform, a team id, adhoc, unsigned, or signed (without a team).
 */
type Authority = string;

/**
 * The processes of a trace, each below its parent or its responsible process.
 */
export interface ProcessTree {
  kind: 'esdrift.process-tree';
  formatVersion: 1;
  producer: Producer;
  recording: Recording;
  by: 'parent' | 'responsible';
  filters: {
    program?: string;
    sinceMs?: number;
    depth?: number;
  };
  totals: {
    processes: number;
    shown: number;
    omittedByFilter: number;
    omittedByDepth: number;
    omittedByLimit: number;
    startedBefore: number;
    failedLaunches: number;
    badLines: number;
  };
  /**
   * In drawing order: a process, then all that stands under it.
   */
  processes: TreeProcess[];
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
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

// Made from schemas/trace-info.schema.json by `npm run generate`. Do not edit.

type Provenance = 'recorded' | 'imported' | 'synthetic';
type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * What `esdrift trace info --json` and `trace import --json` print. Absent knowledge is null.
 */
export interface TraceInfo {
  kind: 'esdrift.trace-info';
  /**
   * Of the trace.
   */
  formatVersion: number;
  producer: Producer;
  path: string;
  id: string;
  provenance: Provenance;
  method: Method;
  labels: Labels;
  host: {
    arch?: 'arm64' | 'x86_64';
    model?: string;
    virtualMachine?: boolean;
    sip?: 'enabled' | 'disabled';
  };
  os: OsVersion | null;
  target: OsVersion | null;
  eslogger: {
    path?: string;
    events?: string[];
    select?: string[];
  } | null;
  /**
   * The tool whose capture it is.
   */
  format: 'eslogger' | 'mac-monitor' | 'osquery';
  /**
   * What captures of that tool cannot say, one sentence each.
   */
  missing: string[];
  redaction: {
    policy: 'none' | 'default' | 'strict' | 'unknown';
  };
  startedAt: string;
  /**
   * Time of the last event.
   */
  endedAt: string;
  closed: boolean;
  /**
   * What lies behind the last whole frame of a trace that was not closed.
   */
  cut: {
    offset: number;
    bytes: number;
  } | null;
  /**
   * Foreign bytes behind the end of a closed trace.
   */
  tail: {
    offset: number;
    bytes: number;
  } | null;
  segments: {
    /**
     * From 0.
     */
    segment: number;
    events: number;
    firstTime: string;
    lastTime: string;
    firstGlobalSeq: number;
    lastGlobalSeq: number;
    firstMachTime: number;
    lastMachTime: number;
    /**
     * By the global counter.
     */
    lost: number;
    lostByType: Counts;
    duplicates: number;
    messageVersions: number[];
    /**
     * The machine restarted before this segment.
     */
    reboot: boolean;
    source: string | null;
    os: OsVersion | null;
    endReason: string | null;
    /**
     * Lost by the global counter but by no type's.
     */
    lostUnattributed: number;
    bootTime: string | null;
    /**
     * The recorder's own marked exec and file write: up to the last one that was seen the segment is trusted.
     */
    canaries: {
      seen: number;
      missed: number;
      lastSeenAt: string | null;
      longestLatencyMs: number | null;
    };
  }[];
  /**
   * Event lines, repeated ones included.
   */
  events: number;
  eventsByType: Counts;
  badLines: number;
  badLinesByReason: Counts;
  firstBadLine: {
    source: string;
    line: number;
    offset: number;
    bytes: number;
    reason: string;
    sample: string;
  } | null;
  oversizeLines: number;
  gaps: {
    segment: number;
    /**
     * Null: the counter over all types.
     */
    eventType: string | null;
    from: number;
    to: number;
    lost: number;
    after: string | null;
    before: string | null;
  }[];
  lost: number;
  lostByType: Counts;
  lostUnattributed: number;
  duplicates: number;
  blindWindows: {
    from: string | null;
    to: string | null;
    reason: string;
    fromOs: OsVersion | null;
    toOs: OsVersion | null;
    fromBootTime: string | null;
    toBootTime: string | null;
  }[];
  canaries: {
    seen: number;
    missed: number;
  };
  /**
   * Size of the file.
   */
  bytes: number;
  /**
   * Event lines with their newlines.
   */
  rawBytes: number;
  frames: number;
  /**
   * SHA-256 over the digests of the data frames, hex.
   */
  digest: string;
  outcome: {
    outcome: 'completed' | 'unsettled' | 'rolled-back' | 'failed' | 'not-started';
    from: OsVersion | null;
    to: OsVersion | null;
    time: string;
  } | null;
  /**
   * State that Endpoint Security cannot show, asked of the Mac now and then.
   */
  probes: {
    count: number;
    last: {
      time: string;
      values: {
        [k: string]: unknown;
      };
    } | null;
  };
}
/**
 * The program that wrote the document.
 */
interface Producer {
  name: string;
  version: string;
}
/**
 * Free names and values that describe the recording.
 */
interface Labels {
  [k: string]: string;
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

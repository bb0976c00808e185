// Made from schemas/trace-record.schema.json by `npm run generate`. Do not edit.

/**
 * A record between the data frames of a trace (skippable, magic 0x184D2A51).
 */
export type TraceRecord =
  | {
      kind: 'segment-start';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      time?: string;
      os?: OsVersion;
      bootTime?: string;
      source?: string;
    }
  | {
      kind: 'segment-end';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      reason: string;
      time?: string;
    }
  | {
      kind: 'gap';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      /**
       * Absent: the global counter.
       */
      eventType?: string;
      from: number;
      to: number;
      lost: number;
    }
  | {
      kind: 'blind-window';
      from?: string;
      to?: string;
      reason: string;
      fromOs?: OsVersion;
      toOs?: OsVersion;
      fromBootTime?: string;
      toBootTime?: string;
    }
  | {
      kind: 'own-process';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      pid: number;
      /**
       * A command is run for the user and is part of what is recorded.
       */
      role: 'recorder' | 'command';
    }
  | {
      kind: 'upgrade-outcome';
      outcome: 'completed' | 'unsettled' | 'rolled-back' | 'failed' | 'not-started';
      from?: OsVersion;
      to?: OsVersion;
      time: string;
    }
  | {
      kind: 'canary';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      seen: boolean;
      latencyMs?: number;
      time?: string;
    }
  | {
      kind: 'probe';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      time: string;
      values: {
        [k: string]: unknown;
      };
    }
  | {
      kind: 'oversize-line';
      source: string;
      line: number;
      offset: number;
      bytes: number;
      limit: number;
    }
  | {
      kind: 'bad-line';
      source: string;
      line: number;
      offset: number;
      bytes: number;
      reason: string;
      sample: string;
    }
  | {
      kind: 'more-bad-lines';
      source: string;
      lines: number;
      bytes: number;
      reasons: Counts;
    }
  | {
      kind: 'backpressure';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      time: string;
      queuedBytes: number;
      waitedMs: number;
    }
  | {
      kind: 'disk-floor';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      time: string;
      freeBytes: number;
      floorBytes: number;
    }
  | {
      kind: 'recorder-cost';
      /**
       * Segment the record belongs to, from 0.
       */
      segment: number;
      time: string;
      cpuMs: number;
      rssBytes: number;
      bytesWritten: number;
    };

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

/** What a trace file says beside its event lines. The container itself is src/trace. */

import type { ForeignFormat } from './capture-format.ts';

export const TRACE_FORMAT_VERSION = 1;

export type Provenance = 'recorded' | 'imported' | 'synthetic';
export type Method = 'ota' | 'full-installer' | 'background-security-improvement' | 'control' | 'unknown';

/**
 * `completed`: another build runs, and has settled. `unsettled`: another build runs, the recording ended before it had settled.
 * `rolled-back`: another build ran, and the old one is back. `failed`: the Mac restarted for it, and runs the old build. `not-started`: it never restarted.
 */
export type UpgradeOutcome = 'completed' | 'unsettled' | 'rolled-back' | 'failed' | 'not-started';

export interface Producer {
  readonly name: string;
  readonly version: string;
}

export interface OsVersion {
  readonly productVersion: string;
  readonly buildVersion: string;
}

export interface HostInfo {
  readonly arch?: 'arm64' | 'x86_64';
  readonly model?: string;
  readonly virtualMachine?: boolean;
  readonly sip?: 'enabled' | 'disabled';
}

/** First frame of a trace: skippable, magic 0x184D2A50. Absent means unknown. */
export interface TraceHeader {
  readonly kind: 'esdrift.trace';
  readonly formatVersion: number;
  readonly producer: Producer;
  /** UUIDv7. */
  readonly id: string;
  readonly provenance: Provenance;
  readonly method: Method;
  readonly labels: Readonly<Record<string, string>>;
  readonly host: HostInfo;
  readonly os?: OsVersion;
  readonly target?: OsVersion;
  /** The tool whose capture it is, where that is not eslogger. */
  readonly format?: ForeignFormat;
  /** `events` is what was subscribed; absent where nobody knows (an imported capture). */
  readonly eslogger?: {
    readonly path?: string;
    readonly events?: readonly string[];
    readonly select?: readonly string[];
  };
  readonly redaction: { readonly policy: 'none' | 'default' | 'strict' | 'unknown' };
  /** RFC 3339, UTC. */
  readonly startedAt: string;
}

/** What the upgrade led to: as the header says, or else what the last segment ran on. `lastOs`: of the last segment that says. */
export function targetOf({ os, target }: TraceHeader, lastOs: OsVersion | undefined): OsVersion | undefined {
  if (target !== undefined) return target;
  return lastOs?.buildVersion === os?.buildVersion ? undefined : lastOs;
}

/** A run of missing sequence numbers, both ends included. */
export interface SequenceGap {
  readonly segment: number;
  /** Undefined: the global counter. */
  readonly eventType: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly lost: number;
  /** Wall clock of the last event before and the first event after; undefined at the edges of a segment. */
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Records travel in skippable frames, magic 0x184D2A51, in stream order. */
export type TraceRecord =
  | {
      readonly kind: 'segment-start';
      readonly segment: number;
      readonly time?: string;
      readonly os?: OsVersion;
      readonly bootTime?: string;
      readonly source?: string;
    }
  | {
      readonly kind: 'segment-end';
      readonly segment: number;
      readonly reason: string;
      readonly time?: string;
    }
  | {
      readonly kind: 'gap';
      readonly segment: number;
      readonly eventType?: string;
      readonly from: number;
      readonly to: number;
      readonly lost: number;
    }
  | {
      readonly kind: 'blind-window';
      /** Last event before, first event after. */
      readonly from?: string;
      readonly to?: string;
      readonly reason: string;
      /** The systems on both sides, where one may differ from the other. */
      readonly fromOs?: OsVersion;
      readonly toOs?: OsVersion;
      readonly fromBootTime?: string;
      readonly toBootTime?: string;
    }
  | {
      /** A process that is there because of the recording. Within a segment its pid is not used again. */
      readonly kind: 'own-process';
      readonly segment: number;
      readonly pid: number;
      /** `command` is run for the user and is part of what is recorded; whatever else the recorder starts is not. */
      readonly role: 'recorder' | 'command';
    }
  | {
      /** What became of the upgrade, by the build that sw_vers says, never by NVRAM or a history. */
      readonly kind: 'upgrade-outcome';
      readonly outcome: UpgradeOutcome;
      readonly from?: OsVersion;
      readonly to?: OsVersion;
      readonly time: string;
    }
  | {
      readonly kind: 'canary';
      readonly segment: number;
      readonly seen: boolean;
      readonly latencyMs?: number;
      readonly time?: string;
    }
  | {
      readonly kind: 'probe';
      readonly segment: number;
      readonly time: string;
      readonly values: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'oversize-line';
      readonly source: string;
      readonly line: number;
      readonly offset: number;
      readonly bytes: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'bad-line';
      readonly source: string;
      readonly line: number;
      readonly offset: number;
      readonly bytes: number;
      readonly reason: string;
      readonly sample: string;
    }
  | {
      /** Bad lines beyond those located one by one: a file of rubbish must not become a file of records. */
      readonly kind: 'more-bad-lines';
      readonly source: string;
      readonly lines: number;
      readonly bytes: number;
      readonly reasons: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'backpressure';
      readonly segment: number;
      readonly time: string;
      readonly queuedBytes: number;
      readonly waitedMs: number;
    }
  | {
      readonly kind: 'disk-floor';
      readonly segment: number;
      readonly time: string;
      readonly freeBytes: number;
      readonly floorBytes: number;
    }
  | {
      readonly kind: 'recorder-cost';
      readonly segment: number;
      readonly time: string;
      readonly cpuMs: number;
      readonly rssBytes: number;
      readonly bytesWritten: number;
    };

/** One data frame in the summary's index. */
export interface FrameIndexEntry {
  /** Byte offset of the frame in the file. */
  readonly offset: number;
  readonly compressedBytes: number;
  readonly rawBytes: number;
  readonly segment: number;
  readonly lines: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly firstGlobalSeq: number;
  readonly lastGlobalSeq: number;
  readonly firstTime: string;
  readonly lastTime: string;
  /** SHA-256 of the compressed frame, hex. */
  readonly sha256: string;
}

export interface SegmentSummary {
  readonly segment: number;
  readonly events: number;
  readonly firstTime: string;
  readonly lastTime: string;
  readonly firstGlobalSeq: number;
  readonly lastGlobalSeq: number;
  /** mach_time of the first and last event: a fall between segments is a reboot. */
  readonly firstMachTime: number;
  readonly lastMachTime: number;
  /** Lost by the global counter. */
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  /** Lines that repeat an event already recorded in this segment. */
  readonly duplicates: number;
  readonly messageVersions: readonly number[];
}

/** Last JSON frame of a closed trace: skippable, magic 0x184D2A52. */
export interface TraceSummary {
  readonly kind: 'esdrift.trace-summary';
  readonly formatVersion: number;
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly badLines: number;
  readonly oversizeLines: number;
  readonly segments: readonly SegmentSummary[];
  readonly gaps: readonly SequenceGap[];
  readonly frames: readonly FrameIndexEntry[];
  /** SHA-256 over the frames' digests in order, hex. */
  readonly digest: string;
}

/** What the trace commands print with `--json`. Absent knowledge is null here, so that every key is always there. */
import type { CaptureFormat } from './capture-format.ts';
import type {
  HostInfo,
  Method,
  OsVersion,
  Producer,
  Provenance,
  SegmentSummary,
  TraceHeader,
  TraceRecord,
  UpgradeOutcome,
} from './trace.ts';

/** What is left to do where no event is whole. */
export const NOTHING_TO_RECOVER = 'Record or import again; there is nothing to recover here.';

/** Bytes of a file from `offset` on. */
export interface ByteSpan {
  readonly offset: number;
  readonly bytes: number;
}

export interface GapInfo {
  readonly segment: number;
  /** Null: the counter over all types. */
  readonly eventType: string | null;
  /** Missing numbers, both ends included. */
  readonly from: number;
  readonly to: number;
  readonly lost: number;
  /** Time of the last event before and of the first one after. */
  readonly after: string | null;
  readonly before: string | null;
}

export interface SegmentInfo extends SegmentSummary {
  /** The machine restarted before this segment. */
  readonly reboot: boolean;
  readonly source: string | null;
  readonly os: OsVersion | null;
  readonly bootTime: string | null;
  readonly endReason: string | null;
  /** Up to the last one that was seen the segment is trusted. */
  readonly canaries: SegmentCanaries;
  /** Lost by the global counter but by no type's: could be of any type. */
  readonly lostUnattributed: number;
}

export interface SegmentCanaries {
  readonly seen: number;
  readonly missed: number;
  /** When the last one that was seen was sent. */
  readonly lastSeenAt: string | null;
  readonly longestLatencyMs: number | null;
}

export interface BlindWindowInfo {
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string;
  readonly fromOs: OsVersion | null;
  readonly toOs: OsVersion | null;
  readonly fromBootTime: string | null;
  readonly toBootTime: string | null;
}

export interface TraceInfo {
  readonly kind: 'esdrift.trace-info';
  readonly formatVersion: number;
  readonly producer: Producer;
  readonly path: string;
  readonly id: string;
  readonly provenance: Provenance;
  readonly method: Method;
  readonly labels: Readonly<Record<string, string>>;
  readonly host: HostInfo;
  readonly os: OsVersion | null;
  readonly target: OsVersion | null;
  readonly eslogger: NonNullable<TraceHeader['eslogger']> | null;
  /** The tool whose capture it is, and what its captures cannot say. */
  readonly format: CaptureFormat;
  readonly missing: readonly string[];
  readonly redaction: TraceHeader['redaction'];
  readonly startedAt: string;
  /** Time of the last event. */
  readonly endedAt: string;
  /** The recording was ended, and its index is stored. */
  readonly closed: boolean;
  /** What lies behind the last whole frame of a trace that was not closed. */
  readonly cut: ByteSpan | null;
  /** Foreign bytes behind the end of a closed trace. */
  readonly tail: ByteSpan | null;
  readonly segments: readonly SegmentInfo[];
  /** Event lines, repeated ones included. */
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly badLines: number;
  readonly badLinesByReason: Readonly<Record<string, number>>;
  readonly firstBadLine: Omit<Extract<TraceRecord, { kind: 'bad-line' }>, 'kind'> | null;
  readonly oversizeLines: number;
  readonly gaps: readonly GapInfo[];
  /** Lost by the global counter, over all segments. */
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  readonly lostUnattributed: number;
  readonly duplicates: number;
  readonly blindWindows: readonly BlindWindowInfo[];
  readonly canaries: { readonly seen: number; readonly missed: number };
  readonly probes: {
    readonly count: number;
    readonly last: { readonly time: string; readonly values: Readonly<Record<string, unknown>> } | null;
  };
  /** Where the recorder watched over the restart. */
  readonly outcome: {
    readonly outcome: UpgradeOutcome;
    readonly from: OsVersion | null;
    readonly to: OsVersion | null;
    readonly time: string;
  } | null;
  /** Size of the file. */
  readonly bytes: number;
  /** Event lines with their newlines. */
  readonly rawBytes: number;
  /** Data frames. */
  readonly frames: number;
  /** SHA-256 over the digests of the data frames. */
  readonly digest: string;
}

export interface TraceProblem {
  readonly offset: number;
  /** Bytes concerned, where known. */
  readonly bytes: number | null;
  readonly message: string;
}

/** `whole`: closed, and every byte as written. `cut`: ends early, what is there is good. `damaged`: bytes are not as written. */
export type TraceState = 'whole' | 'cut' | 'damaged';

interface LineDeviationInfo {
  readonly place: string;
  readonly message: string;
  readonly count: number;
  readonly firstLine: number;
}

interface LineNoveltyInfo {
  readonly scope: string;
  readonly key: string;
  readonly count: number;
  readonly firstLine: number;
}

/** Something that should not be in a trace for others, and where. Never the thing itself. */
export interface SecretPlace {
  readonly where: 'event' | 'record' | 'header';
  /** Of events: the line as `trace cat` counts them, from 1, and its number. */
  readonly line: number | null;
  readonly globalSeq: number | null;
  /** Type of the event, or kind of the record. */
  readonly type: string | null;
  /** The JSON key it stands under; null where a whole line is unreadable, or a text of ours. */
  readonly key: string | null;
  /** What it is, as redaction names it. */
  readonly kind: string;
}

/** With `--no-secrets`: what redaction would still replace. */
export interface SecretsLeft {
  readonly policy: TraceHeader['redaction']['policy'];
  /** It was never redacted: names that only its Mac knew cannot be looked for, so finding nothing would prove nothing. */
  readonly refused: boolean;
  readonly found: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** The first hundred. */
  readonly places: readonly SecretPlace[];
}

export interface TraceVerification {
  readonly kind: 'esdrift.trace-verification';
  readonly path: string;
  /** Null where the header does not read. */
  readonly id: string | null;
  readonly state: TraceState;
  readonly bytes: number;
  /** What is good: data frames, event lines, and bytes of the file. */
  readonly frames: number;
  readonly events: number;
  readonly goodBytes: number;
  /** Bytes behind the last good frame, of a trace that was cut. */
  readonly cut: ByteSpan | null;
  /** The first hundred; `problemCount` counts them all. */
  readonly problems: readonly TraceProblem[];
  readonly problemCount: number;
  /** With `--schema`: how the lines differ from what eslogger is known to write. */
  readonly lines: {
    readonly checked: number;
    readonly deviations: readonly LineDeviationInfo[];
    readonly novelties: readonly LineNoveltyInfo[];
  } | null;
  readonly secrets: SecretsLeft | null;
}

export interface TraceRedaction {
  readonly kind: 'esdrift.trace-redaction';
  readonly path: string;
  readonly out: string;
  /** The id of the input: it is the same recording. */
  readonly id: string;
  readonly policyBefore: TraceHeader['redaction']['policy'];
  readonly policy: 'default' | 'strict';
  readonly events: number;
  readonly changedLines: number;
  readonly changedRecords: number;
  /** Event lines that redaction cannot read, left out and recorded as bad lines. */
  readonly unreadableLines: number;
  /** Replacements by kind; only kinds that occurred. */
  readonly replaced: Readonly<Record<string, number>>;
  /** Of the new file. */
  readonly bytes: number;
}

export interface TraceRepair {
  readonly kind: 'esdrift.trace-repair';
  readonly path: string;
  readonly out: string;
  readonly id: string;
  /** What the input was. */
  readonly state: TraceState;
  /** The header was not readable: what it said is lost. */
  readonly headerLost: boolean;
  readonly keptFrames: number;
  readonly keptEvents: number;
  readonly keptRecords: number;
  /** Spans of the input that were left out. */
  readonly lostSpans: readonly (ByteSpan & {
    readonly reason: string;
    /** Event lines in it, where the index still knows. */
    readonly events: number | null;
  })[];
  readonly lostBytes: number;
}

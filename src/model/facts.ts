/** Facts, and the document that holds them for one run (profile) or many (baseline). */
import type { ForeignFormat } from './capture-format.ts';
import type { RuleOutcomes } from './rule-outcomes.ts';
import type { Stability } from './stability.ts';
import type { Method, OsVersion, Producer, Provenance } from './trace.ts';

export const FACT_KINDS = [
  'program',
  'launch',
  'responsible',
  'arguments',
  'file',
  'handoff',
  'event',
  'shape',
] as const;
/** `order` facts are derived from first offsets when two sides are compared, so that better milestones do not invalidate baselines. */
export type FactKind = (typeof FACT_KINDS)[number];

/**
 * A program's key: authority, a colon, and the signing id; see src/normalize/program-key.ts.
 * Examples: `platform:com.apple.mobileassetd`, `EQHXZ8M8AV:com.google.Chrome`, `adhoc:tool-{hash}`, `unsigned:/opt/{user}/x`, `unknown`.
 */
export type ProgramKey = string;

/** What is known of one recording that went into a profile or baseline. Nothing here names a host, a user or a time of day. */
export interface RunInfo {
  /** Trace id. */
  readonly trace: string;
  /** Digest of the trace's frames, hex. */
  readonly sha256: string;
  readonly provenance: Provenance;
  /** The tool whose capture it is, where that is not eslogger. */
  readonly format?: ForeignFormat;
  readonly method: Method;
  /** A control is a recording without an upgrade: what it shows is background. */
  readonly role: 'upgrade' | 'control';
  readonly os?: OsVersion;
  readonly target?: OsVersion;
  readonly arch?: string;
  readonly model?: string;
  readonly virtualMachine?: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** What was subscribed, where known. */
  readonly subscribed?: readonly string[];
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly messageVersions: readonly number[];
  readonly events: number;
  readonly badLines: number;
  readonly oversizeLines: number;
  /** Offsets in ms from the first event of the trace; `reboot` says that mach_time fell before it. */
  readonly segments: readonly {
    readonly startMs: number;
    readonly endMs: number;
    readonly reboot: boolean;
    /** OS build that acted, where the recording says. */
    readonly build?: string;
    /** Offset of the last canary that was seen, the start where none was: behind it nothing proves that the recorder still saw. Absent in recordings without canaries. */
    readonly trustedMs?: number;
  }[];
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  /** Lost by the global counter but by no type's: could be of any type. */
  readonly lostUnattributed: number;
  /** Loss in windows, offsets in ms; `eventType` absent: any type. */
  readonly gaps: readonly {
    readonly eventType?: string;
    readonly lost: number;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** The recording went on behind its last event: the file, or what it was made of, was cut. */
  readonly cut: boolean;
  /** Handoff sources forgotten because the window of tracked paths was full. */
  readonly handoffsForgotten: number;
}

/** Where a fact was first seen in a run. Profiles carry it; baselines do not. */
export interface FactEvidence {
  readonly segment: number;
  readonly globalSeq: number;
  readonly time: string;
}

/**
 * One atomic statement of behaviour. Vectors run in the order of the document's `runs`.
 *
 * Keys by kind:
 * - program: [program]
 * - launch: [parent program, child program]
 * - responsible: [responsible program, program]
 * - arguments: [program, JSON array of argument templates]
 * - file: [program, operation, path template]; a rename is two facts, `rename` (destination) and `rename-from` (origin)
 * - handoff: [program A, program B, path template]
 * - event: [program, event type, object template]
 * - shape: [scope, message version, JSON key, JSON type]; scope is an event type, or `envelope`, `process`, `file`, `stat`, `audit_token`
 */
export interface Fact {
  readonly kind: FactKind;
  readonly key: readonly string[];
  /** Occurrences per run, zero where absent. */
  readonly counts: readonly number[];
  /** Offset of the first occurrence in ms from the run's first event, -1 where absent. */
  readonly firstMs: readonly number[];
  /** Program facts: attribute → value → occurrences per run. */
  readonly attributes?: Readonly<
    Partial<Record<ProgramAttribute, Readonly<Record<string, readonly number[]>>>>
  >;
  /** Profiles only; `trace` in memory only, where profiles of several traces were united for a comparison. */
  readonly evidence?: FactEvidence & { readonly trace?: string };
}

/** `path`: path template · `flags`: the lasting code-signing flags as names joined by `|` · `cdhash`: `cputype:cdhash` · `category`: validation category name. */
export const PROGRAM_ATTRIBUTES = ['path', 'flags', 'cdhash', 'category'] as const;
export type ProgramAttribute = (typeof PROGRAM_ATTRIBUTES)[number];

export const FACTS_FORMAT_VERSION = 1;

/** A profile has exactly one run; a baseline has one or more. Both have the same form and merge alike. */
export interface FactSet {
  readonly kind: 'esdrift.profile' | 'esdrift.baseline';
  readonly formatVersion: number;
  readonly producer: Producer;
  /** Version of the template rules that made the keys. */
  readonly normalizer: string;
  readonly runs: readonly RunInfo[];
  /**
   * Sets that grew too large and became holes, sorted; src/normalize/directories.ts has the meaning of each form:
   * `/dir/{any}` (the children of /dir), `/dir/{below}` (what lies below its children),
   * `["arguments","program","{any}"]`, `["event","program","type","{any}"]` (the last key part of such facts),
   * `["program","program","path","{any}"]` (the values of an attribute).
   */
  readonly collapsed: readonly string[];
  /** Sorted by kind (in FACT_KINDS order), then key. */
  readonly facts: readonly Fact[];
  /** What leaving one run out found. Baselines only; a merge drops it, because it is true of exactly these runs. */
  readonly stability?: Stability;
  /** What became of detection rules, by rule set. Nothing else depends on it. */
  readonly ruleOutcomes?: readonly RuleOutcomes[];
}

/** A fact as a document holds it: its kind is the name of its list. */
export type StoredFact = Omit<Fact, 'kind' | 'evidence'> & { readonly evidence?: FactEvidence };

/** The file form of a fact set. */
export interface FactSetDocument extends Omit<FactSet, 'facts'> {
  readonly facts: Readonly<Record<FactKind, readonly StoredFact[]>>;
}

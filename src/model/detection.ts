/** What detection says about a recording or a live stream. */
import type { Phase } from './drift.ts';
import type { RecordingNote } from './recording.ts';
import type { EvidenceLevel, RuleClaim, RuleMethod } from './rules.ts';
import type { Producer } from './trace.ts';

export type DetectedMethod =
  'ota' | 'full-installer' | 'background-security-improvement' | 'none' | 'unknown';
export type UpgradeScope = 'minor' | 'major' | 'unknown';
export type UpgradeOutcome = 'completed' | 'aborted' | 'failed' | 'rolled-back' | 'unknown';
export type ConfidenceLevel = 'high' | 'medium' | 'low' | 'none';

/** One event that counted as a signal. */
export interface SignalEvidence {
  readonly signal: string;
  readonly title: string;
  readonly program: string;
  readonly level: EvidenceLevel;
  readonly time: string;
  /** ms from the first event. */
  readonly offsetMs: number;
  readonly segment: number;
  /** null for a probe. */
  readonly globalSeq: number | null;
  readonly eventType: string;
  /** Path of the program that acted; of an exec, the one that was started. */
  readonly actor: string;
  /** Signing id of it. */
  readonly signingId: string | null;
  /** What it was done to: a path, arguments, a mount point. */
  readonly object: string;
}

export type RuleState =
  | 'fired'
  /** Some of its programs showed a signal, not enough or not the right ones. */
  | 'partial'
  /** Everything it asks for was there, and so was something that forbids it. */
  | 'blocked'
  | 'silent'
  /** It could not fire: what it needs was not recorded. */
  | 'not-recorded';

export interface DetectedRule {
  readonly id: string;
  readonly title: string;
  readonly claim: RuleClaim;
  readonly method: RuleMethod;
  readonly phase: Phase;
  readonly state: RuleState;
  readonly quorum: number;
  /** Programs that showed one of its signals when it fired, or the most there were at once. */
  readonly programs: number;
  /** When it fired first; null where it did not. */
  readonly time: string | null;
  readonly offsetMs: number | null;
  /** From firing to the restart. */
  readonly leadMs: number | null;
  readonly firings: number;
  readonly evidence: readonly SignalEvidence[];
  readonly silent: readonly string[];
  readonly reason: string;
}

export interface DetectedPhase {
  readonly phase: Phase;
  readonly time: string;
  readonly offsetMs: number;
  /** The rule that says so; null for what follows from the recording itself. */
  readonly rule: string | null;
  readonly evidence: readonly SignalEvidence[];
}

export interface SilentSignal {
  readonly id: string;
  readonly title: string;
  readonly program: string;
  readonly reason: 'not-seen' | 'not-recorded';
}

export interface DetectedStart {
  readonly rule: string;
  /** The deciding event. */
  readonly time: string;
  readonly offsetMs: number;
  /** The earliest evidence for it. */
  readonly sinceTime: string;
  readonly sinceOffsetMs: number;
  readonly leadMs: number | null;
}

export interface Detection {
  readonly kind: 'esdrift.detection';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly ruleSet: string;
  /** null for a live stream. */
  readonly recording: RecordingNote | null;
  readonly method: DetectedMethod;
  readonly confidence: { readonly level: ConfidenceLevel; readonly reasons: readonly string[] };
  readonly started: DetectedStart | null;
  readonly scope: UpgradeScope;
  readonly scopeReason: string;
  readonly outcome: UpgradeOutcome;
  readonly outcomeReason: string;
  readonly startedBeforeRecording: boolean;
  readonly phases: readonly DetectedPhase[];
  /** The restart after the start: the last event before it. */
  readonly restart: { readonly time: string; readonly offsetMs: number } | null;
  readonly rules: readonly DetectedRule[];
  readonly silentSignals: readonly SilentSignal[];
  readonly events: number;
  readonly lost: number;
}

/** One line of `detect --jsonl`, written when it happens. */
export interface DetectionEvent {
  readonly kind: 'esdrift.detection-event';
  readonly formatVersion: 1;
  readonly rule: string;
  readonly title: string;
  readonly claim: RuleClaim;
  readonly method: RuleMethod;
  readonly phase: Phase;
  readonly time: string;
  readonly offsetMs: number;
  readonly evidence: readonly SignalEvidence[];
}

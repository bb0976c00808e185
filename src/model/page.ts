/**
 * What an HTML report draws beside the drift report itself: both sides as trees, timelines and hand-overs. It is embedded in the page, so
 * it is bounded, and whatever was left out is counted here.
 */
import type { DetectedRule } from './detection.ts';
import type { Phase } from './drift.ts';
import type { ProgramKey } from './facts.ts';
import type { TreeProcess } from './process-tree.ts';
import type { BlindWindow, RecordingNote } from './recording.ts';
import type { Producer } from './trace.ts';

export type PageSide = 'before' | 'after';

/** How one side shows a behaviour. */
export interface PageSupport {
  /** Runs that could show it, and those that do. */
  readonly runs: number;
  readonly seenIn: number;
  /** Medians over the runs that show it: occurrences, and ms from the first event of the run. */
  readonly count: number;
  readonly firstMs: number;
}

/**
 * `unseen`: on one side only, and no finding says that it came or went: the runs differ so much by themselves, or it may have been lost.
 */
export const PAGE_MARKS = ['same', 'changed', 'added', 'removed', 'unseen'] as const;
export type PageMark = (typeof PAGE_MARKS)[number];

/** One place in the tree of launches: parents before children. */
export interface PageTreeRow {
  readonly depth: number;
  readonly program: ProgramKey;
  /** Its key on the side before, where that is another one. */
  readonly wasProgram: ProgramKey | null;
  /** Of the launch; of the program itself where nothing launches it. */
  readonly before: PageSupport | null;
  readonly after: PageSupport | null;
  readonly mark: PageMark;
  readonly findings: readonly string[];
  /** Why it takes part in the upgrade; null where nothing says that it does. */
  readonly part: string | null;
  /** Its children stand where it stands first. */
  readonly repeated: boolean;
}

export interface PageProgram {
  readonly program: ProgramKey;
  readonly pathsBefore: readonly string[];
  readonly pathsAfter: readonly string[];
}

export interface PageHandoffPath {
  readonly path: string;
  readonly before: PageSupport | null;
  readonly after: PageSupport | null;
}

/** A hand-over between two programs. */
export interface PageHandoff {
  readonly from: ProgramKey;
  readonly to: ProgramKey;
  readonly mark: PageMark;
  readonly takesPart: boolean;
  readonly paths: readonly PageHandoffPath[];
  readonly pathsLeft: number;
  readonly findings: readonly string[];
}

export interface PageEntryProgram {
  readonly key: ProgramKey;
  readonly name: string;
  readonly path: string;
  readonly part: boolean;
}

/** Entries of a timeline as columns; `program` and texts are indexes, -1 stands for none. */
export interface PageEntries {
  readonly texts: readonly string[];
  readonly programs: readonly PageEntryProgram[];
  readonly offsetMs: readonly number[];
  readonly forMs: readonly number[];
  readonly segment: readonly number[];
  /** -1: no single event. */
  readonly globalSeq: readonly number[];
  readonly count: readonly number[];
  readonly program: readonly number[];
  readonly pid: readonly number[];
  readonly eventType: readonly number[];
  readonly verb: readonly number[];
  readonly object: readonly number[];
  readonly source: readonly number[];
  readonly detail: readonly number[];
}

export interface PagePhase {
  readonly phase: Phase;
  readonly offsetMs: number;
}

export interface PageSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly reboot: boolean;
}

/** Lost events between two moments; no type: of any. */
export interface PageGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lost: number;
}

export type PageRule = Omit<DetectedRule, 'evidence' | 'silent'>;

export interface PageDetection {
  readonly ruleSet: string;
  readonly method: string;
  readonly confidence: string;
  readonly startedMs: number | null;
  readonly restartMs: number | null;
  readonly rules: readonly PageRule[];
}

/** One recording of a side, or where there are only facts, what its runs have in common. */
export interface PageRecording {
  readonly side: PageSide;
  /** `medians`: there are no events; offsets are medians over the runs of a baseline or profile. */
  readonly basis: 'events' | 'medians';
  readonly name: string;
  /** Runs it stands for. */
  readonly runs: number;
  readonly note: RecordingNote | null;
  readonly endMs: number;
  readonly segments: readonly PageSegment[];
  readonly blindWindows: readonly BlindWindow[];
  readonly gaps: readonly PageGap[];
  readonly phases: readonly PagePhase[];
  readonly entries: PageEntries;
  readonly entriesLeft: number;
  /** In drawing order. */
  readonly processes: readonly TreeProcess[];
  readonly processesLeft: number;
  readonly detection: PageDetection | null;
  /** Names in it were made pseudonyms for the page, because nobody had redacted the recording. */
  readonly redactedHere: boolean;
}

/** An event that a finding points to, as eslogger wrote it. */
export interface PageEvidence {
  readonly trace: string;
  readonly segment: number;
  readonly globalSeq: number;
  /** null: left out for its size. */
  readonly line: string | null;
}

export interface PageDocument {
  readonly kind: 'esdrift.page';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly tree: readonly PageTreeRow[];
  readonly treeLeft: number;
  readonly programs: readonly PageProgram[];
  readonly handoffs: readonly PageHandoff[];
  readonly handoffsLeft: number;
  readonly recordings: readonly PageRecording[];
  /** Recordings of the sides that are not drawn. */
  readonly recordingsLeft: number;
  readonly evidence: readonly PageEvidence[];
  readonly evidenceLeft: number;
}

/** The document of `trace tree`: all processes of a recording, parents before children; and the columns it is written from. */
import type { RecordingNote } from './recording.ts';
import type { Producer } from './trace.ts';

/** How an image is signed: `platform`, a team id, `adhoc`, `unsigned`, or `signed` without a team. */
export type Authority = string;

export interface TreeImage {
  /** Last part of the path. */
  readonly name: string;
  readonly path: string;
  readonly signingId: string | null;
  readonly authority: Authority;
  readonly cdhash: string | null;
  /** Where asked for. */
  readonly args?: readonly string[];
}

export type TreeExit =
  | { readonly code: number }
  | { readonly signal: number; readonly name: string; readonly coreDumped: boolean };

export interface TreeProcess {
  /** Unique in the document, in the order of first appearance. */
  readonly id: number;
  /** `id` of the process it stands under; null for a root. */
  readonly parent: number | null;
  readonly depth: number;
  readonly boot: number;
  readonly pid: number;
  /** Of its last execution. */
  readonly pidversion: number;
  /** What it is called: its last image, its job label, or `pid N` where nothing is known. */
  readonly name: string;
  /** Images it ran, in order; more than one after repeated exec, none where only its token is known. */
  readonly images: readonly TreeImage[];
  /** launchd job. */
  readonly label: string | null;
  /** ms from the first event; null: before the recording. */
  readonly startedMs: number | null;
  /** null: it was still running, or its end was not seen. */
  readonly endedMs: number | null;
  readonly exit: TreeExit | null;
  /** launchd started it, but it ended before it became the program. */
  readonly failedLaunch: boolean;
  /** A fork that never ran a program of its own. */
  readonly forkOnly: boolean;
  /** Pid of its parent at birth, where launchd had adopted it before it was first seen. */
  readonly bornOf: number | null;
  /** `id` of the process that is responsible for it, where that is another one. */
  readonly responsible: number | null;
  /** Does not match the filters itself: it is here because a descendant does. */
  readonly context: boolean;
}

/** The rest of the document, whatever form its processes have. */
export interface TreeHead {
  readonly kind: 'esdrift.process-tree';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly recording: RecordingNote;
  readonly by: 'parent' | 'responsible';
  readonly filters: { readonly program?: string; readonly sinceMs?: number; readonly depth?: number };
  readonly totals: {
    readonly processes: number;
    /** Those that the filters leave, context included. */
    readonly shown: number;
    readonly omittedByFilter: number;
    readonly omittedByDepth: number;
    readonly omittedByLimit: number;
    readonly startedBefore: number;
    readonly failedLaunches: number;
    /** Lines of the trace that are no events. */
    readonly badLines: number;
  };
}

export interface ProcessTree extends TreeHead {
  /** In drawing order: a process, then all that stands under it. */
  readonly processes: readonly TreeProcess[];
}

/** Bits of `flags`. */
export const FAILED_LAUNCH = 1;
export const FORK_ONLY = 2;
export const CONTEXT = 4;

/**
 * The same processes as columns, one row each, in drawing order: a million of them are no objects. NaN and -1 stand for null. What many share is told
 * once: `images`, `labels`, `exits` and `args` by their numbers.
 */
export interface TreeColumns {
  readonly count: number;
  readonly id: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly boot: Int32Array;
  readonly pid: Float64Array;
  readonly pidversion: Float64Array;
  /** The images of a row are those from its number on to the number of the next row. */
  readonly firstImage: Int32Array;
  readonly image: Int32Array;
  /** Of whoever showed the image: what names one that has no name. */
  readonly imagePid: Float64Array;
  readonly imageArgs: Int32Array;
  /** 0: none. */
  readonly label: Int32Array;
  readonly startedMs: Float64Array;
  readonly endedMs: Float64Array;
  readonly exit: Int32Array;
  readonly flags: Uint8Array;
  readonly bornOf: Float64Array;
  readonly responsible: Int32Array;
  /** Without arguments; the name is empty where only a pid gives one. */
  readonly images: readonly TreeImage[];
  readonly labels: readonly string[];
  readonly exits: readonly TreeExit[];
  /** Undefined where they were not asked for. */
  readonly args: readonly (readonly string[])[] | undefined;
}

/** A process tree whose processes are columns. */
export interface GrownTree {
  readonly head: TreeHead;
  readonly columns: TreeColumns;
}

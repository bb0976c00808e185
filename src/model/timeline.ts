/** The document of `trace timeline`: what happened, in order. */
import type { Authority } from './process-tree.ts';
import type { RecordingNote } from './recording.ts';
import type { Producer } from './trace.ts';

export interface TimelineProgram {
  /** Last part of the path. */
  readonly name: string;
  /** null where the entry stands for several processes. */
  readonly pid: number | null;
  readonly path: string;
  readonly signingId: string | null;
  readonly authority: Authority;
}

export type TimelineEntry =
  | {
      readonly kind: 'event';
      /** ms from the first event of the trace. */
      readonly offsetMs: number;
      /** The last of the events it stands for. */
      readonly lastMs: number;
      readonly segment: number;
      /** Of the first. */
      readonly globalSeq: number;
      /** Events it stands for: the same program did the same to things in the same directory. */
      readonly count: number;
      readonly eventType: string;
      /** Who did it; for a start, who started. */
      readonly program: TimelineProgram;
      /** `starts`, `becomes`, `ends`, `fails to start`, or the event type. */
      readonly verb: string;
      /** What it was done to; where several, what their paths have in common, with a slash at the end. */
      readonly object: string | null;
      /** Where it came from: the origin of a rename, clone, copy or link, the parent of a start. */
      readonly source: string | null;
      /** How a process ended, the name of an attribute, a job label. */
      readonly detail: string | null;
    }
  | { readonly kind: 'segment'; readonly offsetMs: number; readonly segment: number; readonly boot: number }
  | { readonly kind: 'blind'; readonly offsetMs: number; readonly forMs: number; readonly reason: string }
  | {
      readonly kind: 'gap';
      readonly offsetMs: number;
      readonly segment: number;
      readonly lost: number;
      /** Runs of missing numbers that it stands for. */
      readonly gaps: number;
    };

export interface Timeline {
  readonly kind: 'esdrift.timeline';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly recording: RecordingNote;
  readonly filters: {
    readonly program?: string;
    readonly events?: readonly string[];
    readonly sinceMs?: number;
    readonly untilMs?: number;
  };
  /** Recorded, but only shown when asked for: number by event type. */
  readonly quiet: Readonly<Record<string, number>>;
  readonly entries: readonly TimelineEntry[];
  /** Events that the entries stand for. */
  readonly events: number;
  readonly badLines: number;
  /** Where the limit stopped the reading; null when everything was read. */
  readonly stoppedAtMs: number | null;
}

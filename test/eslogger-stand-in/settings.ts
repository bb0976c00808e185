/**
 * What the stand-in for eslogger does, told by a file beside its launcher. (Not by environment variables: the recorder starts eslogger with
 * an environment of its own.) Every start takes the next run of the list; the last one repeats.
 */
export type Refusal =
  'not-permitted' | 'not-privileged' | 'not-entitled' | 'too-many-clients' | 'invalid-argument' | 'internal';

export interface StandInRun {
  /** JSON Lines to replay, in order, again from the start when used up. Numbers and times are made anew. */
  readonly source: string;
  /** Events that happen in all, lost ones included. Default: each line of the source once. */
  readonly events?: number;
  /** Default: as fast as the reader takes them. */
  readonly eventsPerSecond?: number;
  /** With a rate: events that wait at most while the reader is slow. Those past it are lost, as in the kernel. Default: no limit. */
  readonly queue?: number;
  /** Share of events lost at random, 0 to 1, and of which types (default: all). */
  readonly loss?: {
    readonly share: number;
    readonly seed: number;
    readonly types?: readonly string[];
    /** So many events at the end are not lost: only a later event of its type tells that one was. */
    readonly sparesLast?: number;
  };
  /** Every n-th pair of lines changes places. */
  readonly disorderEvery?: number;
  /** Another key order for every line, from so many prepared ones. Default 1: the order of the source. */
  readonly keyOrders?: number;
  /** stdio's block on a pipe: nothing leaves before so many bytes are there. Default: none, each batch of lines is written out. */
  readonly blockBytes?: number;
  /** After so many events: write nothing more, but live. */
  readonly hangAfter?: number;
  /** After so many events: end, by a signal or with a code. What the block holds is lost. */
  readonly endAfter?: { readonly events: number; readonly how: 'killed' | number };
  /** The last line ends after so many bytes (with endAfter, or at the end of a run that ends). */
  readonly cutLastLineTo?: number;
  /** After every n events a line that is none. */
  readonly garbage?: { readonly every: number; readonly text: string };
  /** What happens when all events are written. Default `stay`, as eslogger does. */
  readonly whenDone?: 'stay' | 'end';
  /** Client refused: the text, then exit 1. */
  readonly refuse?: Refusal;
  /** What `--list-events` prints. Default: all of the catalogue. */
  readonly offered?: readonly string[];
  /** `--list-events` prints nothing and does not end. */
  readonly listHangs?: boolean;
  /** As when started in the background: SIGINT does nothing. */
  readonly ignoresInterrupt?: boolean;
  /** Pids of its own process group: events whose acting process has one of them are not shown, nor numbered. */
  readonly ownGroup?: readonly number[];
  /** A file others append event lines to; each is shown in the stream as it comes. Needs a rate. Canaries of tests come this way. */
  readonly injectFrom?: string;
  /** First wall clock time, ms since the epoch, and mach_absolute_time. Default: now, and one hour of uptime. */
  /** Time and mach_time stay as the source has them; what is injected happens at the time of the line before it. */
  readonly keepsTimes?: boolean;
  readonly startTimeMs?: number;
  readonly startMachTime?: number;
}

export interface StandInSettings {
  readonly runs: readonly StandInRun[];
}

/** What a run wrote so far, beside the launcher as `account-N.json` (N from 0): for tests to compare with. */
export interface StandInAccount {
  readonly pid: number;
  readonly events: readonly string[];
  readonly select: readonly string[];
  readonly written: number;
  readonly lost: number;
  readonly lostByType: Readonly<Record<string, number>>;
  readonly done: boolean;
}

export const TICKS_PER_MS = 24_000;

/**
 * The timeline of a recording as its events pass: who did what to what, between segments, blind windows and lost events. What reads the
 * events, a command or a page, gives them here in order.
 */
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { EsEvent } from '../model/event.ts';
import { globMatches } from '../model/glob.ts';
import { roundMs } from '../model/offset.ts';
import type { RecordingNote } from '../model/recording.ts';
import type { SequenceGap } from '../model/trace.ts';
import { ProcessTable } from '../processes/table.ts';
import { happeningOf } from './timeline-entries.ts';
import { TimelineBuilder, type EntrySink } from './timeline-folding.ts';

/** Frequent, and rarely what somebody asks for: looked up, opened, prepared, adjusted. */
export const QUIET: ReadonlySet<string> = new Set(
  (
    'fork open close write lookup stat access readlink readdir getattrlist getextattr listextattr mmap mprotect dup fcntl ' +
    'fsgetpath searchfs chdir utimes setmode setowner setflags setattrlist setacl xpc_connect iokit_open proc_check get_task ' +
    'get_task_name get_task_read get_task_inspect uipc_bind uipc_connect pty_grant pty_close seteuid setegid setuid setgid ' +
    'setreuid setregid'
  ).split(' '),
);

export interface TimelineReadingOptions {
  readonly recording: RecordingNote;
  /** Lost events by the global counter, in order. */
  readonly gaps: readonly SequenceGap[];
  /** Event types that make entries; the others only tell who is running. */
  readonly shown: Pick<ReadonlySet<string>, 'has'>;
  readonly fold: boolean;
  /** Where entries go. */
  readonly entries: EntrySink;
  /** Time of the first event, ms since the epoch. */
  readonly startMs: number;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Glob over name, signing id, path and job label of who acts. */
  readonly program?: string | undefined;
  /** Most entries; 0: all. */
  readonly limit: number;
}

export class TimelineReading {
  readonly #options: TimelineReadingOptions;
  readonly #table = new ProcessTable();
  readonly builder: TimelineBuilder;
  #nextGap = 0;
  #nextBlind = 0;
  #segment: number | undefined;
  stoppedAtMs: number | null = null;

  constructor(options: TimelineReadingOptions) {
    this.#options = options;
    this.builder = new TimelineBuilder(options.fold, options.entries);
  }

  /** False: the limit is reached. */
  take(event: EsEvent): boolean {
    const step = this.#table.apply(event);
    const offsetMs = roundMs(event.timeMs - this.#options.startMs);
    if (!this.#isInWindow(offsetMs)) return true;
    this.#separate(event, offsetMs);
    if (!this.#options.shown.has(event.type)) return true;
    const happening = happeningOf(event, step, this.#table.labelOf(event.process.token));
    const { program, limit } = this.#options;
    if (happening === undefined) return true;
    if (program !== undefined && !happening.names.some((name) => globMatches(program, name))) return true;
    const { segment, globalSeq, type: eventType } = event;
    const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
    if (this.builder.event({ offsetMs, segment, globalSeq, eventType, happening }, most)) return true;
    this.stoppedAtMs = offsetMs;
    return false;
  }

  #isInWindow(offsetMs: number): boolean {
    const { sinceMs, untilMs } = this.#options;
    return (sinceMs === undefined || offsetMs >= sinceMs) && (untilMs === undefined || offsetMs <= untilMs);
  }

  /** Puts what lies between the last event and this one: lost events, blind windows, the beginning of a segment. */
  #separate(event: EsEvent, offsetMs: number): void {
    if (event.segment !== this.#segment) {
      this.#blindWindows(offsetMs);
      const note = this.#options.recording.segments.find(({ segment }) => segment === event.segment);
      this.#segment = event.segment;
      this.builder.separator({ kind: 'segment', offsetMs, segment: event.segment, boot: note?.boot ?? 0 });
    } else {
      this.#blindWindows(offsetMs);
    }
    for (
      let gap = this.#options.gaps[this.#nextGap];
      gap !== undefined;
      gap = this.#options.gaps[this.#nextGap]
    ) {
      const isBefore =
        gap.segment < event.segment || (gap.segment === event.segment && gap.to < event.globalSeq);
      if (!isBefore) break;
      this.#nextGap += 1;
      const before = gap.before === undefined ? undefined : parseTimeMs(gap.before);
      const gapMs = before === undefined ? offsetMs : roundMs(before - this.#options.startMs);
      if (gap.segment === event.segment && this.#isInWindow(gapMs))
        this.builder.gap(gap.segment, gapMs, gap.lost);
    }
  }

  #blindWindows(offsetMs: number): void {
    const windows = this.#options.recording.blindWindows;
    for (let next = windows[this.#nextBlind]; next !== undefined; next = windows[this.#nextBlind]) {
      if (next.fromMs >= offsetMs) break;
      this.#nextBlind += 1;
      if (!this.#isInWindow(next.toMs)) continue;
      const forMs = roundMs(next.toMs - next.fromMs);
      this.builder.separator({ kind: 'blind', offsetMs: next.fromMs, forMs, reason: next.reason });
    }
  }
}

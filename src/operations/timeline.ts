import { AppError } from '../errors.ts';
import { catalogueEntry } from '../eslogger/catalogue.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { EsEvent } from '../model/event.ts';
import type { RecordingNote } from '../model/recording.ts';
import type { Timeline } from '../model/timeline.ts';
import type { SequenceGap } from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';
import { ProcessTable } from '../processes/table.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
import { globMatches } from '../model/glob.ts';
import { newTally, readEventBatches, type ReadEventsOptions, type ReadTally } from './read-events.ts';
import { recordingNote, roundMs } from './recording-note.ts';
import { parseTimePoint } from './time-point.ts';
import { happeningOf } from './timeline-entries.ts';
import { TimelineBuilder } from './timeline-folding.ts';
import { shellWord } from '../model/shell-word.ts';

export interface TimelineOptions {
  /** Glob over name, signing id, path and job label of who acts. */
  readonly program?: string | undefined;
  /** Event types; undefined: all that are not quiet. */
  readonly events?: readonly string[] | undefined;
  /** Offset from the first event, or a UTC time. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Most entries; 0: all. */
  readonly limit: number;
  /** A line that cannot be read is an error (bad-lines) instead of a number. */
  readonly strict?: boolean | undefined;
  readonly fold: boolean;
}

/** Frequent, and rarely what somebody asks for: looked up, opened, prepared, adjusted. */
const QUIET: ReadonlySet<string> = new Set(
  (
    'fork open close write lookup stat access readlink readdir getattrlist getextattr listextattr mmap mprotect dup fcntl ' +
    'fsgetpath searchfs chdir utimes setmode setowner setflags setattrlist setacl xpc_connect iokit_open proc_check get_task ' +
    'get_task_name get_task_read get_task_inspect uipc_bind uipc_connect pty_grant pty_close seteuid setegid setuid setgid ' +
    'setreuid setregid'
  ).split(' '),
);

/** What the process table needs, shown or not. */
const LIFE_EVENTS = ['fork', 'exec', 'exit'];

function checkEvents(
  events: readonly string[] | undefined,
  recorded: Readonly<Record<string, number>>,
): void {
  const unknown = events?.find((type) => catalogueEntry(type) === undefined && recorded[type] === undefined);
  if (unknown === undefined) return;
  throw new AppError(
    'usage',
    `No event type is called "${unknown}".`,
    `This trace has: ${Object.keys(recorded).join(', ')}.`,
  );
}

interface Window {
  readonly startMs: number;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

class TimelineReading {
  readonly #options: TimelineOptions;
  readonly #window: Window;
  readonly #recording: RecordingNote;
  readonly #table = new ProcessTable();
  readonly #shown: ReadonlySet<string>;
  readonly #gaps: readonly SequenceGap[];
  readonly builder: TimelineBuilder;
  #nextGap = 0;
  #nextBlind = 0;
  #segment: number | undefined;
  stoppedAtMs: number | null = null;

  constructor(options: TimelineOptions, window: Window, recording: RecordingNote, reader: TraceReader) {
    this.#options = options;
    this.#window = window;
    this.#recording = recording;
    this.#gaps = reader.summary.gaps.filter((gap) => gap.eventType === undefined);
    this.#shown = new Set(
      options.events ?? Object.keys(reader.summary.eventsByType).filter((type) => !QUIET.has(type)),
    );
    this.builder = new TimelineBuilder(options.fold);
  }

  reads(tally: ReadTally): ReadEventsOptions {
    return { types: new Set([...this.#shown, ...LIFE_EVENTS]), strict: this.#options.strict, tally };
  }

  /** False: the limit is reached. */
  take(event: EsEvent): boolean {
    const step = this.#table.apply(event);
    const offsetMs = roundMs(event.timeMs - this.#window.startMs);
    if (!this.#isInWindow(offsetMs)) return true;
    this.#separate(event, offsetMs);
    if (!this.#shown.has(event.type)) return true;
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
    const { sinceMs, untilMs } = this.#window;
    return (sinceMs === undefined || offsetMs >= sinceMs) && (untilMs === undefined || offsetMs <= untilMs);
  }

  /** Puts what lies between the last event and this one: lost events, blind windows, the beginning of a segment. */
  #separate(event: EsEvent, offsetMs: number): void {
    if (event.segment !== this.#segment) {
      this.#blindWindows(offsetMs);
      const note = this.#recording.segments.find(({ segment }) => segment === event.segment);
      this.#segment = event.segment;
      this.builder.separator({ kind: 'segment', offsetMs, segment: event.segment, boot: note?.boot ?? 0 });
    } else {
      this.#blindWindows(offsetMs);
    }
    for (let gap = this.#gaps[this.#nextGap]; gap !== undefined; gap = this.#gaps[this.#nextGap]) {
      const isBefore =
        gap.segment < event.segment || (gap.segment === event.segment && gap.to < event.globalSeq);
      if (!isBefore) break;
      this.#nextGap += 1;
      const before = gap.before === undefined ? undefined : parseTimeMs(gap.before);
      const gapMs = before === undefined ? offsetMs : roundMs(before - this.#window.startMs);
      if (gap.segment === event.segment && this.#isInWindow(gapMs))
        this.builder.gap(gap.segment, gapMs, gap.lost);
    }
  }

  #blindWindows(offsetMs: number): void {
    const windows = this.#recording.blindWindows;
    for (let next = windows[this.#nextBlind]; next !== undefined; next = windows[this.#nextBlind]) {
      if (next.fromMs >= offsetMs) break;
      this.#nextBlind += 1;
      if (!this.#isInWindow(next.toMs)) continue;
      const forMs = roundMs(next.toMs - next.fromMs);
      this.builder.separator({ kind: 'blind', offsetMs: next.fromMs, forMs, reason: next.reason });
    }
  }
}

function quietOf(
  options: TimelineOptions,
  recorded: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  if (options.events !== undefined) return {};
  return Object.fromEntries(Object.entries(recorded).filter(([type]) => QUIET.has(type)));
}

/**
 * What happened in a trace, in order. Errors: no-events where the trace is empty; usage; those of opening and reading a trace.
 */
export async function timeline(path: string, options: TimelineOptions): Promise<Timeline> {
  await using reader = await openTrace(path);
  const { eventsByType, events } = reader.summary;
  if (events === 0) {
    throw new AppError(
      'no-events',
      `${path} holds no event.`,
      `See what it holds: esdrift trace info ${shellWord(path)}`,
    );
  }
  checkEvents(options.events, eventsByType);
  const recording = await recordingNote(reader);
  const startMs = parseTimeMs(recording.startedAt) ?? 0;
  const point = (text: string | undefined, flag: string): number | undefined =>
    text === undefined ? undefined : parseTimePoint(text, startMs, flag);
  const sinceMs = point(options.since, '--since');
  const untilMs = point(options.until, '--until');
  const reading = new TimelineReading(options, { startMs, sinceMs, untilMs }, recording, reader);
  const tally = newTally();
  read: for await (const batch of readEventBatches(reader, reading.reads(tally))) {
    for (const event of batch) if (!reading.take(event)) break read;
  }
  return {
    kind: 'esdrift.timeline',
    formatVersion: 1,
    producer: PRODUCER,
    recording,
    filters: {
      ...(options.program === undefined ? {} : { program: options.program }),
      ...(options.events === undefined ? {} : { events: options.events }),
      ...(sinceMs === undefined ? {} : { sinceMs }),
      ...(untilMs === undefined ? {} : { untilMs }),
    },
    quiet: quietOf(options, eventsByType),
    entries: reading.builder.entries,
    events: reading.builder.events,
    badLines: tally.badLines,
    stoppedAtMs: reading.stoppedAtMs,
  };
}

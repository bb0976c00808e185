import { AppError } from '../errors.ts';
import { catalogueEntry } from '../eslogger/catalogue.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { Timeline, TimelineEntry } from '../model/timeline.ts';
import type { OnProgress } from '../model/progress.ts';
import { PRODUCER } from '../model/version.ts';
import { openTrace } from '../trace/reader.ts';
import { QUIET, TimelineReading } from '../views/timeline-reading.ts';
import { newTally, readEventBatches } from './read-events.ts';
import { Reading } from './reading.ts';
import { recordingNote } from './recording-note.ts';
import { parseTimePoint } from './time-point.ts';
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
  readonly onProgress?: OnProgress | undefined;
}

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
  const shown = new Set(options.events ?? Object.keys(eventsByType).filter((type) => !QUIET.has(type)));
  const entries: TimelineEntry[] = [];
  const { program, fold, limit, strict } = options;
  const gaps = reader.summary.gaps.filter((gap) => gap.eventType === undefined);
  const window = { startMs, sinceMs, untilMs };
  const reading = new TimelineReading({ recording, gaps, shown, fold, entries, program, limit, ...window });
  const tally = newTally();
  const progress = await Reading.of([path], options.onProgress);
  progress.begin(path);
  const types = new Set([...shown, ...LIFE_EVENTS]);
  const read = { types, strict, tally, onBytes: progress.add };
  read: for await (const batch of readEventBatches(reader, read)) {
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
    entries,
    events: reading.builder.events,
    badLines: tally.badLines,
    stoppedAtMs: reading.stoppedAtMs,
  };
}

/**
 * The events of a trace, decoded, in the order of (segment, global_seq_num), each once. Lines that are no events are counted and
 * located, not fatal. Memory is a few frames and the reorder window.
 */
import { AppError } from '../errors.ts';
import type { BadLineReason } from '../eslogger/decode.ts';
import { MissingNumbers } from '../eslogger/missing-numbers.ts';
import { REORDER_WINDOW, ReorderBuffer } from '../eslogger/reorder.ts';
import { readEventColumns } from '../events/event-columns-reader.ts';
import type { LocatedBadLine } from '../events/event-columns.ts';
import { frameColumns, type FrameSource } from '../events/frame-columns.ts';
import { LineForms } from '../events/line-forms.ts';
import type { EsEvent } from '../model/event.ts';
import type { FrameIndexEntry } from '../model/trace.ts';
import { openTrace } from '../trace/reader.ts';
import { framesInOrder } from './frame-order.ts';

/** What was met on the way; complete when the last event has been read. */
export interface ReadTally {
  events: number;
  /** Lines that repeat an event; they are left out. */
  duplicates: number;
  /** Events that came too late to be put in their place; they are handed out late. */
  late: number;
  badLines: number;
  /** The first bad lines. */
  readonly firstBadLines: BadLine[];
}

interface BadLine {
  readonly reason: BadLineReason;
  readonly message: string;
  /** Byte offset of the frame in the trace, and the line within the frame, from 1. */
  readonly frameOffset: number;
  readonly line: number;
}

export interface ReadEventsOptions {
  /** Only these event types; lines of others are not parsed. */
  readonly types?: ReadonlySet<string> | undefined;
  /** With the templates of their texts, for facts; worked out by the threads that decode. */
  readonly templates?: boolean | undefined;
  /** A bad line is an error (bad-lines) instead of a number in the tally. */
  readonly strict?: boolean | undefined;
  /** Events held back to be put in order. */
  readonly window?: number | undefined;
  readonly tally?: ReadTally | undefined;
  /** Threads; 1: everything in this one. Absent: as many as pay off. */
  readonly workers?: number | undefined;
  /** Told of the bytes of each frame when its events were handed out. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const MOST_LOCATED = 20;

export function newTally(): ReadTally {
  return { events: 0, duplicates: 0, late: 0, badLines: 0, firstBadLines: [] };
}

class EventStream {
  readonly #options: ReadEventsOptions;
  readonly #tally: ReadTally;
  readonly #seen = new Map<number, MissingNumbers>();
  readonly #reorder: ReorderBuffer<EsEvent>;

  constructor(options: ReadEventsOptions, take: (event: EsEvent) => void) {
    this.#options = options;
    this.#tally = options.tally ?? newTally();
    this.#reorder = new ReorderBuffer(take, options.window ?? REORDER_WINDOW);
  }

  finish(): void {
    this.#reorder.flush();
    this.#tally.late = this.#reorder.late;
  }

  addEvent(event: EsEvent): void {
    if (!this.#numbersOf(event.segment).add(event.globalSeq, '')) {
      this.#tally.duplicates += 1;
      return;
    }
    this.#tally.events += 1;
    this.#reorder.push(event);
  }

  addBadLine({ reason, message, line }: LocatedBadLine, frameOffset: number): void {
    this.#tally.badLines += 1;
    if (this.#tally.firstBadLines.length < MOST_LOCATED)
      this.#tally.firstBadLines.push({ reason, message, frameOffset, line });
    if (this.#options.strict !== true) return;
    throw new AppError(
      'bad-lines',
      `Line ${line} of the frame at byte ${frameOffset} is no event: ${message}`,
      'Run the command without --strict to count such lines and go on.',
    );
  }

  /** Only whether a number came before is asked, never when it did. */
  #numbersOf(segment: number): MissingNumbers {
    let seen = this.#seen.get(segment);
    if (seen === undefined) this.#seen.set(segment, (seen = new MissingNumbers()));
    return seen;
  }
}

/** The same as `readEvents` in batches, which costs less per event. The caller closes the reader. */
export async function* readEventBatches(
  reader: FrameSource,
  options: ReadEventsOptions = {},
): AsyncGenerator<readonly EsEvent[], void> {
  let batch: EsEvent[] = [];
  for await (const frame of framesOfEvents(reader, options, (event) => batch.push(event))) {
    yield batch;
    batch = [];
    options.onBytes?.(frame.compressedBytes);
  }
  yield batch;
}

/** The same, each event handed over as soon as it is made: what it holds is still at hand then, which costs least. */
export async function visitEvents(
  reader: FrameSource,
  options: ReadEventsOptions,
  visit: (event: EsEvent) => void,
): Promise<void> {
  for await (const frame of framesOfEvents(reader, options, visit)) options.onBytes?.(frame.compressedBytes);
}

/** One answer a frame, when its events were taken; the last may come after it. */
async function* framesOfEvents(
  reader: FrameSource,
  options: ReadEventsOptions,
  take: (event: EsEvent) => void,
): AsyncGenerator<FrameIndexEntry, void> {
  const stream = new EventStream(options, take);
  const forms = new LineForms();
  const frames = framesInOrder(reader.frames, options.types);
  let index = 0;
  for await (const columns of frameColumns(reader, frames, options)) {
    const frame: FrameIndexEntry | undefined = frames[index];
    index += 1;
    if (frame === undefined) continue;
    for (const event of readEventColumns(columns, frame.segment, forms)) stream.addEvent(event);
    for (const bad of columns.badLines) stream.addBadLine(bad, frame.offset);
    yield frame;
  }
  stream.finish();
}

/** Opens the trace at `path`, reads its events and closes it. Errors: those of the trace; bad-lines where `strict`. */
export async function* readEvents(
  path: string,
  options: ReadEventsOptions = {},
): AsyncGenerator<EsEvent, void> {
  await using reader = await openTrace(path);
  for await (const batch of readEventBatches(reader, options)) yield* batch;
}

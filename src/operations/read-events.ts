/**
 * The events of a trace, decoded, in the order of (segment, global_seq_num), each once. Lines that are no events are counted and
 * located, not fatal. Memory is one frame, one batch and the reorder window.
 */
import { AppError } from '../errors.ts';
import { decodeLine, type BadLineReason } from '../eslogger/decode.ts';
import { eventTypeAt, forEachLine } from '../eslogger/lines.ts';
import { MissingNumbers } from '../eslogger/missing-numbers.ts';
import { REORDER_WINDOW, ReorderBuffer } from '../eslogger/reorder.ts';
import type { EsEvent } from '../model/event.ts';
import type { FrameIndexEntry } from '../model/trace.ts';
import { openTrace, type TraceReader } from '../trace/reader.ts';
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
  /** A bad line is an error (bad-lines) instead of a number in the tally. */
  readonly strict?: boolean | undefined;
  /** Events held back to be put in order. */
  readonly window?: number | undefined;
  readonly tally?: ReadTally | undefined;
}

const BATCH_LINES = 512;
const MOST_LOCATED = 20;

export function newTally(): ReadTally {
  return { events: 0, duplicates: 0, late: 0, badLines: 0, firstBadLines: [] };
}

class EventStream {
  readonly #options: ReadEventsOptions;
  readonly #tally: ReadTally;
  readonly #seen = new Map<number, MissingNumbers>();
  readonly #reorder: ReorderBuffer<EsEvent>;
  #batch: EsEvent[] = [];

  constructor(options: ReadEventsOptions) {
    this.#options = options;
    this.#tally = options.tally ?? newTally();
    this.#reorder = new ReorderBuffer((event) => this.#batch.push(event), options.window ?? REORDER_WINDOW);
  }

  takeBatch(): readonly EsEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  finish(): void {
    this.#reorder.flush();
    this.#tally.late = this.#reorder.late;
  }

  addLine(line: Buffer, frame: FrameIndexEntry, lineNumber: number): void {
    const result = decodeLine(line);
    if (!result.ok) {
      this.#addBadLine({
        reason: result.reason,
        message: result.message,
        frameOffset: frame.offset,
        line: lineNumber,
      });
      return;
    }
    const { event } = result;
    if (this.#options.types?.has(event.type) === false) return;
    if (!this.#isNew(frame.segment, event.globalSeq, event.time)) {
      this.#tally.duplicates += 1;
      return;
    }
    this.#tally.events += 1;
    this.#reorder.push({ segment: frame.segment, ...event });
  }

  #isNew(segment: number, globalSeq: number, time: string): boolean {
    let seen = this.#seen.get(segment);
    if (seen === undefined) {
      seen = new MissingNumbers();
      this.#seen.set(segment, seen);
    }
    return seen.add(globalSeq, time);
  }

  #addBadLine(bad: BadLine): void {
    this.#tally.badLines += 1;
    if (this.#tally.firstBadLines.length < MOST_LOCATED) this.#tally.firstBadLines.push(bad);
    if (this.#options.strict !== true) return;
    throw new AppError(
      'bad-lines',
      `Line ${bad.line} of the frame at byte ${bad.frameOffset} is no event: ${bad.message}`,
      'Run the command without --strict to count such lines and go on.',
    );
  }
}

/** Whether the line can be left out unparsed: its type is certain and not asked for. */
function isUnwanted(
  bytes: Buffer,
  start: number,
  end: number,
  types: ReadonlySet<string> | undefined,
): boolean {
  if (types === undefined) return false;
  const type = eventTypeAt(bytes, start, end);
  return type !== undefined && !types.has(type);
}

/** The same as `readEvents` in batches, which costs less per event. The caller closes the reader. */
export async function* readEventBatches(
  reader: TraceReader,
  options: ReadEventsOptions = {},
): AsyncGenerator<readonly EsEvent[], void> {
  const stream = new EventStream(options);
  for (const frame of framesInOrder(reader.frames, options.types)) {
    const bytes = await reader.decodeFrame(frame);
    const bounds: number[] = [];
    forEachLine(bytes, (start, end) => bounds.push(start, end));
    for (let at = 0; at < bounds.length; at += 2) {
      const [start = 0, end = 0] = [bounds[at], bounds[at + 1]];
      if (!isUnwanted(bytes, start, end, options.types))
        stream.addLine(bytes.subarray(start, end), frame, at / 2 + 1);
      if ((at / 2) % BATCH_LINES === BATCH_LINES - 1) yield stream.takeBatch();
    }
    yield stream.takeBatch();
  }
  stream.finish();
  yield stream.takeBatch();
}

/** Opens the trace at `path`, reads its events and closes it. Errors: those of the trace; bad-lines where `strict`. */
export async function* readEvents(
  path: string,
  options: ReadEventsOptions = {},
): AsyncGenerator<EsEvent, void> {
  await using reader = await openTrace(path);
  for await (const batch of readEventBatches(reader, options)) yield* batch;
}

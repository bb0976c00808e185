/** A trace from its bytes to what the page draws: decoded frame by frame, read by the same code as the commands use. */
import zstdCodec from 'zstd-codec';
import { decodeLine } from '../eslogger/decode.ts';
import { MissingNumbers } from '../eslogger/missing-numbers.ts';
import { ReorderBuffer } from '../eslogger/reorder.ts';
import type { EsEvent } from '../model/event.ts';
import { roundMs } from '../model/offset.ts';
import type { PageRecording } from '../model/page.ts';
import type { RecordingNote, RecordingSegment } from '../model/recording.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import type { TraceHeader } from '../model/trace.ts';
import { Forest } from '../processes/forest.ts';
import { entryColumns, type EntryRow } from '../views/entry-columns.ts';
import { ThinnedEntries } from '../views/thinned-entries.ts';
import { QUIET, TimelineReading } from '../views/timeline-reading.ts';
import { arrangeTree } from '../views/tree-arrangement.ts';
import { fileFrames } from './trace-file.ts';
import { blindWindowsOf, headerOf, segmentIn, TraceRefusal, type BlindRecord } from './trace-records.ts';

export interface ReadTrace {
  readonly recording: PageRecording;
  readonly notes: readonly string[];
}

const MOST_ENTRIES = 100_000;
const MOST_PROCESSES = 20_000;

interface SegmentTally {
  readonly segment: number;
  readonly boot: number;
  startMs: number;
  endMs: number;
  events: number;
  machTime: number;
  readonly missing: MissingNumbers;
}

export async function readTrace(
  file: File,
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<ReadTrace> {
  const decompress = await decoder();
  let reading: Reading | undefined;
  const notes: string[] = [];
  let cut = false;
  for await (const { frame, end } of fileFrames(file)) {
    switch (frame.kind) {
      case 'header':
        reading ??= new Reading(headerOf(frame.value));
        break;
      case 'records':
        reading?.records(frame.value);
        break;
      case 'data':
        reading?.lines(decompress(frame.bytes, frame.contentBytes));
        break;
      case 'cut':
        cut = true;
        if (reading !== undefined) notes.push(`Read up to a place where ${frame.reason}.`);
        break;
    }
    if (reading === undefined) throw new TraceRefusal(NOT_A_TRACE);
    onProgress(end, file.size);
  }
  if (reading === undefined) throw new TraceRefusal(NOT_A_TRACE);
  return { recording: reading.finish(file.name, cut), notes };
}

const NOT_A_TRACE =
  'The file does not begin like a trace. Lines of eslogger become one with: esdrift trace import FILE --out NAME.jsonl.zst';

/** One frame at a time: the WebAssembly heap has 16 MiB and no more. */
async function decoder(): Promise<(frame: Uint8Array, contentBytes: number) => string> {
  const codec = await new Promise<Parameters<Parameters<typeof zstdCodec.ZstdCodec.run>[0]>[0]>((resolve) =>
    zstdCodec.ZstdCodec.run(resolve),
  );
  const simple = new codec.Simple();
  const text = new TextDecoder();
  return (frame, contentBytes) => {
    if (contentBytes === 0) return '';
    const content = simple.decompress(frame);
    if (content?.length !== contentBytes)
      throw new TraceRefusal(
        'A frame of the trace is damaged: its content does not decode, or does not fit its checksum.',
      );
    return text.decode(content);
  };
}

class Reading {
  readonly #header: TraceHeader;
  readonly #entries = new ThinnedEntries(MOST_ENTRIES, () => true);
  readonly #forest = new Forest();
  readonly #segments = new Map<number, SegmentTally>();
  readonly #blind: BlindRecord[] = [];
  readonly #reorder = new ReorderBuffer<EsEvent>((event) => this.#take(event));
  readonly #programs = new Map<string, EntryRow['program']>();
  #timeline: TimelineReading | undefined;
  #startMs: number | undefined;
  #segment = 0;
  #badLines = 0;
  #events = 0;

  constructor(header: TraceHeader) {
    this.#header = header;
  }

  records(value: unknown): void {
    this.#segment = segmentIn(value) ?? this.#segment;
    this.#blind.push(...blindWindowsOf(value));
  }

  lines(text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const result = decodeLine(line);
      if (!result.ok) {
        this.#badLines += 1;
        continue;
      }
      const event = { segment: this.#segment, ...result.event };
      this.#startMs ??= event.timeMs;
      if (this.#tally(event)) this.#reorder.push(event);
    }
  }

  /** False for a line that repeats an event. */
  #tally(event: EsEvent): boolean {
    const known = this.#segments.get(event.segment);
    const tally = known ?? this.#begin(event);
    if (!tally.missing.add(event.globalSeq, event.time)) return false;
    tally.events += 1;
    tally.startMs = Math.min(tally.startMs, event.timeMs);
    tally.endMs = Math.max(tally.endMs, event.timeMs);
    tally.machTime = Math.max(tally.machTime, event.machTime);
    this.#events += 1;
    return true;
  }

  #begin({ segment, timeMs, machTime }: EsEvent): SegmentTally {
    const previous = [...this.#segments.values()].at(-1);
    const restarted = previous !== undefined && machTime < previous.machTime;
    const tally: SegmentTally = {
      segment,
      boot: (previous?.boot ?? 0) + (restarted ? 1 : 0),
      startMs: timeMs,
      endMs: timeMs,
      events: 0,
      machTime,
      missing: new MissingNumbers(),
    };
    this.#segments.set(segment, tally);
    return tally;
  }

  #take(event: EsEvent): void {
    this.#timeline ??= this.#newTimeline();
    this.#timeline.take(event);
    const { kind } = event.payload;
    if (kind === 'fork' || kind === 'exec' || kind === 'exit') this.#forest.apply(event);
  }

  /** Separators are drawn from what is known at the end, so the timeline needs none. */
  #newTimeline(): TimelineReading {
    const isShown = { has: (type: string) => !QUIET.has(type) };
    return new TimelineReading({
      recording: this.#note([], false),
      gaps: [],
      shown: isShown,
      fold: true,
      entries: this.#entries,
      startMs: this.#startMs ?? 0,
      limit: 0,
    });
  }

  finish(name: string, cut: boolean): PageRecording {
    this.#reorder.flush();
    if (this.#events === 0) throw new TraceRefusal('The trace holds no event.');
    const startMs = this.#startMs ?? 0;
    const segments = [...this.#segments.values()].map(
      ({ segment, boot, startMs: from, endMs, events, missing }): RecordingSegment => ({
        segment,
        boot,
        startMs: roundMs(from - startMs),
        endMs: roundMs(endMs - startMs),
        events,
        lost: missing.lost,
      }),
    );
    const note = this.#note(segments, cut);
    const { entries, left } = this.#entries.finish();
    const tree = arrangeTree(this.#forest.finish(), {
      by: 'parent',
      limit: MOST_PROCESSES,
      withArgs: true,
      startMs,
    });
    return {
      side: 'after',
      basis: 'events',
      name,
      runs: 1,
      note,
      endMs: Math.max(...segments.map(({ endMs }) => endMs)),
      segments: segments.map(({ startMs: from, endMs, boot }, index) => ({
        startMs: from,
        endMs,
        reboot: boot !== (segments[index - 1]?.boot ?? boot),
      })),
      blindWindows: note.blindWindows,
      gaps: this.#gaps(startMs),
      phases: [],
      entries: entryColumns(entries.map((entry) => this.#row(entry))),
      entriesLeft: left,
      processes: tree.processes,
      processesLeft: tree.totals.omittedByLimit,
      detection: null,
      redactedHere: false,
    };
  }

  #gaps(startMs: number): PageRecording['gaps'] {
    return [...this.#segments.values()].flatMap(({ missing, startMs: from, endMs }) =>
      missing.holes().map(({ after, before, lost }) => ({
        fromMs: roundMs((after === undefined ? from : Date.parse(after)) - startMs),
        toMs: roundMs((before === undefined ? endMs : Date.parse(before)) - startMs),
        lost,
      })),
    );
  }

  #note(segments: readonly RecordingSegment[], cut: boolean): RecordingNote {
    const { id, provenance, method, os, target } = this.#header;
    const time = (ms: number): string => new Date(ms).toISOString();
    const startMs = this.#startMs ?? 0;
    const between = segments.flatMap((segment, index) => {
      const previous = segments[index - 1];
      if (previous === undefined || segment.startMs <= previous.endMs) return [];
      const told = this.#blind.find(({ fromMs }) => Math.abs(fromMs - startMs - previous.endMs) < 1_000);
      const usual = segment.boot === previous.boot ? 'eslogger was restarted' : 'the machine was restarted';
      return [{ fromMs: previous.endMs, toMs: segment.startMs, reason: told?.reason ?? usual }];
    });
    return {
      trace: id,
      provenance,
      method,
      ...(os === undefined ? {} : { os }),
      ...(target === undefined ? {} : { target }),
      startedAt: time(startMs),
      endedAt: time(startMs + Math.max(0, ...segments.map(({ endMs }) => endMs))),
      events: this.#events,
      segments,
      lost: segments.reduce((sum, { lost }) => sum + lost, 0),
      lostByType: {},
      badLines: this.#badLines,
      oversizeLines: 0,
      cut,
      blindWindows: between,
    };
  }

  #row(entry: Extract<TimelineEntry, { kind: 'event' }>): EntryRow {
    const { program, offsetMs, lastMs, segment, globalSeq, count } = entry;
    const { eventType, verb, object, source, detail } = entry;
    const key = `${program.authority}:${program.signingId ?? program.path}`;
    const id = `${key}\n${program.path}`;
    const known = this.#programs.get(id) ?? { key, name: program.name, path: program.path, part: false };
    this.#programs.set(id, known);
    return {
      program: known,
      offsetMs,
      forMs: lastMs - offsetMs,
      segment,
      globalSeq,
      count,
      pid: program.pid,
      eventType,
      verb,
      object,
      source,
      detail,
    };
  }
}

/** From lines of eslogger to what the page draws, by the same code as the commands use: timeline, processes, and what the built-in rules say. */
import { BUILT_IN_RULES } from '../detection/builtin/rule-set.ts';
import { conclude } from '../detection/conclude.ts';
import { Detector } from '../detection/engine.ts';
import { ProbeFeed } from '../detection/probe-feed.ts';
import { decodeLine } from '../eslogger/decode.ts';
import { ReorderBuffer } from '../eslogger/reorder.ts';
import { Segmenter } from '../eslogger/segmenter.ts';
import type { Detection } from '../model/detection.ts';
import type { EsEvent } from '../model/event.ts';
import type { PageRecording } from '../model/page.ts';
import type { RecordingNote } from '../model/recording.ts';
import type { TraceHeader } from '../model/trace.ts';
import { treeProcesses } from '../model/tree-rows.ts';
import { Forest } from '../processes/forest.ts';
import { entryColumns, entryRow } from '../views/entry-columns.ts';
import { entryProgram } from '../views/entry-program.ts';
import { pageDetection } from '../views/page-detection.ts';
import { ThinnedEntries } from '../views/thinned-entries.ts';
import { QUIET, TimelineReading } from '../views/timeline-reading.ts';
import { arrangeTree } from '../views/tree-arrangement.ts';
import { SegmentTallies } from './segment-tallies.ts';
import type { ToldByRecorder } from './trace-records.ts';
import { TraceRefusal } from './trace-refusal.ts';

const MOST_ENTRIES = 100_000;
const MOST_PROCESSES = 20_000;

export class RecordingReading {
  readonly #header: TraceHeader;
  readonly #told: ToldByRecorder;
  readonly #tallies = new SegmentTallies();
  readonly #segmenter = new Segmenter();
  readonly #entries = new ThinnedEntries(MOST_ENTRIES, () => true);
  readonly #forest = new Forest();
  readonly #detector = new Detector(BUILT_IN_RULES);
  readonly #probes: ProbeFeed;
  readonly #reorder = new ReorderBuffer<EsEvent>((event) => this.#take(event));
  #timeline: TimelineReading | undefined;
  #badLines = 0;
  #oversizeLines = 0;

  constructor(header: TraceHeader, told: ToldByRecorder) {
    this.#header = header;
    this.#told = told;
    this.#probes = new ProbeFeed(told.probes, this.#detector);
  }

  /** `segment`: as the trace says; undefined: to be found out. */
  line(line: string, segment: number | undefined): void {
    const result = decodeLine(line);
    if (!result.ok) {
      this.#badLines += 1;
      return;
    }
    const event = { segment: segment ?? this.#segmenter.place(result.event).segment, ...result.event };
    if (this.#tallies.add(event)) this.#reorder.push(event);
  }

  oversizeLine(): void {
    this.#oversizeLines += 1;
  }

  #take(event: EsEvent): void {
    this.#timeline ??= this.#newTimeline();
    this.#timeline.take(event);
    this.#probes.before(event);
    this.#detector.observe(event);
    const { kind } = event.payload;
    if (kind === 'fork' || kind === 'exec' || kind === 'exit') this.#forest.apply(event);
  }

  /** Separators are drawn from what is known at the end, so the timeline needs none. */
  #newTimeline(): TimelineReading {
    const isShown = { has: (type: string) => !QUIET.has(type) };
    return new TimelineReading({
      recording: this.#note(false),
      gaps: [],
      shown: isShown,
      fold: true,
      entries: this.#entries,
      startMs: this.#tallies.startMs,
      limit: 0,
    });
  }

  /** Errors: TraceRefusal where there was no event. */
  finish(name: string, cut: boolean): PageRecording {
    this.#reorder.flush();
    this.#probes.rest();
    if (this.#tallies.events === 0)
      throw new TraceRefusal(
        'The file holds no event. eslogger writes one JSON object a line; objects spread over several lines become lines with: jq -c .',
      );
    const note = this.#note(cut);
    const { segments } = note;
    const detection = this.#conclude(note);
    const { entries, left } = this.#entries.finish();
    this.#forest.finish();
    const tree = arrangeTree(this.#forest, {
      by: 'parent',
      limit: MOST_PROCESSES,
      withArgs: true,
      startMs: this.#tallies.startMs,
    });
    return {
      side: 'after',
      basis: 'events',
      name,
      runs: 1,
      note,
      endMs: Math.max(...segments.map(({ endMs }) => endMs)),
      segments: segments.map(({ startMs, endMs, boot }, index) => ({
        startMs,
        endMs,
        reboot: boot !== (segments[index - 1]?.boot ?? boot),
      })),
      blindWindows: note.blindWindows,
      gaps: this.#tallies.gaps(),
      phases: detection.phases.map(({ phase, offsetMs }) => ({ phase, offsetMs })),
      entries: entryColumns(
        entries.map((entry) =>
          entryRow(
            entry,
            entryProgram(entry.program, () => false),
          ),
        ),
      ),
      entriesLeft: left,
      processes: treeProcesses(tree.columns),
      processesLeft: tree.totals.omittedByLimit,
      detection: pageDetection(detection),
      redactedHere: false,
    };
  }

  #conclude(note: RecordingNote): Detection {
    const { os, target, eslogger } = this.#header;
    const { probes, systems } = this.#told;
    return conclude(BUILT_IN_RULES, this.#detector, {
      recording: note,
      lost: note.lost,
      os,
      target,
      osOf: (segment) => systems.get(segment),
      isRecorded: (type) =>
        type === 'probe'
          ? probes.length > 0
          : this.#tallies.types.has(type) || eslogger?.events?.includes(type) === true,
    });
  }

  #note(cut: boolean): RecordingNote {
    const rest = { badLines: this.#badLines, oversizeLines: this.#oversizeLines, cut };
    return this.#tallies.note(this.#header, this.#told.blind, rest);
  }
}

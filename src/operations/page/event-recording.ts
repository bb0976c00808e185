/** One recording for a page: its timeline, its processes and what the rules say of it, in one pass over its events. */
import { conclude } from '../../detection/conclude.ts';
import { Detector } from '../../detection/engine.ts';
import { parseTimeMs } from '../../eslogger/decode-time.ts';
import type { EsEvent } from '../../model/event.ts';
import type { ProgramKey } from '../../model/facts.ts';
import type { PageGap, PageRecording, PageSide } from '../../model/page.ts';
import type { RecordingNote } from '../../model/recording.ts';
import type { RuleSet } from '../../model/rules.ts';
import type { SequenceGap } from '../../model/trace.ts';
import { treeProcesses } from '../../model/tree-rows.ts';
import { Forest } from '../../processes/forest.ts';
import type { TraceReader } from '../../trace/reader.ts';
import { QUIET, TimelineReading } from '../../views/timeline-reading.ts';
import { arrangeTree } from '../../views/tree-arrangement.ts';
import type { Moment } from '../../detection/hit.ts';
import { recordingNote } from '../recording-note.ts';
import { passReader, type TraceVisitor } from '../trace-pass.ts';
import { entryColumns, entryRow } from '../../views/entry-columns.ts';
import { entryProgram, keyOfEntryProgram } from '../../views/entry-program.ts';
import { pageDetection } from '../../views/page-detection.ts';
import { ThinnedEntries } from '../../views/thinned-entries.ts';

export interface EventRecordingOptions {
  readonly side: PageSide;
  readonly redactedHere: boolean;
  readonly rules: RuleSet;
  readonly mostEntries: number;
  readonly mostProcesses: number;
  /** Takes part in the upgrade. */
  readonly isPart: (program: ProgramKey) => boolean;
  /** Takes part, or a finding names it: kept where not everything can be. */
  readonly isTelling: (program: ProgramKey) => boolean;
  /** Told of the bytes that were read, a frame at a time. */
  readonly onBytes?: (bytes: number) => void;
}

type Life = Parameters<Forest['apply']>[0];

class PageVisitor implements TraceVisitor {
  readonly detector: Detector;
  readonly forest = new Forest();
  readonly #timeline: TimelineReading;

  constructor(rules: RuleSet, timeline: TimelineReading) {
    this.detector = new Detector(rules);
    this.#timeline = timeline;
  }

  observe(event: EsEvent): void {
    this.detector.observe(event);
    this.#timeline.take(event);
    if (isLife(event)) this.forest.apply(event);
  }

  observeProbe(moment: Moment, values: Readonly<Record<string, unknown>>): void {
    this.detector.observeProbe(moment, values);
  }
}

function isLife(event: EsEvent): event is EsEvent & Life {
  const { kind } = event.payload;
  return kind === 'fork' || kind === 'exec' || kind === 'exit';
}

/** Errors: no-events; those of reading a trace. */
export async function eventRecording(
  reader: TraceReader,
  options: EventRecordingOptions,
): Promise<PageRecording> {
  const recording = await recordingNote(reader);
  const startMs = parseTimeMs(recording.startedAt) ?? 0;
  const thinned = new ThinnedEntries(options.mostEntries, (entry) =>
    options.isTelling(keyOfEntryProgram(entry.program)),
  );
  const gaps = reader.summary.gaps.filter((gap) => gap.eventType === undefined);
  const shown = new Set(Object.keys(reader.summary.eventsByType).filter((type) => !QUIET.has(type)));
  const timeline = new TimelineReading({
    recording,
    gaps,
    shown,
    fold: true,
    entries: thinned,
    startMs,
    limit: 0,
  });
  const visitor = new PageVisitor(options.rules, timeline);
  const facts = await passReader(reader, visitor, { onBytes: options.onBytes });
  const detection = conclude(options.rules, visitor.detector, facts);
  visitor.forest.finish();
  const tree = arrangeTree(visitor.forest, {
    by: 'parent',
    limit: options.mostProcesses,
    withArgs: true,
    startMs,
  });
  const { entries, left } = thinned.finish();
  return {
    side: options.side,
    basis: 'events',
    name: reader.path,
    runs: 1,
    note: recording,
    endMs: Math.max(0, ...recording.segments.map(({ endMs }) => endMs)),
    segments: segmentsOf(recording),
    blindWindows: recording.blindWindows,
    gaps: gaps.map((gap) => gapOf(gap, recording, startMs)),
    phases: detection.phases.map(({ phase, offsetMs }) => ({ phase, offsetMs })),
    entries: entryColumns(
      entries.map((entry) => entryRow(entry, entryProgram(entry.program, options.isPart))),
    ),
    entriesLeft: left,
    processes: treeProcesses(tree.columns),
    processesLeft: tree.totals.omittedByLimit,
    detection: pageDetection(detection),
    redactedHere: options.redactedHere,
  };
}

function segmentsOf({ segments }: RecordingNote): PageRecording['segments'] {
  return segments.map(({ startMs, endMs, boot }, index) => ({
    startMs,
    endMs,
    reboot: boot !== (segments[index - 1]?.boot ?? boot),
  }));
}

function gapOf(
  { segment, after, before, lost }: SequenceGap,
  recording: RecordingNote,
  startMs: number,
): PageGap {
  const within = recording.segments.find((one) => one.segment === segment);
  const at = (time: string | undefined, edge: number): number =>
    time === undefined ? edge : (parseTimeMs(time) ?? startMs) - startMs;
  const fromMs = at(after, within?.startMs ?? 0);
  return { fromMs, toMs: Math.max(fromMs, at(before, within?.endMs ?? fromMs)), lost };
}

/** One recording for a page: its timeline, its processes and what the rules say of it, in one pass over its events. */
import { conclude } from '../../detection/conclude.ts';
import { Detector } from '../../detection/engine.ts';
import { parseTimeMs } from '../../eslogger/decode-time.ts';
import { programKeyOf } from '../../facts/program-key.ts';
import type { EsEvent } from '../../model/event.ts';
import type { ProgramKey } from '../../model/facts.ts';
import type { PageGap, PageRecording, PageSide } from '../../model/page.ts';
import type { RecordingNote } from '../../model/recording.ts';
import type { RuleSet } from '../../model/rules.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import type { SequenceGap } from '../../model/trace.ts';
import { Forest } from '../../processes/forest.ts';
import type { TraceReader } from '../../trace/reader.ts';
import { QUIET, TimelineReading } from '../../views/timeline-reading.ts';
import { arrangeTree } from '../../views/tree-arrangement.ts';
import type { Moment } from '../../detection/hit.ts';
import { recordingNote } from '../recording-note.ts';
import { passReader, type TraceVisitor } from '../trace-pass.ts';
import { entryColumns, entryRow, nameOfProgram, type EntryRow } from '../../views/entry-columns.ts';
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

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;
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
  const keys = new EntryKeys();
  const thinned = new ThinnedEntries(options.mostEntries, (entry) => options.isTelling(keys.of(entry)));
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
  const tree = arrangeTree(visitor.forest.finish(), {
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
    entries: entryColumns(entries.map((entry) => rowOf(entry, keys.of(entry), options))),
    entriesLeft: left,
    processes: tree.processes,
    processesLeft: tree.totals.omittedByLimit,
    detection: pageDetection(detection),
    redactedHere: options.redactedHere,
  };
}

/** The key of the program of an entry, which names its authority in words. */
class EntryKeys {
  of({ program }: EventEntry): ProgramKey {
    const { authority, signingId, path } = program;
    const isTeam = !['platform', 'adhoc', 'unsigned', 'signed'].includes(authority);
    return programKeyOf({
      signingId: signingId ?? undefined,
      teamId: isTeam ? authority : undefined,
      isPlatformBinary: authority === 'platform',
      codesigningFlags: authority === 'adhoc' ? CS_ADHOC : 0,
      executable: path,
    });
  }
}

const CS_ADHOC = 0x2;

function rowOf(entry: EventEntry, key: ProgramKey, { isPart }: EventRecordingOptions): EntryRow {
  const { name, path } = entry.program;
  return entryRow(entry, { key, name: nameOf(name, key), path, part: isPart(key) });
}

function nameOf(name: string, key: ProgramKey): string {
  return name === '' ? nameOfProgram(key) : name;
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

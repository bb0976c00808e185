import { BUILT_IN_RULES } from '../../detection/builtin/rule-set.ts';
import { conclude } from '../../detection/conclude.ts';
import { Detector } from '../../detection/engine.ts';
import { PerfettoWriter } from '../../export/perfetto/perfetto.ts';
import type { OnProgress } from '../../model/progress.ts';
import type { TraceReader } from '../../trace/reader.ts';
import { QUIET } from '../../views/timeline-reading.ts';
import { Reading } from '../reading.ts';
import { recordingNote } from '../recording-note.ts';
import { passReader } from '../trace-pass.ts';
import { streamTo, type Streamed, type StreamTarget } from './stream-export.ts';

export interface PerfettoTarget extends StreamTarget {
  /** Event types drawn as instants; undefined: all that are not quiet. */
  readonly events: readonly string[] | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** The phases come from a pass of their own: they lie above everything that the second pass writes. */
export async function exportPerfetto(
  reader: TraceReader,
  target: PerfettoTarget,
): Promise<Streamed & { readonly leftOut: readonly string[] }> {
  const detector = new Detector(BUILT_IN_RULES);
  const facts = await passReader(reader, detector, { onBytes: target.onBytes });
  const { phases } = conclude(BUILT_IN_RULES, detector, facts);
  const { eventsByType, gaps } = reader.summary;
  const shown = new Set(target.events ?? Object.keys(eventsByType).filter((type) => !QUIET.has(type)));
  const writer = new PerfettoWriter({ recording: await recordingNote(reader), phases, gaps, shown });
  const writing = await Reading.of([reader.path], target.onProgress, 'writing');
  writing.begin(reader.path);
  const streamed = await streamTo(reader, writer, { ...target, onBytes: writing.add });
  return { ...streamed, leftOut: leftOut(eventsByType, shown, writer.tally.forgotten) };
}

const LIFE_EVENTS: ReadonlySet<string> = new Set(['fork', 'exec', 'exit']);

function leftOut(
  eventsByType: Readonly<Record<string, number>>,
  shown: ReadonlySet<string>,
  forgotten: number,
): readonly string[] {
  const hidden = Object.entries(eventsByType).filter(([type]) => !shown.has(type) && !LIFE_EVENTS.has(type));
  const total = hidden.reduce((sum, [, count]) => sum + count, 0);
  const types = hidden.map(([type, count]) => `${count} ${type}`).join(', ');
  return [
    ...(total === 0
      ? []
      : [`${total} events have no mark of their own: ${types}. Ask for them with --events.`]),
    ...(forgotten === 0
      ? []
      : [
          `${forgotten} written paths were forgotten before anybody took them over; hand-overs may be missing.`,
        ]),
  ];
}

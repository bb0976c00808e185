/** From when to when a recording goes, and whether it went on behind its last event. */
import { parseTimeMs } from '../eslogger/decode-time.ts';
import type { SegmentSummary } from '../model/trace.ts';
import type { BlindWindowInfo } from '../model/trace-report.ts';
import type { TraceReader } from '../trace/reader.ts';

/** Time of the first event; undefined where there is none. */
export function earliestTime(segments: readonly SegmentSummary[]): string | undefined {
  return inOrder(segments.map(({ firstTime }) => firstTime))[0];
}

/** Time of the last event; segments may overlap. */
export function latestTime(segments: readonly SegmentSummary[]): string | undefined {
  return inOrder(segments.map(({ lastTime }) => lastTime)).at(-1);
}

function inOrder(times: readonly string[]): readonly string[] {
  return times.toSorted((a, b) => (parseTimeMs(a) ?? 0) - (parseTimeMs(b) ?? 0));
}

/** The window says that nothing is known of the time behind the last event: a cut input, a repaired trace, an eslogger that was gone. */
export function leavesEndOpen({ from, to }: BlindWindowInfo, lastEvent: string): boolean {
  const since = from === null ? undefined : parseTimeMs(from);
  const last = parseTimeMs(lastEvent);
  return since === undefined || last === undefined ? to === null : since >= last;
}

/** Whether the recording went on behind its last event, for nobody knows how long. */
export function isEndMissing(
  { closed, summary, header }: Pick<TraceReader, 'closed' | 'summary' | 'header'>,
  windows: readonly BlindWindowInfo[],
): boolean {
  const last = latestTime(summary.segments) ?? header.startedAt;
  return !closed || windows.some((window) => leavesEndOpen(window, last));
}

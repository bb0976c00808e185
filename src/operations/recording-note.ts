import { parseTimeMs } from '../eslogger/decode-time.ts';
import { roundMs } from '../model/offset.ts';
import { isAfterRestart } from '../model/segments.ts';
import type { BlindWindow, RecordingNote, RecordingSegment } from '../model/recording.ts';
import { targetOf, type SegmentSummary } from '../model/trace.ts';
import type { TraceReader } from '../trace/reader.ts';
import { earliestTime, isEndMissing, latestTime, leavesEndOpen } from './recording-span.ts';
import { toldRecords, type ToldRecords } from './told-records.ts';

function msOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : parseTimeMs(time);
}

function segmentsOf(summaries: readonly SegmentSummary[], startMs: number): readonly RecordingSegment[] {
  let boot = 0;
  return summaries.map((summary, index) => {
    const previous = summaries[index - 1];
    if (isAfterRestart(summary, previous)) boot += 1;
    return {
      segment: summary.segment,
      boot,
      startMs: roundMs((msOf(summary.firstTime) ?? startMs) - startMs),
      endMs: roundMs((msOf(summary.lastTime) ?? startMs) - startMs),
      events: summary.events,
      lost: summary.lost,
    };
  });
}

function recordedBlindWindows(
  { blindWindows }: ToldRecords,
  startMs: number,
  last: string,
): readonly BlindWindow[] {
  // An open end is told as such, not as a time of no length.
  return blindWindows
    .filter((window) => !leavesEndOpen(window, last))
    .map(({ from, to, reason }) => {
      const fromMs = (msOf(from ?? undefined) ?? startMs) - startMs;
      const toMs = (msOf(to ?? undefined) ?? startMs + fromMs) - startMs;
      return { fromMs: roundMs(fromMs), toMs: roundMs(toMs), reason };
    });
}

/** Between two segments nothing was recorded, whether or not a record says so. */
function blindWindowsBetween(segments: readonly RecordingSegment[]): readonly BlindWindow[] {
  return segments.flatMap((segment, index) => {
    const previous = segments[index - 1];
    if (previous === undefined || segment.startMs <= previous.endMs) return [];
    const reason = segment.boot === previous.boot ? 'eslogger was restarted' : 'the machine was restarted';
    return [{ fromMs: previous.endMs, toMs: segment.startMs, reason }];
  });
}

function covers(windows: readonly BlindWindow[], other: BlindWindow): boolean {
  return windows.some((window) => window.fromMs <= other.fromMs + 1 && window.toMs >= other.toMs - 1);
}

/** Everything a view says about the recording it shows. Reads the records, no events. */
export async function recordingNote(reader: TraceReader): Promise<RecordingNote> {
  const { header, summary } = reader;
  const startedAt = earliestTime(summary.segments) ?? header.startedAt;
  const endedAt = latestTime(summary.segments) ?? header.startedAt;
  const startMs = msOf(startedAt) ?? 0;
  const segments = segmentsOf(summary.segments, startMs);
  const told = await toldRecords(reader);
  const recorded = recordedBlindWindows(told, startMs, endedAt);
  const target = targetOf(header, told.lastOs);
  const blindWindows = [
    ...recorded,
    ...blindWindowsBetween(segments).filter((window) => !covers(recorded, window)),
  ];
  const lostByType = new Map<string, number>();
  for (const segment of summary.segments) {
    for (const [type, lost] of Object.entries(segment.lostByType))
      lostByType.set(type, (lostByType.get(type) ?? 0) + lost);
  }
  return {
    trace: header.id,
    provenance: header.provenance,
    method: header.method,
    ...(header.os === undefined ? {} : { os: header.os }),
    ...(target === undefined ? {} : { target }),
    startedAt,
    endedAt,
    events: summary.events,
    segments,
    lost: summary.segments.reduce((sum, segment) => sum + segment.lost, 0),
    lostByType: Object.fromEntries([...lostByType].sort(([a], [b]) => (a < b ? -1 : 1))),
    badLines: summary.badLines,
    oversizeLines: summary.oversizeLines,
    cut: isEndMissing(reader, told.blindWindows),
    blindWindows: blindWindows.toSorted((a, b) => a.fromMs - b.fromMs),
  };
}

/** The pieces of the report on a recording that need some work. */
import type { RecordingReport } from '../model/recording-report.ts';
import type { TraceSummary } from '../model/trace.ts';
import type { CommandEnd } from '../platform/foreground-command.ts';
import type { StopReason } from '../recorder/recording.ts';
import type { Redactor } from '../recorder/redaction/redactor.ts';
import { lossTotals } from '../trace/loss-totals.ts';

export function describeCommand(end: CommandEnd | undefined): string | null {
  switch (end?.kind) {
    case undefined:
      return null;
    case 'code':
      return `exit code ${end.code}`;
    case 'signal':
      return `ended by ${end.signal}`;
    case 'not-started':
      return `not started: ${end.reason}`;
  }
}

/** A failure is told as an error; the others are for armed recordings. */
export function endReasonOf(reason: StopReason): RecordingReport['endReason'] {
  return reason === 'failed' || reason === 'settled' || reason === 'deadline' ? 'stopped' : reason;
}

/** What the trace holds and lacks. */
export function contentOf(
  summary: TraceSummary,
): Pick<
  RecordingReport,
  | 'segments'
  | 'events'
  | 'eventsByType'
  | 'lost'
  | 'lostByType'
  | 'lostUnattributed'
  | 'duplicates'
  | 'badLines'
  | 'oversizeLines'
  | 'rawBytes'
> {
  const { events, eventsByType, badLines, oversizeLines, segments, frames } = summary;
  return {
    segments: segments.length,
    events,
    eventsByType,
    ...lossTotals(segments),
    badLines,
    oversizeLines,
    rawBytes: frames.reduce((sum, frame) => sum + frame.rawBytes, 0),
  };
}

export function redactionOf(redactor: Redactor): RecordingReport['redaction'] {
  const { policy, changedLines, replaced } = redactor.report();
  return {
    policy,
    changedLines,
    replaced: Object.fromEntries(Object.entries(replaced).filter(([, times]) => times > 0)),
  };
}

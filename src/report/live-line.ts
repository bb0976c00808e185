import type { RecordingProgress } from '../model/progress.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { groupDigits } from './recording-notes.ts';

/** One line while a recording grows. */
export function liveLine(progress: RecordingProgress): string {
  const { events, eventsPerSecond, elapsedMs, rawBytes, bytesWritten, lost, unflushedMs } = progress;
  const ratio = bytesWritten === 0 ? 0 : rawBytes / bytesWritten;
  return [
    formatDuration(elapsedMs),
    `${groupDigits(Math.round(eventsPerSecond))} events/s`,
    `${groupDigits(events)} events`,
    `${formatBytes(bytesWritten)} (${ratio.toFixed(1)}:1)`,
    `${groupDigits(lost)} lost`,
    `${formatDuration(unflushedMs)} unflushed`,
  ].join('  ');
}

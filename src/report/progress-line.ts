import type { BytesRead, Progress, StepsDone } from '../model/progress.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { fitMiddle, fitWidth } from './fit-width.ts';

/** Fewer columns say nothing of a path. */
const LEAST_PATH = 16;

/** `elapsedMs`: since the first byte or step. The line is one of at most `columns`. */
export function progressLine(progress: Progress, elapsedMs: number, columns: number): string {
  return 'steps' in progress
    ? fitWidth(stepsLine(progress, elapsedMs), columns)
    : bytesLine(progress, elapsedMs, columns);
}

/** `holding each run against the others  3 of 5  10s left` */
function stepsLine({ doing, step, steps }: StepsDone, elapsedMs: number): string {
  if (steps < 2) return doing;
  return [doing, `${step} of ${steps}`, ...left(step - 1, steps, elapsedMs)].join('  ');
}

/** `[3/12]  45 %  12.3 MiB of 27.0 MiB  1m20s left  traces/a.jsonl.zst`, with what it is read for before the path. */
function bytesLine(progress: BytesRead, elapsedMs: number, columns: number): string {
  const { doing, file, files, path, bytes, totalBytes } = progress;
  const parts = [
    ...(files > 1 ? [`[${file}/${files}]`] : []),
    ...(totalBytes === null
      ? [formatBytes(bytes)]
      : [`${percent(bytes, totalBytes)} %`, `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`]),
    ...left(bytes, totalBytes, elapsedMs),
  ];
  const head = parts.join('  ');
  const lead = doing === undefined ? head : `${head}  ${doing}`;
  const room = columns - lead.length - 2;
  if (room < LEAST_PATH) return fitWidth(lead, columns);
  return `${lead}  ${fitMiddle(escapeText(path === '-' ? 'standard input' : path), room)}`;
}

/** A file that grew, or was read past its index, is no more than read. */
function percent(bytes: number, total: number): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100));
}

function left(done: number, total: number | null, elapsedMs: number): readonly string[] {
  if (total === null || done <= 0 || done >= total) return [];
  const ms = (elapsedMs * (total - done)) / done;
  const seconds = Math.max(1, Math.round(ms / 1000));
  return [`${seconds < 60 ? `${seconds}s` : formatDuration(seconds * 1000)} left`];
}

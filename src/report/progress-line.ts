import type { Progress } from '../model/progress.ts';
import { formatBytes } from './byte-size.ts';
import { formatDuration } from './duration.ts';
import { escapeText } from './escape.ts';
import { fitMiddle, fitWidth } from './fit-width.ts';

/** Fewer columns say nothing of a path. */
const LEAST_PATH = 16;

/** `[3/12]  45 %  12.3 MiB of 27.0 MiB  1m20s left  traces/a.jsonl.zst`, in at most `columns`. `elapsedMs`: since the first byte. */
export function progressLine(progress: Progress, elapsedMs: number, columns: number): string {
  const { file, files, path, bytes, totalBytes } = progress;
  const parts = [
    ...(files > 1 ? [`[${file}/${files}]`] : []),
    ...(totalBytes === null
      ? [formatBytes(bytes)]
      : [`${percent(bytes, totalBytes)} %`, `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`]),
    ...left(bytes, totalBytes, elapsedMs),
  ];
  const head = parts.join('  ');
  const room = columns - head.length - 2;
  if (room < LEAST_PATH) return fitWidth(head, columns);
  return `${head}  ${fitMiddle(escapeText(path === '-' ? 'standard input' : path), room)}`;
}

/** A file that grew, or was read past its index, is no more than read. */
function percent(bytes: number, total: number): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100));
}

function left(bytes: number, total: number | null, elapsedMs: number): readonly string[] {
  if (total === null || bytes <= 0 || bytes >= total) return [];
  const ms = (elapsedMs * (total - bytes)) / bytes;
  const seconds = Math.max(1, Math.round(ms / 1000));
  return [`${seconds < 60 ? `${seconds}s` : formatDuration(seconds * 1000)} left`];
}

import { AppError } from '../errors.ts';

/**
 * What a file may ask of the machine before it is refused. A real eslogger line has some kilobytes, at most about two
 * megabytes (arguments and environment are capped by the kernel); real traces compress 15 to 100 times.
 */
export interface TraceLimits {
  /** Longest event line taken in, in bytes without its newline. Longer lines are skipped, counted and recorded. */
  readonly maxLineBytes: number;
  /** Foreign compressed input may become at most this many times larger, once it made 64 MiB. */
  readonly maxRatio: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: TraceLimits = { maxLineBytes: 4 * MIB, maxRatio: 1000 };

/** Raw bytes of event lines per data frame. A single longer line has a frame of its own. */
export const FRAME_CONTENT_BYTES = 4 * MIB;

/** No line limit can be raised above this, so that no reader of traces needs a limit of its own. */
const HIGHEST_LINE_BYTES = 64 * MIB;

/** Content of one data frame: what one line may have, and its newline. */
export const MAX_FRAME_CONTENT_BYTES = HIGHEST_LINE_BYTES + 1;

/** zstd never makes data larger than this. */
export const MAX_FRAME_BYTES = MAX_FRAME_CONTENT_BYTES + (MAX_FRAME_CONTENT_BYTES >> 8) + 1024;

/** JSON frames: header and records, and the summary, which names every data frame. */
export const MAX_JSON_FRAME_BYTES = 16 * MIB;
export const MAX_SUMMARY_BYTES = 256 * MIB;

/** One frame a second for eleven days. */
export const MAX_FRAMES = 1_000_000;
export const MAX_SEEK_TABLE_BYTES = 8 * MAX_FRAMES + 64;

/** Where the ratio of foreign compressed input is first looked at. */
export const RATIO_CHECK_FROM_BYTES = 64 * MIB;

/** Refuses a line limit that no reader would accept. */
export function checkLimits(limits: TraceLimits): TraceLimits {
  if (limits.maxLineBytes < 1 || limits.maxLineBytes > HIGHEST_LINE_BYTES) {
    throw new AppError(
      'usage',
      `--max-line-size must lie between 1 byte and ${HIGHEST_LINE_BYTES / MIB} MiB.`,
      'A line of eslogger has some kilobytes; the default is 4MiB.',
    );
  }
  if (!(limits.maxRatio >= 1)) {
    throw new AppError('usage', '--max-ratio must be 1 or more.', 'The default is 1000.');
  }
  return limits;
}

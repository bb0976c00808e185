import { AppError } from '../errors.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const OFFSET = /^\+?(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const CLOCK = /^\+?(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$/;

/**
 * A point of a recording as people write it: `90s`, `10m`, `1h`, `+00:01:30` from its first event, or a UTC time.
 * Returns ms from the first event. Errors: usage.
 */
export function parseTimePoint(text: string, startMs: number, flag: string): number {
  const offset = OFFSET.exec(text);
  if (offset !== null) return Number(offset[1]) * (UNIT_MS[offset[2] ?? 's'] ?? 1000);
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }
  const time = parseTimeMs(text);
  if (time !== undefined) return time - startMs;
  throw new AppError(
    'usage',
    `${flag} does not understand "${text}".`,
    `Give an offset from the first event (${flag} 90s, 10m, 1h, 00:01:30) or a UTC time (2026-08-12T15:28:33Z).`,
  );
}

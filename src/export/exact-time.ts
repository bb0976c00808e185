import { parseTimeMs } from '../eslogger/decode-time.ts';

const USUAL = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{1,9})Z$/;

/** Nanoseconds since the epoch of a time as eslogger writes it: a number of ms could not hold them. Undefined for what is no time. */
export function exactNs(time: string): bigint | undefined {
  const [, seconds, fraction = ''] = USUAL.exec(time) ?? [];
  if (seconds !== undefined) {
    const ms = Date.parse(`${seconds}Z`);
    return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  }
  const ms = parseTimeMs(time);
  return ms === undefined ? undefined : BigInt(Math.round(ms * 1_000)) * 1_000n;
}

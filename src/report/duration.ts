/** `+00:01:23.456`, an offset from the first event. */
export function formatOffset(ms: number): string {
  const whole = Math.round(Math.abs(ms));
  const pad = (value: number, digits: number): string => String(Math.trunc(value)).padStart(digits, '0');
  const clock = `${pad(whole / 3_600_000, 2)}:${pad((whole / 60_000) % 60, 2)}:${pad((whole / 1000) % 60, 2)}`;
  return `${ms < 0 ? '-' : '+'}${clock}.${pad(whole % 1000, 3)}`;
}

/** `12ms`, `3.4s`, `4m12s`, `1h03m`, `2d04h`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  const pair = (large: number, unit: string, small: number, of: string): string =>
    `${large}${unit}${String(small).padStart(2, '0')}${of}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'm', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'm');
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/**
 * The clocks of one boot. mach_time counts ticks of 24 MHz since boot (Apple silicon) and falls to the start at every boot;
 * wall time goes on.
 */

const TICKS_PER_MS = 24_000;
const NS_PER_MS = 1_000_000n;

/** `2026-07-01T21:50:33.240504956Z`, cut to `digits` after the point. */
export function formatTime(wallNs: bigint, digits: 6 | 9 = 9): string {
  const seconds = new Date(Number(wallNs / NS_PER_MS)).toISOString().slice(0, 19);
  const fraction = String(wallNs % 1_000_000_000n)
    .padStart(9, '0')
    .slice(0, digits);
  return `${seconds}.${fraction}Z`;
}

export class Clock {
  readonly bootMs: number;
  #ticks: number;

  /** `bootMs`: wall clock at boot; `uptimeMs`: how long the Mac has been up when we start looking. */
  constructor(bootMs: number, uptimeMs: number) {
    this.bootMs = Math.round(bootMs);
    this.#ticks = Math.round(uptimeMs * TICKS_PER_MS);
  }

  get ticks(): number {
    return this.#ticks;
  }

  get uptimeMs(): number {
    return this.#ticks / TICKS_PER_MS;
  }

  get wallMs(): number {
    return this.bootMs + this.uptimeMs;
  }

  get wallNs(): bigint {
    return this.wallNsAt(this.#ticks);
  }

  wallNsAt(ticks: number): bigint {
    return BigInt(this.bootMs) * NS_PER_MS + (BigInt(ticks) * 125n) / 3n;
  }

  advance(ms: number): void {
    this.#ticks += Math.max(1, Math.round(ms * TICKS_PER_MS));
  }

  /** Never back: an actor that was held up acts late. */
  advanceTo(uptimeMs: number): void {
    this.#ticks = Math.max(this.#ticks, Math.round(uptimeMs * TICKS_PER_MS));
  }
}

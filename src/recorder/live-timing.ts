/** How often and how long, in ms. */
export interface LiveTiming {
  readonly canaryMs: number;
  readonly canaryPatienceMs: number;
  readonly probeMs: number;
  /** Longer than canaryMs: a canary makes sure that something is to be seen. */
  readonly silenceMs: number;
  /** Between looks at the output, and at canaries that are late. */
  readonly watchMs: number;
  /** After a run that showed nothing this doubles, up to the second. */
  readonly backOffMs: number;
  readonly longestBackOffMs: number;
  /** How long an orderly end waits for a last canary: up to it the segment is trusted. */
  readonly farewellMs: number;
  /** So many runs in a row that show nothing end the recording. */
  readonly mostFruitlessRuns: number;
}

export const LIVE_TIMING: LiveTiming = {
  canaryMs: 60_000,
  canaryPatienceMs: 30_000,
  probeMs: 60_000,
  silenceMs: 150_000,
  watchMs: 1_000,
  backOffMs: 500,
  longestBackOffMs: 30_000,
  farewellMs: 3_000,
  mostFruitlessRuns: 10,
};
/** Nothing waits longer in memory. */
export const FLUSH_MS = 1_000;
/** Between syncs of the policy `interval`. */
export const SYNC_MS = 5_000;
export const COST_MS = 60_000;
/** What eslogger wrote and nobody has taken yet: it must not wait, because then the kernel drops events. */
export const QUEUE_BYTES = 64 * 1024 * 1024;

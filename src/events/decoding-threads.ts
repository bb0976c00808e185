/**
 * Threads that decode frames. They stay for a while after a trace: what they have loaded and compiled by then is half a second's work, and a comparison
 * reads one trace after the other. They keep no process alive.
 */
import { moduleAddress } from '../package-root.ts';
import { openThreads, type WorkerPool } from '../platform/worker-pool.ts';
import type { EventColumns } from './event-columns.ts';
import type { FrameEventsOptions } from './frame-events.ts';
import type { FrameTask } from './frame-events-worker.ts';

export interface DecodingThreads {
  readonly pool: WorkerPool<FrameTask, EventColumns>;
  /** They decoded before, with these options. */
  readonly areWarm: boolean;
  readonly key: string;
}

interface IdleThreads {
  readonly threads: DecodingThreads;
  readonly timer: NodeJS.Timeout;
}

const KEPT_MS = 2_000;
let idle: IdleThreads | undefined;

/** Whoever takes threads gives them back when no task of theirs is under way any more. */
export async function takeThreads(count: number, options: FrameEventsOptions): Promise<DecodingThreads> {
  const types = options.types === undefined ? undefined : [...options.types].sort();
  const key = JSON.stringify([count, options.templates === true, types]);
  const kept = idle;
  if (kept !== undefined) {
    idle = undefined;
    clearTimeout(kept.timer);
    if (kept.threads.key === key) return { ...kept.threads, areWarm: true };
    await kept.threads.pool.close();
  }
  const module = moduleAddress('events/frame-events-worker');
  return { pool: await openThreads(module, count, isEventColumns), areWarm: false, key };
}

export async function giveBackThreads(threads: DecodingThreads): Promise<void> {
  if (idle !== undefined) {
    await threads.pool.close();
    return;
  }
  const timer = setTimeout(() => {
    idle = undefined;
    void threads.pool.close();
  }, KEPT_MS);
  timer.unref();
  idle = { threads, timer };
}

function isEventColumns(value: unknown): value is EventColumns {
  return typeof value === 'object' && value !== null && 'rows' in value && value.rows instanceof Float64Array;
}

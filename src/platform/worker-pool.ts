/** Work on several cores: tasks go to worker threads, results come back in the order of the tasks. */
import { availableParallelism } from 'node:os';
import { threadId } from 'node:worker_threads';
import { AppError, ERROR_CODES, type ErrorCode } from '../errors.ts';

/** Errors lose their class between threads, so they travel as data. */
type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly hint: string };

/** Of this thread; no other thread of the process has it. */
export const THREAD_NUMBER = threadId;

export type WorkerFunction<Task> = (task: Task) => Promise<Answer>;

/** What a worker module exports as its default: the function that does one task. */
export function asWorker<Task>(work: (task: Task) => Promise<unknown>): WorkerFunction<Task> {
  return async (task) => {
    try {
      return { ok: true, value: await work(task) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, code: error.code, message: error.message, hint: error.hint };
    }
  };
}

export interface WorkerPool<Task, Result> {
  /** Tasks that may be under way at a time: as many as keep the workers busy. */
  readonly mostUnderWay: number;
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** The variable that says how many threads read a trace; 1: all in one. */
const WORKERS_VARIABLE = 'ESDRIFT_WORKERS';
const MOST_WORKERS = 64;

/** The number that was asked for, whatever it costs. Undefined: nobody said. Errors: config-invalid. */
export function chosenWorkers(): number | undefined {
  const chosen = process.env[WORKERS_VARIABLE] ?? '';
  if (chosen === '') return undefined;
  const workers = Number(chosen);
  if (Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw new AppError(
    'config-invalid',
    `${WORKERS_VARIABLE} is "${chosen}".`,
    `Set it to a number from 1 to ${MOST_WORKERS}, or unset it.`,
  );
}

/** Few enough to leave the machine usable; every worker holds a decoded frame. */
export function defaultWorkers(): number {
  return Math.min(availableParallelism(), 4);
}

/** What a worker makes is short-lived: V8 would let three times as much of it pile up, and be no faster. */
const YOUNG_MIB = 12;

/** What waits at a worker, so that it goes on while nobody takes its results. */
const TASKS_PER_WORKER = 3;

/** `isResult` checks what crosses the thread boundary; a module that answers something else is a bug. */
export async function openThreads<Task, Result>(
  module: URL,
  workers: number,
  isResult: (value: unknown) => value is Result,
): Promise<WorkerPool<Task, Result>> {
  const open = (answer: unknown): Result => {
    if (!isAnswer(answer)) throw new TypeError(`The worker ${module.pathname} answered in an unknown form.`);
    if (!answer.ok) throw new AppError(answer.code, answer.message, answer.hint);
    if (!isResult(answer.value))
      throw new TypeError(`The worker ${module.pathname} answered something unexpected.`);
    return answer.value;
  };
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: module.href,
    runtime: 'worker_threads',
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: TASKS_PER_WORKER,
    // A worker that was started from a test or a shell must not inherit loaders or inspectors.
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  return {
    mostUnderWay: workers * TASKS_PER_WORKER + 1,
    run: async (task) => open(await pool.run(task)),
    close: () => pool.destroy(),
  };
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  return value.ok === true ? 'value' in value : 'code' in value && isErrorCode(value.code);
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}

/** Results in the order of the tasks, with no more tasks under way than keep the workers busy. */
export async function* mapInOrder<Task, Result>(
  pool: Pick<WorkerPool<Task, Result>, 'mostUnderWay' | 'run'>,
  tasks: Iterable<Task>,
): AsyncGenerator<Result, void> {
  const most = pool.mostUnderWay;
  const underWay: Promise<Result>[] = [];
  try {
    for (const task of tasks) {
      const result = pool.run(task);
      // An error is thrown where its turn comes; until then it must not count as unhandled.
      result.catch(() => undefined);
      underWay.push(result);
      const first = underWay.length >= most ? underWay.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (let first = underWay.shift(); first !== undefined; first = underWay.shift()) yield await first;
  } finally {
    await Promise.allSettled(underWay);
  }
}

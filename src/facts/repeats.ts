/**
 * Several events of one syscall are one act: Endpoint Security may send create, rename, unlink, fsgetpath and trace more than once for one
 * call (ESMessage.h). They come back to back on one thread, with the same objects.
 */
import type { EsEvent } from '../model/event.ts';
import { processKey, type ProcessKey } from '../processes/process-key.ts';

const REPEATING: ReadonlySet<string> = new Set(['create', 'rename', 'unlink', 'fsgetpath', 'trace']);
const ONE_CALL_MS = 10;
const MOST_THREADS = 8192;

interface LastAct {
  readonly what: string;
  readonly timeMs: number;
}

export class RepeatFilter {
  /** Thread, process → what it did last, of those whose last act can be repeated. */
  #last = new Map<number, Map<ProcessKey, LastAct>>();
  #threads = 0;

  /** Whether the event repeats the one before it on its thread. */
  isRepeat(event: EsEvent): boolean {
    if (event.threadId === undefined) return false;
    const processes = this.#last.get(event.threadId);
    if (!REPEATING.has(event.type)) {
      if (processes !== undefined) this.#forget(event.threadId, processes, processKey(event.process.token));
      return false;
    }
    const key = processKey(event.process.token);
    const last = processes?.get(key);
    const what = `${event.type}\n${objectsOf(event)}`;
    this.#remember(event.threadId, key, { what, timeMs: event.timeMs });
    return last?.what === what && Math.abs(event.timeMs - last.timeMs) <= ONE_CALL_MS;
  }

  #remember(thread: number, key: ProcessKey, act: LastAct): void {
    if (this.#threads >= MOST_THREADS) {
      this.#last = new Map();
      this.#threads = 0;
    }
    let processes = this.#last.get(thread);
    if (processes === undefined) this.#last.set(thread, (processes = new Map<ProcessKey, LastAct>()));
    if (!processes.has(key)) this.#threads += 1;
    processes.set(key, act);
  }

  #forget(thread: number, processes: Map<ProcessKey, LastAct>, key: ProcessKey): void {
    if (!processes.delete(key)) return;
    this.#threads -= 1;
    if (processes.size === 0) this.#last.delete(thread);
  }
}

function objectsOf({ payload }: EsEvent): string {
  if (payload.kind === 'file') return `${payload.path}\n${payload.source ?? ''}`;
  if (payload.kind !== 'other') return '';
  const token = payload.target?.token;
  return `${payload.object}\n${token === undefined ? '' : `${token.pid} ${token.pidversion}`}`;
}

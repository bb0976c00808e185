/**
 * Several events of one syscall are one act: Endpoint Security may send create, rename, unlink, fsgetpath and trace more than once for one
 * call (ESMessage.h). They come back to back on one thread, with the same objects.
 */
import type { EsEvent } from '../model/event.ts';

const REPEATING: ReadonlySet<string> = new Set(['create', 'rename', 'unlink', 'fsgetpath', 'trace']);
const ONE_CALL_MS = 10;
const MOST_THREADS = 8192;

export class RepeatFilter {
  /** Thread → what it did last. */
  #last = new Map<string, { readonly what: string; readonly timeMs: number }>();

  /** Whether the event repeats the one before it on its thread. */
  isRepeat(event: EsEvent): boolean {
    if (event.threadId === undefined) return false;
    const { pid, pidversion } = event.process.token;
    const thread = `${pid} ${pidversion} ${event.threadId}`;
    const repeats = REPEATING.has(event.type);
    const last = this.#last.get(thread);
    if (!repeats) {
      if (last !== undefined) this.#last.delete(thread);
      return false;
    }
    const what = `${event.type}\n${objectsOf(event)}`;
    if (this.#last.size >= MOST_THREADS) this.#last = new Map();
    this.#last.set(thread, { what, timeMs: event.timeMs });
    return last?.what === what && Math.abs(event.timeMs - last.timeMs) <= ONE_CALL_MS;
  }
}

function objectsOf({ payload }: EsEvent): string {
  if (payload.kind === 'file') return `${payload.path}\n${payload.source ?? ''}`;
  if (payload.kind !== 'other') return '';
  const token = payload.target?.token;
  return `${payload.object}\n${token === undefined ? '' : `${token.pid} ${token.pidversion}`}`;
}

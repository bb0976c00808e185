/**
 * Several events of one syscall are one act: Endpoint Security may send create, rename, unlink, fsgetpath and trace more than once for one
 * call (ESMessage.h). They come back to back on one thread, with the same objects.
 */
import type { AuditToken, EsEvent, EventPayload } from '../model/event.ts';
import { processKey, type ProcessKey } from '../processes/process-key.ts';

const REPEATING: ReadonlySet<string> = new Set(['create', 'rename', 'unlink', 'fsgetpath', 'trace']);
const ONE_CALL_MS = 10;
const MOST_THREADS = 8192;

type LastAct = Pick<EsEvent, 'type' | 'payload' | 'timeMs'>;

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
    const { type, payload, timeMs } = event;
    this.#remember(event.threadId, key, { type, payload, timeMs });
    return (
      last?.type === type &&
      Math.abs(timeMs - last.timeMs) <= ONE_CALL_MS &&
      hasSameObjects(last.payload, payload)
    );
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

function hasSameObjects(one: EventPayload, other: EventPayload): boolean {
  if (one === other) return true;
  if (one.kind === 'file' && other.kind === 'file')
    return one.path === other.path && (one.source ?? '') === (other.source ?? '');
  if (one.kind !== 'other' || other.kind !== 'other') return one.kind === other.kind;
  return one.object === other.object && isSameTarget(one.target?.token, other.target?.token);
}

function isSameTarget(one: AuditToken | undefined, other: AuditToken | undefined): boolean {
  return one?.pid === other?.pid && one?.pidversion === other?.pidversion;
}

import type { EsEvent } from '../model/event.ts';
import type { TraceRecord } from '../model/trace.ts';

type OwnProcess = Extract<TraceRecord, { kind: 'own-process' }>;

/**
 * Which events the recorder caused: its own, and those of the tools and canaries it starts. A command that it runs for the user is not among them, nor is
 * anything that command starts. Within a segment the recorder lives, so its pid names nobody else.
 */
export class OwnProcesses {
  readonly #recorders = new Map<number, Set<number>>();
  readonly #commands = new Map<number, Set<number>>();

  constructor(records: readonly OwnProcess[]) {
    for (const { segment, pid, role } of records) {
      const pids = role === 'recorder' ? this.#recorders : this.#commands;
      const known = pids.get(segment);
      if (known === undefined) pids.set(segment, new Set([pid]));
      else known.add(pid);
    }
  }

  isActing({ segment, process }: Pick<EsEvent, 'segment' | 'process'>): boolean {
    const recorders = this.#recorders.get(segment);
    if (recorders === undefined) return false;
    const { token, parentToken, ppid, originalPpid } = process;
    if (recorders.has(token.pid)) return true;
    const isChild = recorders.has(parentToken?.pid ?? ppid) || recorders.has(originalPpid);
    return isChild && this.#commands.get(segment)?.has(token.pid) !== true;
  }
}

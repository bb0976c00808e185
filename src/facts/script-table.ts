/** Which running processes are scripts: only the exec says so, the lines after it show the interpreter. */
import type { AuditToken, EsEvent } from '../model/event.ts';
import { processKey, type ProcessKey } from '../processes/process-key.ts';
import type { ProcessStep } from '../processes/table.ts';

const MOST_SCRIPTS = 8192;

export class ScriptTable {
  readonly #scripts = new Map<ProcessKey, string>();

  apply(event: EsEvent, step: ProcessStep | undefined): void {
    const { payload } = event;
    if (payload.kind === 'exec' && payload.script !== undefined) {
      this.#set(payload.target.token, payload.script);
    } else if (step?.kind === 'fork') {
      const script = this.scriptOf(step.parent.token);
      if (script !== undefined) this.#set(step.child.token, script);
    }
  }

  scriptOf(token: AuditToken): string | undefined {
    return this.#scripts.size === 0 ? undefined : this.#scripts.get(processKey(token));
  }

  clear(): void {
    this.#scripts.clear();
  }

  #set(token: AuditToken, script: string): void {
    const key = processKey(token);
    this.#scripts.delete(key);
    this.#scripts.set(key, script);
    if (this.#scripts.size <= MOST_SCRIPTS) return;
    // Those that started longest ago have most likely ended.
    const [oldest] = this.#scripts.keys();
    if (oldest !== undefined) this.#scripts.delete(oldest);
  }
}

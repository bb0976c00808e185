/**
 * Which program answers for another: `[responsible program, program]`, from exec targets. Being responsible for oneself is also what is
 * shown when the responsible process has ended, so it is no fact. A responsible process that was not seen yet is waited for.
 */
import type { AuditToken } from '../../model/event.ts';
import type { ProgramKey } from '../../model/facts.ts';
import { processKey, type ProcessKey } from '../../processes/process-key.ts';
import type { Emit, Extractor, Observation, Occurrence } from '../extractor.ts';

interface Waiting {
  count: number;
  readonly at: Occurrence;
}

/** Tokens waited for; the newest are kept, since one that was not seen for so long has ended. */
const MOST_WAITED = 4096;

export class ResponsibleExtractor implements Extractor {
  readonly kind = 'responsible';
  #waiting = new Map<ProcessKey, Map<ProgramKey, Waiting>>();

  observe({ event, step, table, actor, programOf }: Observation, emit: Emit): void {
    this.#resolve(event.process.token, actor, emit);
    if (step?.kind !== 'launch') return;
    const child = programOf(step.image);
    this.#resolve(step.image.token, child, emit);
    const token = step.image.responsibleToken;
    if (token === undefined || token.pid === step.image.token.pid) return;
    const responsible = table.imageOf(token);
    if (responsible === undefined) this.#wait(token, child, event);
    else emit('responsible', [programOf(responsible), child]);
  }

  reboot(): void {
    this.#waiting = new Map();
  }

  #resolve(token: AuditToken, program: ProgramKey, emit: Emit): void {
    if (this.#waiting.size === 0) return;
    const key = processKey(token);
    const children = this.#waiting.get(key);
    if (children === undefined) return;
    this.#waiting.delete(key);
    for (const [child, { count, at }] of children) emit('responsible', [program, child], { count, at });
  }

  #wait(token: AuditToken, child: ProgramKey, at: Occurrence): void {
    const key = processKey(token);
    let children = this.#waiting.get(key);
    if (children === undefined) {
      const [oldest] = this.#waiting.keys();
      if (this.#waiting.size >= MOST_WAITED && oldest !== undefined) this.#waiting.delete(oldest);
      this.#waiting.set(key, (children = new Map<ProgramKey, Waiting>()));
    }
    const { segment, globalSeq, time, timeMs } = at;
    const waiting = children.get(child);
    if (waiting === undefined) children.set(child, { count: 1, at: { segment, globalSeq, time, timeMs } });
    else waiting.count++;
  }
}

/**
 * Who starts whom: `[parent program, child program]`. launchd's way through xpcproxy is one launch by launchd. An exec in a running
 * process is an edge from the image before. A fork that never execs is an edge from a program to itself, once the child acts.
 */
import type { Emit, Extractor, Observation } from '../extractor.ts';
import { UNKNOWN_PROGRAM } from '../../normalize/program-key.ts';
import { processKey, type ProcessKey } from '../../processes/process-key.ts';

const MOST_FORKS = 8192;

export class LaunchExtractor implements Extractor {
  readonly kind = 'launch';
  /** Forked, and not yet known to exec or to act as a copy. */
  #forked = new Set<ProcessKey>();

  observe({ event, step, actor, programOf }: Observation, emit: Emit): void {
    const key = processKey(event.process.token);
    const wasForked = this.#forked.delete(key);
    switch (step?.kind) {
      case 'fork':
        if (this.#forked.size >= MOST_FORKS) this.#forked.clear();
        this.#forked.add(processKey(step.child.token));
        break;
      case 'launch': {
        const parent = step.form === 're-exec' ? step.before : step.parent;
        emit('launch', [parent === undefined ? UNKNOWN_PROGRAM : programOf(parent), programOf(step.image)]);
        return;
      }
      case 'proxy':
      case 'failed-launch':
        return;
      case 'exit':
      case undefined:
        break;
    }
    if (wasForked) emit('launch', [actor, actor]);
  }

  reboot(): void {
    this.#forked = new Set();
  }
}

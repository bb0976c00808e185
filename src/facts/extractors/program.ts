/**
 * Which programs run: `[program]`, counted by executions. Its path templates come from every sighting; signing flags, cdhash and
 * validation category from exec targets only, because a process already running may have lost or gained bits since.
 */
import type { ProcessImage } from '../../model/event.ts';
import type { Emit, Extractor, Observation } from '../extractor.ts';
import { normalizePath } from '../../normalize/path.ts';
import { processKey, type ProcessKey } from '../../processes/process-key.ts';
import { categoryName, cdhashName, lastingFlags } from '../code-signing.ts';

/** Far more than a Mac has pids for at once; hostile input could name more. */
const MOST_PROCESSES = 131_072;

export class ProgramExtractor implements Extractor {
  readonly kind = 'program';
  /** Executions that were counted, by pid: a newer one replaces the older. */
  #counted = new Map<number, ProcessKey>();

  observe(observation: Observation, emit: Emit): void {
    const { event, step } = observation;
    const { payload, process } = event;
    if (payload.kind !== 'exec') {
      // xpcproxy that ends as itself is a launch that failed, which the event facts tell.
      if (step?.kind !== 'failed-launch') this.#sight(observation, process, emit);
      return;
    }
    if (step?.kind !== 'launch') return;
    if (step.form === 're-exec') {
      this.#sight(observation, step.before, emit);
    } else if (step.parent !== undefined) {
      // The copy that a fork left shows the parent's image under the child's token.
      const token = step.parentBasis === 'fork-copy' ? step.image.parentToken : undefined;
      this.#sight(observation, token === undefined ? step.parent : { ...step.parent, token }, emit);
    }
    this.#count(payload.target);
    emit('program', [observation.programOf(payload.target)], {
      attributes: {
        path: normalizePath(payload.target.executable),
        flags: lastingFlags(payload.target.codesigningFlags),
        ...cdhashName(payload.cputype, payload.target.cdhash),
        ...categoryName(payload.target.validationCategory),
      },
    });
  }

  reboot(): void {
    this.#counted = new Map();
  }

  #sight({ programOf }: Observation, image: ProcessImage, emit: Emit): void {
    if (!this.#count(image)) return;
    emit('program', [programOf(image)], { attributes: { path: normalizePath(image.executable) } });
  }

  /** False for an execution that was counted before. */
  #count({ token }: ProcessImage): boolean {
    const key = processKey(token);
    if (this.#counted.get(token.pid) === key) return false;
    if (this.#counted.size >= MOST_PROCESSES) this.#counted.clear();
    this.#counted.set(token.pid, key);
    return true;
  }
}

/**
 * Links between programs that no process tree shows: `[program A, program B, path]`. A makes, writes, renames, clones or copies a path that B,
 * another program, later renames, clones, copies or runs. Mere opens are not looked at.
 *
 * The path matches as it is, or by a folder above that A moved there whole, or by a file below that A wrote into the folder B moves.
 * The last hand counts: what A moved is from A whoever wrote it first, and what B then wrote into A's folder is B's.
 */
import type { FileOperation } from '../../model/event.ts';
import { canonicalPathOf, canonicalSourceOf } from '../../normalize/file-paths.ts';
import { normalizePath } from '../../normalize/path.ts';
import { canonicalPath } from '../../normalize/rules/canonical-path.ts';
import type { Emit, Extractor, Observation } from '../extractor.ts';
import { OriginTree } from '../origin-tree.ts';

/** Operations that give a path new content from nowhere. */
const WRITES: ReadonlySet<FileOperation> = new Set(['create', 'write', 'truncate', 'close']);

export class HandoffExtractor implements Extractor {
  readonly kind = 'handoff';
  readonly #origins: OriginTree;

  /** `mostPaths`: how many written paths are remembered, the latest first. */
  constructor(mostPaths = 65_536) {
    this.#origins = new OriginTree(mostPaths);
  }

  /** Paths that were forgotten before anybody took them over. */
  get forgotten(): number {
    return this.#origins.forgotten;
  }

  observe({ event, step, actor, programOf }: Observation, emit: Emit): void {
    const { payload } = event;
    if (payload.kind === 'file') {
      this.#file(payload, actor, emit);
    } else if (payload.kind === 'exec' && step?.kind === 'launch') {
      const program = programOf(step.image);
      this.#consume(canonicalPath.apply(step.image.executable), program, emit);
      if (payload.script !== undefined) this.#consume(canonicalPath.apply(payload.script), program, emit);
    }
  }

  #file(
    payload: Extract<Observation['event']['payload'], { kind: 'file' }>,
    actor: string,
    emit: Emit,
  ): void {
    const { operation } = payload;
    const path = canonicalPathOf(payload);
    if (WRITES.has(operation)) {
      if (operation !== 'close' || payload.modified === true) this.#origins.write(path, actor);
      return;
    }
    if (operation === 'unlink') {
      this.#origins.remove(path);
      return;
    }
    const from = canonicalSourceOf(payload);
    if (from === undefined) return;
    this.#consume(from, actor, emit);
    if (operation === 'rename') {
      this.#origins.remove(from);
      this.#origins.put(path, actor);
    } else if (operation === 'exchangedata') {
      this.#consume(path, actor, emit);
      this.#origins.write(from, actor);
      this.#origins.write(path, actor);
    } else {
      this.#origins.put(path, actor);
    }
  }

  /** `path`: in the form of canonicalPath. */
  #consume(path: string, program: string, emit: Emit): void {
    for (const origin of this.#origins.originsOf(path)) {
      if (origin !== program) emit('handoff', [origin, program, normalizePath(path)]);
    }
  }
}

/**
 * Which process put what another program takes over, and when: the `handoff` facts of a profile with the two events behind each. The rules are those
 * of the facts: the last hand counts, mere opens do not, what one call reports twice is one act. Bounded: the paths written longest ago are forgotten first.
 */
import { OriginTree } from '../facts/origin-tree.ts';
import { programKeyOf } from '../normalize/program-key.ts';
import { RepeatFilter } from '../facts/repeats.ts';
import { ScriptTable } from '../facts/script-table.ts';
import type { EsEvent, FileOperation, ProcessImage } from '../model/event.ts';
import type { ProgramKey } from '../model/facts.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';
import type { ProcessStep } from '../processes/table.ts';
import type { Life } from './lives.ts';

export interface HandOver {
  /** Who put it there. */
  readonly life: number;
  readonly program: ProgramKey;
  readonly ns: bigint;
  /** Who takes it. */
  readonly by: ProgramKey;
  /** What is taken: the file or folder itself, or one above or below it was put there. */
  readonly path: string;
}

const WRITES: ReadonlySet<FileOperation> = new Set(['create', 'write', 'truncate', 'close']);
const MOST_PATHS = 32_768;

export class HandOverWatch {
  readonly #origins = new OriginTree(MOST_PATHS);
  readonly #scripts = new ScriptTable();
  readonly #repeats = new RepeatFilter();
  #boot = 0;

  /** Paths that were forgotten before anybody took them over. */
  get forgotten(): number {
    return this.#origins.forgotten;
  }

  /** Takes the next event, in order; the hand-overs that it completes. */
  take(event: EsEvent, life: Life, step: ProcessStep | undefined, ns: bigint): readonly HandOver[] {
    if (life.boot !== this.#boot) {
      this.#boot = life.boot;
      this.#scripts.clear();
    }
    this.#scripts.apply(event, step);
    if (this.#repeats.isRepeat(event)) return [];
    const { payload } = event;
    if (payload.kind === 'file') return this.#file(payload, event.process, life, ns);
    if (payload.kind !== 'exec' || step?.kind !== 'launch') return [];
    const by = this.programOf(step.image);
    const script = payload.script === undefined ? [] : this.#taken(payload.script, by);
    return [...this.#taken(step.image.executable, by), ...script];
  }

  programOf(image: ProcessImage): ProgramKey {
    return programKeyOf(image, this.#scripts.scriptOf(image.token));
  }

  #file(
    payload: Extract<EsEvent['payload'], { kind: 'file' }>,
    process: ProcessImage,
    life: Life,
    ns: bigint,
  ): readonly HandOver[] {
    const { operation, source } = payload;
    const path = canonicalPath.apply(payload.path);
    const program = this.programOf(process);
    const origin = `${life.id} ${ns} ${program}`;
    if (WRITES.has(operation)) {
      if (operation !== 'close' || payload.modified === true) this.#origins.write(path, origin);
      return [];
    }
    if (operation === 'unlink') this.#origins.remove(path);
    if (operation === 'unlink' || source === undefined) return [];
    const from = canonicalPath.apply(source);
    const taken = this.#taken(from, program);
    if (operation === 'rename') this.#origins.remove(from);
    if (operation === 'exchangedata') {
      const also = this.#taken(path, program);
      this.#origins.write(from, origin);
      this.#origins.write(path, origin);
      return [...taken, ...also];
    }
    this.#origins.put(path, origin);
    return taken;
  }

  /** A process that put many files into a folder hands it over once, with the last of them. */
  #taken(raw: string, by: ProgramKey): readonly HandOver[] {
    const path = canonicalPath.apply(raw);
    const latest = new Map<string, HandOver>();
    for (const text of this.#origins.originsOf(path)) {
      const { life, ns, program } = parseOrigin(text);
      const who = `${life} ${program}`;
      const known = latest.get(who);
      if (program === by || (known !== undefined && known.ns >= ns)) continue;
      latest.set(who, { life, program, ns, by, path });
    }
    return [...latest.values()];
  }
}

function parseOrigin(text: string): { readonly life: number; readonly ns: bigint; readonly program: string } {
  const first = text.indexOf(' ');
  const second = text.indexOf(' ', first + 1);
  return {
    life: Number(text.slice(0, first)),
    ns: BigInt(text.slice(first + 1, second)),
    program: text.slice(second + 1),
  };
}

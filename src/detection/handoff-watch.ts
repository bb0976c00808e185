/**
 * Who made what another program moves, copies or runs: the links between daemons that no process tree shows. Bounded: the paths written
 * longest ago are forgotten first.
 */
import { OriginTree } from '../facts/origin-tree.ts';
import type { EsEvent, FileOperation, ProcessImage } from '../model/event.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';

export interface Origin {
  readonly path: string;
  readonly signingId: string | undefined;
}

const WRITES: ReadonlySet<FileOperation> = new Set(['create', 'write', 'truncate', 'close']);
/** What the watch needs to see. */
export const HANDOFF_EVENTS: readonly string[] = [
  ...WRITES,
  'rename',
  'clone',
  'copyfile',
  'link',
  'unlink',
  'exec',
];
const MOST_PATHS = 32_768;

export class HandoffWatch {
  readonly #origins = new OriginTree(MOST_PATHS);

  /** Programs other than the one at work that put there what the event takes over. */
  originsOf({ payload, process }: EsEvent): readonly Origin[] {
    const taken =
      payload.kind === 'file'
        ? payload.source
        : payload.kind === 'exec'
          ? payload.target.executable
          : undefined;
    if (taken === undefined || taken === '') return [];
    const own = nameOf(process);
    return this.#origins
      .originsOf(canonicalPath.apply(taken))
      .filter((name) => name !== own)
      .map(parseName);
  }

  /** Takes the next event, after it was looked at. */
  apply({ payload, process }: EsEvent): void {
    if (payload.kind !== 'file') return;
    const { operation, source } = payload;
    const path = canonicalPath.apply(payload.path);
    if (WRITES.has(operation)) {
      if (operation !== 'close' || payload.modified === true) this.#origins.write(path, nameOf(process));
    } else if (operation === 'unlink') {
      this.#origins.remove(path);
    } else if (source !== undefined) {
      if (operation === 'rename') this.#origins.remove(canonicalPath.apply(source));
      this.#origins.put(path, nameOf(process));
    }
  }
}

/** Images that are one object for several events. */
const names = new WeakMap<ProcessImage, string>();

function nameOf(image: ProcessImage): string {
  let name = names.get(image);
  if (name === undefined) names.set(image, (name = makeName(image)));
  return name;
}

/** The length keeps the parts apart, whatever characters are in them. */
function makeName({ executable, signingId = '' }: ProcessImage): string {
  return `${signingId.length} ${signingId}${canonicalPath.apply(executable)}`;
}

function parseName(name: string): Origin {
  const start = name.indexOf(' ') + 1;
  const end = start + Number(name.slice(0, start));
  const signingId = name.slice(start, end);
  return { path: name.slice(end), signingId: signingId === '' ? undefined : signingId };
}

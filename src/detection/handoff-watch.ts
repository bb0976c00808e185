/**
 * Who made what another program moves, copies or runs: the links between daemons that no process tree shows. Bounded: the paths written
 * longest ago are forgotten first.
 *
 * Rules ask for a few programs. What any other program writes is remembered only where it takes the place of what one of those wrote.
 */
import { OriginTree } from '../facts/origin-tree.ts';
import type { EsEvent, FileOperation, ProcessImage } from '../model/event.ts';
import { canonicalPathOf, canonicalSourceOf } from '../normalize/file-paths.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';

export interface Origin {
  readonly path: string;
  readonly signingId: string | undefined;
}

/** A program as it is kept with the paths it wrote. */
export type Hand = string;
/** All programs that no rule asks for. */
const NOBODY: Hand = '';

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
  readonly #isAskedFor: (origin: Origin) => boolean;

  constructor(isAskedFor: (origin: Origin) => boolean) {
    this.#isAskedFor = isAskedFor;
  }

  handOf({ executable, signingId }: ProcessImage): Hand {
    const path = canonicalPath.apply(executable);
    return this.#isAskedFor({ path, signingId }) ? makeHand(path, signingId) : NOBODY;
  }

  /** Programs that rules ask for, other than `own`, which is at work, that put there what the event takes over. */
  originsOf({ payload }: EsEvent, own: Hand | undefined): readonly Origin[] {
    const taken = takenBy(payload);
    if (taken === undefined || taken === '') return [];
    return this.#origins
      .originsOf(taken)
      .filter((hand) => hand !== NOBODY && hand !== own)
      .map(parseHand);
  }

  /** Takes the next event, by `hand`, after it was looked at. */
  apply({ payload }: EsEvent, hand: Hand): void {
    if (payload.kind !== 'file' || (hand === NOBODY && this.#origins.isEmpty)) return;
    const { operation } = payload;
    const path = canonicalPathOf(payload);
    if (WRITES.has(operation)) {
      if (operation === 'close' && payload.modified !== true) return;
      if (this.#counts(path, hand)) this.#origins.write(path, hand);
    } else if (operation === 'unlink') {
      this.#origins.remove(path);
    } else {
      const from = canonicalSourceOf(payload);
      if (from === undefined) return;
      if (operation === 'rename') this.#origins.remove(from);
      this.#origins.remove(path);
      if (this.#counts(path, hand)) this.#origins.put(path, hand);
    }
  }

  #counts(path: string, hand: Hand): boolean {
    return hand !== NOBODY || this.#origins.ownerOf(path) !== undefined;
  }
}

/** The path that is moved, copied or run, in the form of canonicalPath. */
function takenBy(payload: EsEvent['payload']): string | undefined {
  if (payload.kind === 'exec') return canonicalPath.apply(payload.target.executable);
  return payload.kind === 'file' ? canonicalSourceOf(payload) : undefined;
}

/** The length keeps the parts apart, whatever characters are in them. */
function makeHand(path: string, signingId = ''): Hand {
  return `${signingId.length} ${signingId}${path}`;
}

function parseHand(hand: Hand): Origin {
  const start = hand.indexOf(' ') + 1;
  const end = start + Number(hand.slice(0, start));
  const signingId = hand.slice(start, end);
  return { path: hand.slice(end), signingId: signingId === '' ? undefined : signingId };
}

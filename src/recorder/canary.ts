/**
 * Proof that a segment sees what happens: a marked program run that makes a marked file. It is run in a process group of its own, because eslogger hides
 * whatever its own group does. A canary that was not seen means that the segment cannot be trusted.
 */
import type { TraceRecord } from '../model/trace.ts';

const CANARY_MARK = 'esdrift-canary-';

/** Events that show the file. */
const FILE_EVENTS: ReadonlySet<string> = new Set([
  'create',
  'open',
  'write',
  'close',
  'utimes',
  'setattrlist',
]);

/**
 * What can be seen of a canary with these events. Making an empty file shows as `create` for certain; the others only come with it.
 * `--select` hides it, because the program that is run is outside.
 */
export function visibleCanary(
  events: readonly string[],
  select: readonly string[],
): readonly ('exec' | 'file')[] {
  if (select.length > 0) return [];
  return [
    ...(events.includes('exec') ? (['exec'] as const) : []),
    ...(events.includes('create') ? (['file'] as const) : []),
  ];
}

interface Pending {
  readonly mark: Buffer;
  readonly segment: number;
  readonly sentMs: number;
  readonly time: string;
  readonly missing: Set<'exec' | 'file'>;
}

export interface CanaryOptions {
  readonly expect: readonly ('exec' | 'file')[];
  /** Runs the marked program; `name` is that of the file it makes. */
  readonly release: (name: string) => Promise<unknown>;
  /** Hexadecimal, another one each time. */
  readonly newMark: () => string;
  readonly clock: () => number;
  readonly now: () => number;
  /** After this long without a sign it counts as not seen. */
  readonly patienceMs: number;
  readonly record: (record: TraceRecord) => void;
}

export class Canaries {
  readonly #options: CanaryOptions;
  #pending: Pending[] = [];
  seen = 0;
  missed = 0;

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /** While false no line needs to be looked at. */
  get isAwaited(): boolean {
    return this.#pending.length > 0;
  }

  async send(segment: number): Promise<void> {
    if (this.#options.expect.length === 0) return;
    const name = CANARY_MARK + this.#options.newMark();
    this.#pending.push({
      mark: Buffer.from(name),
      segment,
      sentMs: this.#options.clock(),
      time: new Date(this.#options.now()).toISOString(),
      missing: new Set(this.#options.expect),
    });
    await this.#options.release(name);
  }

  observe(type: string, line: Buffer): void {
    const sign = type === 'exec' ? 'exec' : FILE_EVENTS.has(type) ? 'file' : undefined;
    if (sign === undefined) return;
    for (const canary of this.#pending) {
      if (!canary.missing.has(sign) || !line.includes(canary.mark)) continue;
      canary.missing.delete(sign);
      if (canary.missing.size > 0) continue;
      this.seen += 1;
      this.#options.record({
        kind: 'canary',
        segment: canary.segment,
        seen: true,
        latencyMs: Math.round(this.#options.clock() - canary.sentMs),
        time: canary.time,
      });
    }
    this.#pending = this.#pending.filter(({ missing }) => missing.size > 0);
  }

  /** Gives up those that waited too long; `all` of them when the segment ends. */
  giveUp(all: boolean): void {
    const now = this.#options.clock();
    const late = (one: Pending) => all || now - one.sentMs > this.#options.patienceMs;
    for (const { segment, time } of this.#pending.filter(late)) {
      this.missed += 1;
      this.#options.record({ kind: 'canary', segment, seen: false, time });
    }
    this.#pending = this.#pending.filter((one) => !late(one));
  }
}

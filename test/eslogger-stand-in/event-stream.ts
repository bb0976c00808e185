/** Which lines come, with which numbers, and which are lost: everything but the writing. */
import { fill, lineTemplate, type LineTemplate } from './line-template.ts';
import { seededRandom } from './random.ts';
import { TICKS_PER_MS, type StandInRun } from './settings.ts';

const START_MACH_TIME = 3_600_000 * TICKS_PER_MS;

export class EventStream {
  readonly #run: StandInRun;
  readonly #templates: readonly LineTemplate[];
  readonly #seqByType = new Map<string, number>();
  readonly #lostByType = new Map<string, number>();
  readonly #random: () => number;
  readonly #startMs: number;
  readonly #startMach: number;
  readonly total: number;
  #happened = 0;
  #globalSeq = 0;
  #held: Buffer | undefined;
  /** With `keepsTimes`. */
  #lastTimes: Partial<Pick<LineTemplate, 'machTime' | 'time'>> = {};
  #secondOf = -1;
  #secondText = '';

  constructor(
    run: StandInRun,
    lines: readonly string[],
    subscribed: ReadonlySet<string>,
    select: readonly string[],
  ) {
    this.#run = run;
    // Neither unsubscribed events nor muted ones use numbers. That --select works the same way is a guess.
    this.#templates = lines
      .map((line, index) => lineTemplate(line, run.keyOrders ?? 1, index))
      .filter(({ type }) => subscribed.has(type))
      .filter(({ pid }) => run.ownGroup?.includes(pid) !== true)
      .filter(
        ({ executable }) => select.length === 0 || select.some((prefix) => executable.startsWith(prefix)),
      );
    this.total = this.#templates.length === 0 ? 0 : (run.events ?? this.#templates.length);
    this.#random = seededRandom(run.loss?.seed ?? 0);
    this.#startMs = run.startTimeMs ?? Date.now();
    this.#startMach = run.startMachTime ?? START_MACH_TIME;
  }

  get happened(): number {
    return this.#happened;
  }

  get isDone(): boolean {
    return this.#happened >= this.total;
  }

  get lostByType(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#lostByType].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Events whose line was made. */
  get written(): number {
    return this.#globalSeq - this.lost;
  }

  get lost(): number {
    return [...this.#lostByType.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Bytes a batch of so many lines may need. */
  room(lines: number): number {
    return lines * Math.max(0, ...this.#templates.map(({ longest }) => longest));
  }

  /** The next event happens: its line is written at `at`, unless it is lost or waits for its neighbour. Returns where writing ended. */
  next(target: Buffer, at: number, forceLost = false): number {
    const template = this.#templates[this.#happened % this.#templates.length];
    if (template === undefined) return at;
    this.#happened += 1;
    const end = this.#number(target, at, template, forceLost || this.#isLost(template.type));
    if (end === at) return at;
    const every = this.#run.disorderEvery;
    if (every !== undefined && this.#held === undefined && this.#happened % every === 0) {
      this.#held = Buffer.from(target.subarray(at, end));
      return at;
    }
    return this.#release(target, end);
  }

  /** A line held back for disorder, at the end. */
  rest(): Buffer {
    return this.#held ?? Buffer.alloc(0);
  }

  /** An event from outside takes the next number. */
  inject(line: string): Buffer {
    const template = { ...lineTemplate(line, 1, 0), ...this.#lastTimes };
    const target = Buffer.alloc(template.longest);
    return target.subarray(0, this.#number(target, 0, template, false));
  }

  #release(target: Buffer, at: number): number {
    const end = at + (this.#held?.copy(target, at) ?? 0);
    this.#held = undefined;
    return end;
  }

  #isLost(type: string): boolean {
    const { loss } = this.#run;
    if (loss === undefined || loss.types?.includes(type) === false) return false;
    return this.#random() < loss.share && this.#happened <= this.total - (loss.sparesLast ?? 0);
  }

  #number(target: Buffer, at: number, template: LineTemplate, lost: boolean): number {
    const globalSeq = this.#globalSeq;
    const seq = this.#seqByType.get(template.type) ?? 0;
    this.#globalSeq += 1;
    this.#seqByType.set(template.type, seq + 1);
    if (lost) {
      this.#lostByType.set(template.type, (this.#lostByType.get(template.type) ?? 0) + 1);
      return at;
    }
    const layout = template.orders[globalSeq % template.orders.length];
    if (layout === undefined) return at;
    if (this.#run.keepsTimes === true) {
      const { machTime, time } = template;
      this.#lastTimes = { machTime, time };
      return fill(target, at, layout, { seq, globalSeq, machTime, time });
    }
    // Ten microseconds apart, so that order by time and by number agree.
    const machTime = this.#startMach + globalSeq * (TICKS_PER_MS / 100);
    return fill(target, at, layout, { seq, globalSeq, machTime, time: this.#timeOf(globalSeq) });
  }

  #timeOf(globalSeq: number): string {
    const micros = globalSeq * 10;
    const ms = this.#startMs + Math.floor(micros / 1_000);
    const second = Math.floor(ms / 1_000);
    if (second !== this.#secondOf) {
      this.#secondOf = second;
      this.#secondText = new Date(second * 1_000).toISOString().slice(0, 20);
    }
    const nanos = (ms % 1_000) * 1_000_000 + (micros % 1_000) * 1_000;
    return `"${this.#secondText}${String(nanos).padStart(9, '0')}Z"`;
  }
}

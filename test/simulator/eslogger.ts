/**
 * The simulated eslogger run: one client, so `seq_num` counts per event type and `global_seq_num` counts all, both from 0.
 * An event that was not subscribed to uses no number; a line lost on the way does, and leaves a gap.
 */
import { formatTime } from './clock.ts';
import { LineWriter, type JsonObject } from './json.ts';
import { renderProcess, type Process, type RenderContext } from './process.ts';
import type { Random } from './random.ts';

/** es_event_type_t of what the simulator plays: the `upgrade` preset. */
export const EVENT_NUMBERS = {
  exec: 9,
  fork: 11,
  close: 12,
  create: 13,
  exit: 15,
  kextload: 17,
  kextunload: 18,
  link: 19,
  mount: 22,
  unmount: 23,
  rename: 25,
  setextattr: 27,
  setmode: 29,
  signal: 31,
  unlink: 32,
  truncate: 41,
  clone: 61,
  cs_invalidated: 94,
  remount: 99,
  copyfile: 110,
  btm_launch_item_add: 124,
  btm_launch_item_remove: 125,
} as const;
export type EventName = keyof typeof EVENT_NUMBERS;
export const EVENT_NAMES = Object.keys(EVENT_NUMBERS).filter(
  (name): name is EventName => name in EVENT_NUMBERS,
);

/** What a hook may look at to decide whether a numbered line gets lost. */
export interface Notice {
  readonly type: EventName;
  readonly actor: Process;
  /** The process an exec, fork or signal is about. */
  readonly subject: Process | undefined;
}

export interface NoticeDetails {
  readonly subject?: Process;
  /** The acting process as it was before an exec. */
  readonly before?: JsonObject;
  readonly threadId?: number;
  /** An ES client said no: action carries auth 1. */
  readonly denied?: boolean;
}

export interface EsloggerOptions {
  readonly context: RenderContext;
  readonly subscribed: ReadonlySet<EventName>;
  readonly random: Random;
  readonly isLost: (notice: Notice) => boolean;
  readonly editLine: (type: EventName, line: JsonObject) => JsonObject;
  readonly keyOrder: 'shuffled' | 'sorted' | 'reversed';
  /** How often a line comes a little late, as in real captures. */
  readonly disorder: number;
}

export class Eslogger {
  readonly #options: EsloggerOptions;
  readonly #writer: LineWriter;
  readonly #numbers = new Map<EventName, number>();
  readonly #lines: string[] = [];
  #global = 0;
  #late: string[] = [];

  constructor(options: EsloggerOptions) {
    this.#options = options;
    this.#writer = new LineWriter(options.random.stream('key order'), options.keyOrder);
  }

  get context(): RenderContext {
    return this.#options.context;
  }

  /** How many events have been numbered. */
  get seen(): number {
    return this.#global;
  }

  notify(type: EventName, actor: Process, body: JsonObject, details: NoticeDetails = {}): void {
    const { context, subscribed, random, isLost, disorder } = this.#options;
    if (actor.silent || details.subject?.silent === true || !subscribed.has(type)) return;
    context.clock.advance(0.004 + random.exponential(0.03));
    const number = this.#numbers.get(type) ?? 0;
    this.#numbers.set(type, number + 1);
    const globalNumber = this.#global++;
    if (isLost({ type, actor, subject: details.subject })) return;
    const record = {
      schema_version: 1,
      version: context.messageVersion,
      time: formatTime(context.clock.wallNs),
      mach_time: context.clock.ticks,
      process: details.before ?? renderProcess(actor, context),
      thread: { thread_id: details.threadId ?? actor.threadId + random.int(0, 3) },
      seq_num: number,
      global_seq_num: globalNumber,
      action_type: 1,
      action: { result: { result_type: 0, result: { auth: details.denied === true ? 1 : 0 } } },
      event_type: EVENT_NUMBERS[type],
      event: { [type]: body },
    };
    const line = this.#writer.line(this.#options.editLine(type, record));
    if (this.#late.length === 0 && random.chance(disorder)) {
      this.#late.push(line);
      return;
    }
    this.#lines.push(line);
    if (this.#late.length > 0) {
      this.#lines.push(...this.#late);
      this.#late = [];
    }
  }

  /** Lines written since the last call, in the order eslogger put them out. */
  take(): string[] {
    return this.#lines.splice(0);
  }

  /** eslogger ends: what was late comes now. */
  end(): string[] {
    this.#lines.push(...this.#late);
    this.#late = [];
    return this.take();
  }
}

/**
 * Lines of a frame → columns. One pass of WebAssembly (wasm/event-scan) finds in each line its envelope, the bytes of its process, the bytes of its
 * event, and its outline; what came before with the same bytes is known by a number, and only what is new is parsed, by the same decoder that reads
 * any line. A line that is not in eslogger's usual spelling is decoded whole.
 */
import { randomInt } from 'node:crypto';
import { decodeLine } from '../eslogger/decode.ts';
import { decodePayload } from '../eslogger/decode-payload.ts';
import { decodeProcess } from '../eslogger/decode-process.ts';
import { isObject, type JsonObject } from '../eslogger/json-value.ts';
import { eventTypeAt } from '../eslogger/lines.ts';
import type { EventPayload, ProcessImage } from '../model/event.ts';
import { EventColumnsBuilder, type EventNumbers } from './event-columns-builder.ts';
import type { EventColumns } from './event-columns.ts';
import { outlineOf } from './outline.ts';
import {
  loadEventScanModule,
  NEWS_BYTES,
  ROW_BYTES,
  TIME_BYTES,
  type EventScanModule,
} from './scan/module.ts';

const NEWLINE = 0x0a;
const WORDS = ROW_BYTES / 4;
const NUMBERS = ROW_BYTES / 8;
/** Where the numbers of 8 bytes begin in a row. */
const FIRST_NUMBER = 4;
const BODY_KIND = 2;
const PROCESS_KIND = 1;

/** What a text of the module stands for; `at`: its row in the columns at hand, -1 where it has none yet. */
interface KnownProcess {
  readonly image: ProcessImage | undefined;
  at: number;
}
interface KnownBody {
  readonly type: string;
  readonly payload: EventPayload | undefined;
  at: number;
}
interface KnownOutline {
  readonly text: string;
  readonly isJson: boolean;
}

export interface FrameEventsOptions {
  /** Only these event types; lines of others are left out. */
  readonly types?: ReadonlySet<string> | undefined;
}

/** Reads frame after frame; what it knows of earlier ones is bounded and changes no result. */
export class FrameEvents {
  readonly #module: EventScanModule;
  readonly #text: Buffer;
  #processes: KnownProcess[] = [];
  #bodies: KnownBody[] = [];
  #outlines: KnownOutline[] = [];
  /** Outline of line and process → its place in the columns at hand. */
  readonly #pairs = new Map<number, number>();
  readonly #numbers: EventNumbers = { seq: 0, globalSeq: 0, machTime: 0, timeMs: 0, version: 0, thread: 0 };
  #builder = new EventColumnsBuilder();
  #types: ReadonlySet<string> | undefined;
  #line = 0;

  constructor() {
    this.#module = loadEventScanModule();
    this.#text = Buffer.from(this.#module.memory);
    this.#module.setSeed(randomInt(2 ** 32), randomInt(2 ** 32));
  }

  /** `bytes` are whole lines. */
  read(bytes: Buffer, { types }: FrameEventsOptions = {}): EventColumns {
    this.#start(types);
    const { input } = this.#module;
    for (let from = 0; from < bytes.length;) {
      const end = Math.min(bytes.length, from + input.length);
      const to = end === bytes.length ? end : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
      if (to > from) {
        this.#scan(bytes.subarray(from, to));
        from = to;
      } else {
        const newline = bytes.indexOf(NEWLINE, from);
        const next = newline === -1 ? bytes.length : newline + 1;
        this.#byHand(withoutEnd(bytes.subarray(from, next)));
        from = next;
      }
    }
    return this.#builder.finish();
  }

  #start(types: ReadonlySet<string> | undefined): void {
    this.#builder = new EventColumnsBuilder();
    this.#types = types;
    this.#line = 0;
    this.#pairs.clear();
    for (const known of this.#processes) known.at = -1;
    for (const known of this.#bodies) known.at = -1;
  }

  #scan(lines: Buffer): void {
    const module = this.#module;
    module.input.set(lines);
    module.begin(lines.length);
    for (;;) {
      const step = module.run();
      this.#takeNews();
      this.#takeRows();
      module.takeAll();
      if (step === 'done') return;
      if (step === 'no-room') this.#forget();
    }
  }

  #forget(): void {
    this.#module.forget();
    this.#processes = [];
    this.#bodies = [];
    this.#outlines = [];
    this.#pairs.clear();
  }

  #takeNews(): void {
    const { news, newsCount } = this.#module;
    const width = NEWS_BYTES / 4;
    const end = newsCount() * width;
    for (let at = 0; at < end; at += width) {
      const [kind, from = 0, length = 0] = [news[at], news[at + 2], news[at + 3]];
      const text = this.#text.toString('utf8', from, from + length);
      if (kind === PROCESS_KIND) this.#processes.push({ image: decodeProcess(parsed(text)), at: -1 });
      else if (kind === BODY_KIND) this.#bodies.push(decodeBody(text));
      else this.#outlines.push({ text, isJson: parsed(text) !== undefined });
    }
  }

  #takeRows(): void {
    const { words, times, input, rowCount } = this.#module;
    const rows = rowCount();
    for (let row = 0; row < rows; row += 1) {
      const word = row * WORDS;
      const isUsual = words[word + 2] === 0 && this.#takeRow(word, row * NUMBERS + FIRST_NUMBER, row, times);
      if (isUsual) this.#line += 1;
      else this.#byHand(input.subarray(words[word], words[word + 1]));
    }
  }

  /** False: the line must be decoded whole. */
  #takeRow(word: number, number: number, row: number, times: Uint8Array): boolean {
    const { words, numbers } = this.#module;
    const process = this.#processes[words[word + 3] ?? 0];
    const body = this.#bodies[words[word + 5] ?? 0];
    if (process?.image === undefined || body?.payload === undefined) return false;
    const outline = this.#outline(words[word + 6] ?? 0, words[word + 4] ?? 0);
    if (outline === -1) return false;
    if (this.#types?.has(body.type) === false) return true;
    if (process.at === -1) process.at = this.#builder.addImage(process.image);
    if (body.at === -1) body.at = this.#builder.addPayload(body.type, body.payload);
    const event = this.#numbers;
    event.seq = numbers[number] ?? 0;
    event.globalSeq = numbers[number + 1] ?? 0;
    event.machTime = numbers[number + 2] ?? 0;
    event.version = numbers[number + 3] ?? 0;
    const thread = numbers[number + 4] ?? -1;
    event.thread = thread === -1 ? Number.NaN : thread;
    event.timeMs = numbers[number + 5] ?? 0;
    this.#builder.addEvent(event, process.at, body.at, outline, row * TIME_BYTES, times);
    return true;
  }

  /** -1 where the line is no JSON. */
  #outline(line: number, process: number): number {
    const pair = line * 2 ** 26 + process;
    const known = this.#pairs.get(pair);
    if (known !== undefined) return known;
    const [outer, inner] = [this.#outlines[line], this.#outlines[process]];
    const isJson = outer?.isJson === true && inner?.isJson === true;
    const at = isJson ? this.#builder.addOutline({ line: outer.text, process: inner.text }) : -1;
    this.#pairs.set(pair, at);
    return at;
  }

  #byHand(line: Buffer): void {
    this.#line += 1;
    if (this.#types !== undefined) {
      const type = eventTypeAt(line, 0, line.length);
      if (type !== undefined && !this.#types.has(type)) return;
    }
    const result = decodeLine(line);
    if (!result.ok) {
      const { reason, message } = result;
      this.#builder.addBadLine({ reason, message, line: this.#line });
      return;
    }
    const { event } = result;
    if (this.#types?.has(event.type) === false) return;
    const builder = this.#builder;
    const {
      seq,
      globalSeq,
      machTime,
      timeMs,
      messageVersion: version,
      threadId: thread = Number.NaN,
    } = event;
    builder.addEvent(
      { seq, globalSeq, machTime, timeMs, version, thread },
      builder.addImage(event.process),
      builder.addPayload(event.type, event.payload),
      builder.addOutline({ line: outlineOf(event.form.line), process: undefined }),
      event.time,
      this.#module.times,
    );
  }
}

function withoutEnd(line: Buffer): Buffer {
  let end = line.length;
  if (line[end - 1] === NEWLINE) end -= 1;
  if (line[end - 1] === 0x0d) end -= 1;
  return line.subarray(0, end);
}

/** Undefined for what is no JSON; JSON has no undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `"NAME":VALUE`, as it stands in the line but for the sizes and times of files, which no payload shows. */
function decodeBody(text: string): KnownBody {
  const event = parsed(`{${text}}`);
  const [type, ...more] = isObject(event) ? Object.keys(event) : [];
  if (!isObject(event) || type === undefined || more.length > 0)
    return { type: '', payload: undefined, at: -1 };
  return { type, payload: decodePayload(type, valueOf(event, type)), at: -1 };
}

function valueOf(event: JsonObject, type: string): unknown {
  return event[type];
}

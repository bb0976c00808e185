/**
 * Lines of a frame → columns. One pass of WebAssembly (wasm/event-scan) finds in each line its envelope, the bytes of its process, the bytes of its
 * event, and its outline; what came before with the same bytes is known by a number, and only what is new is parsed, by the same decoder that reads
 * any line. A line that is not in eslogger's usual spelling is decoded whole.
 */
import { randomInt } from 'node:crypto';
import { decodeLine } from '../eslogger/decode.ts';
import { eventTypeAt } from '../eslogger/lines.ts';
import { RecentMap } from '../normalize/recent-map.ts';
import { decodeBody, isDecoded, parsed, rowBody, unescaped, type KnownBody } from './body.ts';
import { EventColumnsBuilder, type EventNumbers } from './event-columns-builder.ts';
import { NONE, type EventColumns } from './event-columns.ts';
import { isKnown, knownProcess, ProcessNumbers, type KnownProcess } from './known-process.ts';
import { KnownTexts } from './known-texts.ts';
import { outlineOf } from './outline.ts';
import {
  LINE,
  loadEventScanModule,
  NEWS_BYTES,
  ROW_BYTES,
  TEXT_KINDS,
  TIME_BYTES,
  type EventScanModule,
} from './scan/module.ts';
import { inWholeLines } from './whole-lines.ts';
import { withTemplates } from './with-templates.ts';

const NEWLINE = 0x0a;
const WORDS = ROW_BYTES / 4;
const NUMBERS = ROW_BYTES / 8;
/** Where the numbers of 8 bytes begin in a row. */
const FIRST_NUMBER = 5;
const NO_ID = 0xffff_ffff;

/** What a text of the module stands for; `at`: its row in the columns at hand, -1 where it has none yet. */
interface KnownOutline {
  readonly text: string;
  readonly isJson: boolean;
  at: number;
}

export interface FrameEventsOptions {
  /** Only these event types; lines of others are left out. */
  readonly types?: ReadonlySet<string> | undefined;
  /** With the templates of their texts and the keys of their programs. */
  readonly templates?: boolean | undefined;
}

/** Reads frame after frame; what it knows of earlier ones is bounded and changes no result. */
export class FrameEvents {
  readonly #module: EventScanModule;
  #processes: KnownProcess[] = [];
  readonly #processNumbers = new ProcessNumbers();
  readonly #texts = new KnownTexts();
  readonly #checked = new RecentMap<boolean>(512);
  #bodies: KnownBody[] = [];
  #outlines: KnownOutline[] = [];
  /** Outlines of line and processes → their place in the columns at hand. */
  readonly #forms = new Map<number, number>();
  readonly #numbers: EventNumbers = { seq: 0, globalSeq: 0, machTime: 0, timeMs: 0, version: 0, thread: 0 };
  readonly #builder: EventColumnsBuilder;
  readonly #types: ReadonlySet<string> | undefined;
  readonly #templates: boolean;
  #line = 0;

  constructor({ types, templates = false }: FrameEventsOptions = {}) {
    this.#types = types;
    this.#templates = templates;
    this.#builder = new EventColumnsBuilder(templates ? this.#texts : undefined);
    this.#module = loadEventScanModule();
    this.#module.setSeed(randomInt(2 ** 32), randomInt(2 ** 32));
    this.#module.setWanted(types);
  }

  /** `bytes` are whole lines. */
  read(bytes: Buffer): EventColumns {
    this.#start();
    inWholeLines(bytes, this.#module.input.length, {
      scan: (lines) => this.#scan(lines),
      byHand: (line) => this.#byHand(withoutEnd(line)),
    });
    return this.#builder.finish();
  }

  #start(): void {
    this.#builder.clear();
    this.#line = 0;
    this.#forms.clear();
    this.#texts.displace();
    for (const known of this.#processes) known.at = -1;
    for (const known of this.#bodies) known.at = -1;
    for (const known of this.#outlines) known.at = -1;
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
    this.#texts.clear();
    this.#bodies = [];
    this.#outlines = [];
    this.#forms.clear();
  }

  /** The texts of a process come behind it, so processes are made when all is known. */
  #takeNews(): void {
    const { news, newsCount, memory } = this.#module;
    const width = NEWS_BYTES / 4;
    const end = newsCount() * width;
    const processes: number[] = [];
    for (let at = 0; at < end; at += width) {
      const [kind, from = 0, length = 0] = [news[at], news[at + 2], news[at + 3]];
      if (kind === TEXT_KINDS.process) {
        processes.push(from, length);
        continue;
      }
      if (kind === TEXT_KINDS.rowBody) {
        this.#bodies.push(rowBody(memory, from, this.#texts));
        continue;
      }
      const text = memory.bytes.toString('utf8', from, from + length);
      if (kind === TEXT_KINDS.string) this.#texts.add(text.includes('\\') ? unescaped(text) : text);
      else if (kind === TEXT_KINDS.outline) this.#outlines.push({ text, isJson: this.#isJson(text), at: -1 });
      else this.#bodies.push(decodeBody(text, kind === TEXT_KINDS.lifeBody, this.#templates));
    }
    for (let index = 0; index < processes.length; index += 2)
      this.#processes.push(
        knownProcess(
          memory,
          processes[index] ?? 0,
          processes[index + 1] ?? 0,
          this.#processNumbers,
          this.#texts,
          this.#templates,
        ),
      );
  }

  /** The module forgets outlines with all other texts, and finds the same few hundred again. */
  #isJson(outline: string): boolean {
    let isJson = this.#checked.get(outline);
    if (isJson === undefined) this.#checked.set(outline, (isJson = parsed(outline) !== undefined));
    return isJson;
  }

  #takeRows(): void {
    const { words, times, input, rowCount } = this.#module;
    const rows = rowCount();
    for (let row = 0; row < rows; row += 1) {
      const word = row * WORDS;
      const state = words[word + 2];
      const isUsual =
        state === LINE.skipped ||
        (state === LINE.read && this.#takeRow(word, row * NUMBERS + FIRST_NUMBER, row, times));
      if (isUsual) this.#line += 1;
      else this.#byHand(input.subarray(words[word], words[word + 1]));
    }
  }

  /** False: the line must be decoded whole. */
  #takeRow(word: number, number: number, row: number, times: Uint8Array): boolean {
    const { words, numbers } = this.#module;
    const process = this.#processes[words[word + 3] ?? 0];
    const body = this.#bodies[words[word + 5] ?? 0];
    const otherId = words[word + 7] ?? NO_ID;
    const other = otherId === NO_ID ? undefined : this.#processes[otherId];
    if (process === undefined || !isKnown(process) || body === undefined || !isDecoded(body)) return false;
    if (other !== undefined && !isKnown(other)) return false;
    const form = this.#form(words[word + 6] ?? 0, words[word + 4] ?? 0, words[word + 8] ?? NO_ID);
    if (form === -1) return false;
    if (this.#types?.has(body.type) === false) return true;
    const image = this.#place(process);
    const payload = this.#payload(body, other);
    const event = this.#numbers;
    event.seq = numbers[number] ?? 0;
    event.globalSeq = numbers[number + 1] ?? 0;
    event.machTime = numbers[number + 2] ?? 0;
    event.version = numbers[number + 3] ?? 0;
    const thread = numbers[number + 4] ?? -1;
    event.thread = thread === -1 ? Number.NaN : thread;
    event.timeMs = numbers[number + 5] ?? 0;
    this.#builder.addEvent(event, image, payload, form, row * TIME_BYTES, times);
    return true;
  }

  #place(process: KnownProcess): number {
    if (process.at !== -1) return process.at;
    const builder = this.#builder;
    if ('numbers' in process) process.at = builder.addScannedImage(process);
    else if (process.image !== undefined) process.at = builder.addImage(process.image);
    return process.at;
  }

  #payload(body: KnownBody, other: KnownProcess | undefined): number {
    if (other !== undefined) return this.#addBody(body, this.#place(other));
    if (body.at === -1) body.at = this.#addBody(body, NONE);
    return body.at;
  }

  /** `image`: of the process that an exec or a fork makes. */
  #addBody(body: KnownBody, image: number): number {
    if (!('payload' in body))
      return 'args' in body ? this.#builder.addExec(body, image) : this.#builder.addFile(body);
    if (body.payload === undefined) return NONE;
    return image === NONE
      ? this.#builder.addPayload(body.type, body.payload)
      : this.#builder.addPayload(body.type, body.payload, image);
  }

  /** -1 where the line is no JSON. */
  #form(line: number, process: number, other: number): number {
    // Ids stay below 2^16.
    const form = line * 2 ** 34 + process * 2 ** 17 + (other === NO_ID ? 2 ** 16 : other);
    const known = this.#forms.get(form);
    if (known !== undefined) return known;
    const [outer, inner, made] = [this.#outlines[line], this.#outlines[process], this.#outlines[other]];
    const isJson =
      outer?.isJson === true && inner?.isJson === true && (other === NO_ID || made?.isJson === true);
    const at = isJson
      ? this.#builder.addForm(this.#placeOutline(outer), this.#placeOutline(inner), this.#placeOutline(made))
      : -1;
    this.#forms.set(form, at);
    return at;
  }

  #placeOutline(outline: KnownOutline | undefined): number {
    if (outline === undefined) return NONE;
    if (outline.at === -1) outline.at = this.#builder.addOutline(outline.text);
    return outline.at;
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
      builder.addPayload(event.type, this.#templates ? withTemplates(event.payload) : event.payload),
      builder.addForm(builder.addOutline(outlineOf(event.form.line)), NONE, NONE),
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

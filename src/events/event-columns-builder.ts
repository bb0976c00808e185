/** Fills the columns of event-columns.ts. */
import { FILE_OPERATIONS, type AuditToken, type EventPayload, type ProcessImage } from '../model/event.ts';
import {
  EVENT,
  EVENT_WIDTH,
  FORM,
  FORM_WIDTH,
  IMAGE,
  IMAGE_NUMBERS,
  IMAGE_TEXTS,
  IMAGE_WIDTH,
  NONE,
  PAYLOAD,
  PAYLOAD_KINDS,
  PAYLOAD_WIDTH,
  type EventColumns,
  type LocatedBadLine,
} from './event-columns.ts';
import { NumberTable } from '../model/number-table.ts';
import type { ExecBody, FileBody } from './body.ts';
import type { ScannedProcess } from './known-process.ts';
import { elementsOf, type KnownText, type KnownTexts } from './known-texts.ts';
import { TIME_BYTES } from './scan/module.ts';

/** The numbers of an event; NaN for a thread that is not there. */
export interface EventNumbers {
  seq: number;
  globalSeq: number;
  machTime: number;
  timeMs: number;
  version: number;
  thread: number;
}

export class EventColumnsBuilder {
  /** Where templates are wanted. */
  readonly #templates: KnownTexts | undefined;
  readonly #rows = new NumberTable(EVENT_WIDTH);
  readonly #images = new NumberTable(IMAGE_WIDTH);
  readonly #payloads = new NumberTable(PAYLOAD_WIDTH);
  #texts: string[] = [];
  readonly #textIndexes = new Map<string, number>();
  #lists: (readonly string[])[] = [];
  #outlines: string[] = [];
  readonly #forms = new NumberTable(FORM_WIDTH);
  #badLines: LocatedBadLine[] = [];
  #times = new Uint8Array(TIME_BYTES * 2048);

  constructor(templates: KnownTexts | undefined) {
    this.#templates = templates;
  }

  /** `time`: where in `times` it is written, or the text itself where it has not the usual length. */
  addEvent(
    numbers: EventNumbers,
    image: number,
    payload: number,
    form: number,
    time: number | string,
    times: Uint8Array,
  ): void {
    const at = this.#rows.add();
    const { values } = this.#rows;
    values[at + EVENT.seq] = numbers.seq;
    values[at + EVENT.globalSeq] = numbers.globalSeq;
    values[at + EVENT.machTime] = numbers.machTime;
    values[at + EVENT.timeMs] = numbers.timeMs;
    values[at + EVENT.version] = numbers.version;
    values[at + EVENT.thread] = numbers.thread;
    values[at + EVENT.image] = image;
    values[at + EVENT.payload] = payload;
    values[at + EVENT.form] = form;
    values[at + EVENT.time] = typeof time === 'string' ? this.text(time) : NONE;
    if (typeof time === 'number') this.#time(at / EVENT_WIDTH, time, times);
  }

  addBadLine(bad: LocatedBadLine): void {
    this.#badLines.push(bad);
  }

  addOutline(outline: string): number {
    return this.#outlines.push(outline) - 1;
  }

  /** Outlines of the line and its processes, `NONE` where one is not there. */
  addForm(line: number, process: number, other: number): number {
    const at = this.#forms.add();
    const { values } = this.#forms;
    values[at + FORM.line] = line;
    values[at + FORM.process] = process;
    values[at + FORM.other] = other;
    return at / FORM_WIDTH;
  }

  addImage(image: ProcessImage): number {
    const at = this.#images.add();
    const { values } = this.#images;
    putToken(values, at + IMAGE.token, image.token);
    putToken(values, at + IMAGE.parentToken, image.parentToken);
    putToken(values, at + IMAGE.responsibleToken, image.responsibleToken);
    values[at + IMAGE.ppid] = image.ppid;
    values[at + IMAGE.originalPpid] = image.originalPpid;
    values[at + IMAGE.groupId] = image.groupId;
    values[at + IMAGE.sessionId] = image.sessionId;
    values[at + IMAGE.flags] = image.codesigningFlags;
    values[at + IMAGE.isPlatformBinary] = Number(image.isPlatformBinary);
    values[at + IMAGE.isEsClient] = Number(image.isEsClient);
    values[at + IMAGE.category] = image.validationCategory ?? Number.NaN;
    values[at + IMAGE.signingId] = this.#optional(image.signingId);
    values[at + IMAGE.teamId] = this.#optional(image.teamId);
    values[at + IMAGE.cdhash] = this.#optional(image.cdhash);
    values[at + IMAGE.executable] = this.text(image.executable);
    values[at + IMAGE.tty] = this.#optional(image.tty);
    values[at + IMAGE.startTime] = this.#optional(image.startTime);
    const program = this.#templates?.programOf(image);
    values[at + IMAGE.program] = this.#known(program?.key);
    values[at + IMAGE.programNumber] = program?.number ?? Number.NaN;
    return at / IMAGE_WIDTH;
  }

  addScannedImage({ numbers, from, texts, programNumber = Number.NaN }: ScannedProcess): number {
    const at = this.#images.add();
    const { values } = this.#images;
    for (let index = 0; index < IMAGE_NUMBERS; index += 1) values[at + index] = numbers[from + index] ?? 0;
    for (let index = 0; index < IMAGE_TEXTS; index += 1)
      values[at + IMAGE_NUMBERS + index] = this.#known(texts[index]);
    values[at + IMAGE.programNumber] = programNumber;
    return at / IMAGE_WIDTH;
  }

  /** `image`: where the process of an exec or a fork is, if it is in the columns already. */
  addPayload(type: string, payload: EventPayload, image = this.#imageIn(payload)): number {
    const at = this.#payloads.add();
    const { values } = this.#payloads;
    values[at + PAYLOAD.type] = this.text(type);
    values[at + PAYLOAD.kind] = PAYLOAD_KINDS.indexOf(payload.kind);
    switch (payload.kind) {
      case 'exec':
        values[at + PAYLOAD.image] = image;
        values[at + PAYLOAD.args] = this.#list(payload.args);
        values[at + PAYLOAD.env] = this.#list(payload.env);
        values[at + PAYLOAD.cwd] = this.#optional(payload.cwd);
        values[at + PAYLOAD.script] = this.#optional(payload.script);
        values[at + PAYLOAD.cputype] = payload.cputype ?? Number.NaN;
        values[at + PAYLOAD.argsTemplate] = this.#optional(payload.argsTemplate);
        break;
      case 'fork':
        values[at + PAYLOAD.image] = image;
        break;
      case 'exit': {
        const { status } = payload;
        const exited = status.kind === 'exited';
        values[at + PAYLOAD.code] = exited ? status.code : Number.NaN;
        values[at + PAYLOAD.signal] = exited ? 0 : status.signal;
        values[at + PAYLOAD.coreDumped] = exited ? 0 : Number(status.coreDumped);
        break;
      }
      case 'file':
        values[at + PAYLOAD.operation] = FILE_OPERATIONS.indexOf(payload.operation);
        values[at + PAYLOAD.path] = this.text(payload.path);
        values[at + PAYLOAD.source] = this.#optional(payload.source);
        values[at + PAYLOAD.modified] = payload.modified === undefined ? NONE : Number(payload.modified);
        values[at + PAYLOAD.detail] = this.#optional(payload.detail);
        values[at + PAYLOAD.pathTemplate] = this.#optional(payload.pathTemplate);
        values[at + PAYLOAD.sourceTemplate] = this.#optional(payload.sourceTemplate);
        values[at + PAYLOAD.canonicalPath] = this.#optional(payload.canonicalPath);
        values[at + PAYLOAD.canonicalSource] = this.#optional(payload.canonicalSource);
        break;
      case 'other':
        values[at + PAYLOAD.image] = image;
        values[at + PAYLOAD.object] = this.text(payload.object);
        values[at + PAYLOAD.isPath] = Number(payload.objectKind === 'path');
        break;
    }
    return at / PAYLOAD_WIDTH;
  }

  addFile({ type, path, source, detail, modified }: FileBody): number {
    const at = this.#payloads.add();
    const { values } = this.#payloads;
    values[at + PAYLOAD.type] = this.text(type);
    values[at + PAYLOAD.kind] = PAYLOAD_KINDS.indexOf('file');
    values[at + PAYLOAD.operation] = FILE_OPERATIONS.indexOf(type);
    values[at + PAYLOAD.path] = this.#known(path);
    values[at + PAYLOAD.source] = this.#known(source);
    values[at + PAYLOAD.modified] = modified === undefined ? NONE : Number(modified);
    values[at + PAYLOAD.detail] = this.#known(detail);
    values[at + PAYLOAD.pathTemplate] = this.#known(this.#templates?.templateOfPath(path));
    values[at + PAYLOAD.sourceTemplate] = this.#known(source && this.#templates?.templateOfPath(source));
    values[at + PAYLOAD.canonicalPath] = this.#known(this.#templates?.canonicalPath(path));
    values[at + PAYLOAD.canonicalSource] = this.#known(source && this.#templates?.canonicalPath(source));
    return at / PAYLOAD_WIDTH;
  }

  addExec({ type, args, env, cwd, script, cputype }: ExecBody, image: number): number {
    const at = this.#payloads.add();
    const { values } = this.#payloads;
    values[at + PAYLOAD.type] = this.text(type);
    values[at + PAYLOAD.kind] = PAYLOAD_KINDS.indexOf('exec');
    values[at + PAYLOAD.image] = image;
    values[at + PAYLOAD.args] = this.#knownList(args);
    values[at + PAYLOAD.env] = this.#knownList(env);
    values[at + PAYLOAD.cwd] = this.#known(cwd);
    values[at + PAYLOAD.script] = this.#known(script);
    values[at + PAYLOAD.cputype] = cputype;
    values[at + PAYLOAD.argsTemplate] = this.#known(args && this.#templates?.templateOfArguments(args));
    return at / PAYLOAD_WIDTH;
  }

  /** Begins the columns of another frame. */
  clear(): void {
    for (const table of [this.#rows, this.#images, this.#payloads, this.#forms]) table.clear();
    this.#textIndexes.clear();
    this.#texts = [];
    this.#lists = [];
    this.#outlines = [];
    this.#badLines = [];
  }

  finish(): EventColumns {
    return {
      rows: this.#rows.taken(),
      times: this.#times.subarray(0, this.#rows.count * TIME_BYTES).slice(),
      images: this.#images.taken(),
      payloads: this.#payloads.taken(),
      texts: this.#texts,
      lists: this.#lists,
      outlines: this.#outlines,
      forms: this.#forms.taken(),
      badLines: this.#badLines,
    };
  }

  text(text: string): number {
    let index = this.#textIndexes.get(text);
    if (index === undefined) {
      index = this.#texts.push(text) - 1;
      this.#textIndexes.set(text, index);
    }
    return index;
  }

  #optional(text: string | undefined): number {
    return text === undefined ? NONE : this.text(text);
  }

  #known(known: KnownText | undefined): number {
    if (known === undefined) return NONE;
    if (known.at === -1) known.at = this.#texts.push(known.text) - 1;
    return known.at;
  }

  #knownList(known: KnownText | undefined): number {
    if (known === undefined) return NONE;
    if (known.at === -1) known.at = this.#lists.push(elementsOf(known)) - 1;
    return known.at;
  }

  #list(list: readonly string[]): number {
    return list.length === 0 ? NONE : this.#lists.push(list) - 1;
  }

  #imageIn(payload: EventPayload): number {
    switch (payload.kind) {
      case 'exec':
        return this.addImage(payload.target);
      case 'fork':
        return this.addImage(payload.child);
      case 'other':
        return payload.target === undefined ? NONE : this.addImage(payload.target);
      case 'exit':
      case 'file':
        return NONE;
    }
  }

  #time(row: number, from: number, times: Uint8Array): void {
    const to = row * TIME_BYTES;
    if (to + TIME_BYTES > this.#times.length) {
      const larger = new Uint8Array(this.#times.length * 2 + to);
      larger.set(this.#times);
      this.#times = larger;
    }
    for (let byte = 0; byte < TIME_BYTES; byte += 1) this.#times[to + byte] = times[from + byte] ?? 0;
  }
}

function putToken(values: Float64Array, at: number, token: AuditToken | undefined): void {
  if (token === undefined) {
    values[at] = Number.NaN;
    return;
  }
  values[at] = token.pid;
  values[at + 1] = token.pidversion;
  values[at + 2] = token.auid;
  values[at + 3] = token.euid;
  values[at + 4] = token.egid;
  values[at + 5] = token.ruid;
  values[at + 6] = token.rgid;
  values[at + 7] = token.asid;
}

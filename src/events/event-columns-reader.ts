/** Columns → events. A process, a payload or a form that several lines share is one object. */
import {
  FILE_OPERATIONS,
  type AuditToken,
  type EsEvent,
  type EventPayload,
  type LineForm,
  type ProcessImage,
} from '../model/event.ts';
import { USUAL_TIME_LENGTH } from '../eslogger/decode-time.ts';
import {
  EVENT,
  EVENT_WIDTH,
  FORM,
  FORM_WIDTH,
  IMAGE,
  IMAGE_WIDTH,
  NONE,
  PAYLOAD,
  PAYLOAD_KINDS,
  PAYLOAD_WIDTH,
  type EventColumns,
} from './event-columns.ts';
import type { LineForms } from './line-forms.ts';
import { TIME_BYTES } from './scan/module.ts';

const NO_LIST: readonly string[] = [];

/** `time` is made into a text when it is asked for. */
class ColumnEvent implements EsEvent {
  readonly segment: number;
  readonly type: string;
  readonly messageVersion: number;
  readonly seq: number;
  readonly globalSeq: number;
  readonly machTime: number;
  readonly timeMs: number;
  readonly threadId: number | undefined;
  readonly process: ProcessImage;
  readonly payload: EventPayload;
  readonly form: LineForm;
  readonly #reader: ColumnsReader;
  readonly #at: number;

  constructor(reader: ColumnsReader, segment: number, at: number) {
    const { rows } = reader;
    const thread = rows[at + EVENT.thread] ?? Number.NaN;
    const payload = rows[at + EVENT.payload] ?? NONE;
    this.segment = segment;
    this.type = reader.typeOf(payload);
    this.messageVersion = rows[at + EVENT.version] ?? NONE;
    this.seq = rows[at + EVENT.seq] ?? NONE;
    this.globalSeq = rows[at + EVENT.globalSeq] ?? NONE;
    this.machTime = rows[at + EVENT.machTime] ?? NONE;
    this.timeMs = rows[at + EVENT.timeMs] ?? NONE;
    this.threadId = Number.isNaN(thread) ? undefined : thread;
    this.process = reader.image(rows[at + EVENT.image] ?? NONE);
    this.payload = reader.payload(payload);
    this.form = reader.form(rows[at + EVENT.form] ?? NONE);
    this.#reader = reader;
    this.#at = at;
  }

  get time(): string {
    return this.#reader.time(this.#at);
  }
}

class ColumnsReader {
  readonly rows: Float64Array;
  readonly #columns: EventColumns;
  readonly #forms: LineForms;
  readonly #times: Buffer;
  readonly #images: (ProcessImage | undefined)[] = [];
  readonly #payloads: (EventPayload | undefined)[] = [];
  readonly #formOf: (LineForm | undefined)[] = [];
  readonly #outlines: readonly number[];

  constructor(columns: EventColumns, forms: LineForms) {
    this.#columns = columns;
    this.rows = columns.rows;
    this.#forms = forms;
    this.#outlines = forms.outlineIds(columns.outlines);
    const { times } = columns;
    this.#times = Buffer.from(times.buffer, times.byteOffset, times.length);
  }

  typeOf(payload: number): string {
    return this.#text(this.#columns.payloads[payload * PAYLOAD_WIDTH + PAYLOAD.type]) ?? '';
  }

  time(at: number): string {
    const from = (at / EVENT_WIDTH) * TIME_BYTES;
    return (
      this.#text(this.rows[at + EVENT.time]) ?? this.#times.toString('latin1', from, from + USUAL_TIME_LENGTH)
    );
  }

  form(index: number): LineForm {
    return (this.#formOf[index] ??= this.#makeForm(index * FORM_WIDTH));
  }

  image(index: number): ProcessImage {
    return (this.#images[index] ??= this.#makeImage(index * IMAGE_WIDTH));
  }

  payload(index: number): EventPayload {
    return (this.#payloads[index] ??= this.#makePayload(index * PAYLOAD_WIDTH));
  }

  #makeForm(at: number): LineForm {
    const { forms } = this.#columns;
    const outline = (offset: number): number => this.#outlines[forms[at + offset] ?? NONE] ?? NONE;
    return this.#forms.formOf(outline(FORM.line), outline(FORM.process), outline(FORM.other));
  }

  #text(index: number | undefined): string | undefined {
    return index === undefined ? undefined : this.#columns.texts[index];
  }

  #makeImage(at: number): ProcessImage {
    const { images } = this.#columns;
    const number = (offset: number): number => images[at + offset] ?? 0;
    const text = (offset: number): string | undefined => this.#text(images[at + offset]);
    return {
      token: tokenAt(images, at + IMAGE.token) ?? NO_TOKEN,
      parentToken: tokenAt(images, at + IMAGE.parentToken),
      responsibleToken: tokenAt(images, at + IMAGE.responsibleToken),
      ppid: number(IMAGE.ppid),
      originalPpid: number(IMAGE.originalPpid),
      groupId: number(IMAGE.groupId),
      sessionId: number(IMAGE.sessionId),
      signingId: text(IMAGE.signingId),
      teamId: text(IMAGE.teamId),
      cdhash: text(IMAGE.cdhash),
      codesigningFlags: number(IMAGE.flags),
      isPlatformBinary: number(IMAGE.isPlatformBinary) === 1,
      isEsClient: number(IMAGE.isEsClient) === 1,
      validationCategory: present(number(IMAGE.category)),
      executable: text(IMAGE.executable) ?? '',
      tty: text(IMAGE.tty),
      startTime: text(IMAGE.startTime),
      program: text(IMAGE.program),
      programNumber: present(number(IMAGE.programNumber)),
    };
  }

  #makePayload(at: number): EventPayload {
    const { payloads, lists } = this.#columns;
    const number = (offset: number): number => payloads[at + offset] ?? NONE;
    const text = (offset: number): string | undefined => this.#text(payloads[at + offset]);
    const kind = PAYLOAD_KINDS[number(PAYLOAD.kind)] ?? 'other';
    switch (kind) {
      case 'exec':
        return {
          kind,
          target: this.image(number(PAYLOAD.image)),
          args: lists[number(PAYLOAD.args)] ?? NO_LIST,
          env: lists[number(PAYLOAD.env)] ?? NO_LIST,
          cwd: text(PAYLOAD.cwd),
          script: text(PAYLOAD.script),
          cputype: present(number(PAYLOAD.cputype)),
          argsTemplate: text(PAYLOAD.argsTemplate),
        };
      case 'fork':
        return { kind, child: this.image(number(PAYLOAD.image)) };
      case 'exit': {
        const code = number(PAYLOAD.code);
        return Number.isNaN(code)
          ? {
              kind,
              status: {
                kind: 'signaled',
                signal: number(PAYLOAD.signal),
                coreDumped: number(PAYLOAD.coreDumped) === 1,
              },
            }
          : { kind, status: { kind: 'exited', code } };
      }
      case 'file': {
        const modified = number(PAYLOAD.modified);
        return {
          kind,
          operation: FILE_OPERATIONS[number(PAYLOAD.operation)] ?? 'write',
          path: text(PAYLOAD.path) ?? '',
          source: text(PAYLOAD.source),
          modified: modified === NONE ? undefined : modified === 1,
          detail: text(PAYLOAD.detail),
          pathTemplate: text(PAYLOAD.pathTemplate),
          sourceTemplate: text(PAYLOAD.sourceTemplate),
          canonicalPath: text(PAYLOAD.canonicalPath),
          canonicalSource: text(PAYLOAD.canonicalSource),
        };
      }
      case 'other': {
        const target = number(PAYLOAD.image);
        return {
          kind,
          object: text(PAYLOAD.object) ?? '',
          objectKind: number(PAYLOAD.isPath) === 1 ? 'path' : 'text',
          target: target === NONE ? undefined : this.image(target),
        };
      }
    }
  }
}

function present(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

const NO_TOKEN: AuditToken = { pid: 0, pidversion: 0, auid: 0, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 0 };

function tokenAt(values: Float64Array, at: number): AuditToken | undefined {
  const pid = values[at] ?? Number.NaN;
  if (Number.isNaN(pid)) return undefined;
  return {
    pid,
    pidversion: values[at + 1] ?? 0,
    auid: values[at + 2] ?? 0,
    euid: values[at + 3] ?? 0,
    egid: values[at + 4] ?? 0,
    ruid: values[at + 5] ?? 0,
    rgid: values[at + 6] ?? 0,
    asid: values[at + 7] ?? 0,
  };
}

/** The events in the order of their lines. */
export function* readEventColumns(
  columns: EventColumns,
  segment: number,
  forms: LineForms,
): Generator<EsEvent, void> {
  const reader = new ColumnsReader(columns, forms);
  for (let at = 0; at < columns.rows.length; at += EVENT_WIDTH) yield new ColumnEvent(reader, segment, at);
}

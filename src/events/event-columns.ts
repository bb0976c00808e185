/**
 * The events of a frame in a form that is cheap to hand from a worker to the main thread: one row of numbers per event, and tables of what
 * repeats, so that a process is decoded once however many lines show it. `readEventColumns` makes events of it again.
 */
import type { BadLineReason } from '../eslogger/decode.ts';

export interface EventColumns {
  /** `EVENT_WIDTH` numbers an event, in the order of the lines. */
  readonly rows: Float64Array;
  /** `TIME_BYTES` an event, ASCII; empty where the row names a text instead. */
  readonly times: Uint8Array;
  /** `IMAGE_WIDTH` numbers a process. */
  readonly images: Float64Array;
  /** `PAYLOAD_WIDTH` numbers a payload. */
  readonly payloads: Float64Array;
  readonly texts: readonly string[];
  readonly lists: readonly (readonly string[])[];
  /** Lines and processes as JSON with strings and numbers made empty. */
  readonly outlines: readonly string[];
  /** `FORM_WIDTH` numbers a form of lines. */
  readonly forms: Float64Array;
  readonly badLines: readonly LocatedBadLine[];
}

/** Outlines of the line, of its process, and of the one that an exec or a fork makes. The line has a zero in place of each process that is here. */
export const FORM = { line: 0, process: 1, other: 2 } as const;
export const FORM_WIDTH = 3;

export interface LocatedBadLine {
  readonly reason: BadLineReason;
  readonly message: string;
  /** Within its frame, from 1. */
  readonly line: number;
}

/** Stands for a text, list or image that is not there; NaN stands for a number that is not there. */
export const NONE = -1;

/** seq, global seq, mach time, ms, message version, thread | image, payload, form, text of the time */
export const EVENT_WIDTH = 10;
export const EVENT = {
  seq: 0,
  globalSeq: 1,
  machTime: 2,
  timeMs: 3,
  version: 4,
  thread: 5,
  image: 6,
  payload: 7,
  form: 8,
  time: 9,
} as const;

/** Three audit tokens of eight numbers, then the rest. */
export const IMAGE = {
  token: 0,
  parentToken: 8,
  responsibleToken: 16,
  ppid: 24,
  originalPpid: 25,
  groupId: 26,
  sessionId: 27,
  flags: 28,
  isPlatformBinary: 29,
  isEsClient: 30,
  category: 31,
  signingId: 32,
  teamId: 33,
  cdhash: 34,
  executable: 35,
  tty: 36,
  startTime: 37,
  program: 38,
  programNumber: 39,
} as const;
/** Numbers come first, then indexes of texts, then the number of the program. */
export const IMAGE_NUMBERS = 32;
export const IMAGE_TEXTS = 7;
export const IMAGE_WIDTH = 40;

/** The event's name and the kind of payload, then what each kind has. */
export const PAYLOAD_WIDTH = 11;
export const PAYLOAD_KINDS = ['exec', 'fork', 'exit', 'file', 'other'] as const;
export const PAYLOAD = {
  type: 0,
  kind: 1,
  /** Of exec, fork and other. */
  image: 2,
  args: 3,
  env: 4,
  cwd: 5,
  script: 6,
  cputype: 7,
  argsTemplate: 8,
  /** Of exit: code, or NaN and signal and core dump. */
  code: 2,
  signal: 3,
  coreDumped: 4,
  /** Of file. */
  operation: 2,
  path: 3,
  source: 4,
  modified: 5,
  detail: 6,
  pathTemplate: 7,
  sourceTemplate: 8,
  canonicalPath: 9,
  canonicalSource: 10,
  /** Of other. */
  object: 3,
  isPath: 4,
} as const;

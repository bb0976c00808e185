/**
 * A fork, exec or exit as a row of numbers, which cost nothing to keep and nothing to collect. Its head, its process, and the process that a fork or exec
 * makes. Texts are numbers of a `LifeTexts`; what is absent is NaN.
 */
import { encodeWaitStatus } from '../eslogger/wait-status.ts';
import type { AuditToken, ProcessImage } from '../model/event.ts';
import { isXpcproxy, labelOfEnvironment, labelOfProxy } from './launchd.ts';
import { NO_ARGS, NO_LABEL, type LifeTexts } from './life-texts.ts';
import type { PlacedLifeEvent } from './table.ts';

/** Kinds, by their number. */
export const FORK = 0;
export const EXEC = 1;
export const EXIT = 2;

/** Places in the head. */
export const KIND = 0;
export const GLOBAL_SEQ = 1;
export const MACH_TIME = 2;
/** ms since the epoch. */
export const TIME_MS = 3;
/** wait(2) status of an exit. */
export const STATUS = 4;
/** Of an exec, where they are kept. */
export const ARGS = 5;
/** The label of an exec of xpcproxy, by its arguments. */
export const PROXY_LABEL = 6;
/** The label of an exec by xpcproxy, by the environment. */
export const SERVICE_LABEL = 7;
export const SEGMENT = 8;

/** Places of the two processes in a row. */
export const ACTOR = 9;
export const OTHER = 18;
export const ROW_NUMBERS = 27;

/** Places in a process; a token is a pid and a pidversion. */
export const IMAGE = 0;
export const PID = 1;
export const PIDVERSION = 2;
export const PARENT = 3;
export const RESPONSIBLE = 5;
export const ORIGINAL_PPID = 7;
export const START = 8;

export interface RowOptions {
  /** Keep the arguments of every exec. */
  readonly withArgs: boolean;
}

/** Whether it is a fork, exec or exit, and now in `row`. */
export function fillRow(
  row: Float64Array,
  { segment, globalSeq, machTime, timeMs, process, payload }: PlacedLifeEvent,
  texts: LifeTexts,
  { withArgs }: RowOptions,
): boolean {
  row.fill(0);
  row[GLOBAL_SEQ] = globalSeq;
  row[MACH_TIME] = machTime;
  row[TIME_MS] = timeMs;
  row[SEGMENT] = segment;
  fillProcess(row, ACTOR, process, texts);
  switch (payload.kind) {
    case 'fork':
      row[KIND] = FORK;
      fillProcess(row, OTHER, payload.child, texts);
      return true;
    case 'exec':
      row[KIND] = EXEC;
      row[ARGS] = withArgs ? texts.argsNumber(payload.args) : NO_ARGS;
      row[PROXY_LABEL] = isXpcproxy(payload.target)
        ? texts.labelNumber(labelOfProxy(payload.args))
        : NO_LABEL;
      row[SERVICE_LABEL] = isXpcproxy(process)
        ? texts.labelNumber(labelOfEnvironment(payload.env))
        : NO_LABEL;
      fillProcess(row, OTHER, payload.target, texts);
      return true;
    case 'exit':
      row[KIND] = EXIT;
      row[STATUS] = encodeWaitStatus(payload.status);
      return true;
    case 'file':
    case 'other':
      return false;
  }
}

function fillProcess(row: Float64Array, at: number, image: ProcessImage, texts: LifeTexts): void {
  row[at + IMAGE] = texts.imageNumber(image);
  fillToken(row, at + PID, image.token);
  fillToken(row, at + PARENT, image.parentToken);
  fillToken(row, at + RESPONSIBLE, image.responsibleToken);
  row[at + ORIGINAL_PPID] = image.originalPpid;
  row[at + START] = texts.startNumber(image.startTime);
}

function fillToken(row: Float64Array, at: number, token: AuditToken | undefined): void {
  row[at] = token?.pid ?? Number.NaN;
  row[at + 1] = token?.pidversion ?? Number.NaN;
}

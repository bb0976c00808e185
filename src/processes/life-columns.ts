/**
 * The fork, exec and exit lines of a frame in a form that is cheap to hand from a worker to the main thread: one row of numbers
 * per event, and tables of what repeats. `readLifeColumns` makes events of it again; what a process tree does not need
 * (ids of users, environment, the line itself) is not carried.
 */
import type { AuditToken, EventPayload, ProcessImage } from '../model/event.ts';
import { ABSENT } from './process-facts.ts';
import { LIFE_KINDS, type LifeKind } from './scan-life.ts';
import type { LifeEvent } from './table.ts';

/** What stays the same over many processes. */
export type ImageRow = Pick<
  ProcessImage,
  | 'signingId'
  | 'teamId'
  | 'cdhash'
  | 'codesigningFlags'
  | 'isPlatformBinary'
  | 'isEsClient'
  | 'validationCategory'
  | 'executable'
>;

export interface LifeColumns {
  readonly rows: Float64Array;
  readonly images: readonly ImageRow[];
  readonly texts: readonly string[];
  readonly argLists: readonly (readonly string[])[];
  /** Lines that could not be decoded. */
  readonly badLines: number;
}

/** A life event with its place in the order. */
export interface PlacedLifeEvent extends LifeEvent {
  readonly globalSeq: number;
}

export const HEAD = 4;
export const PROCESS = 9;
/** kind, globalSeq, machTime, timeMs | process | other process | status code, signal, core dump | args, service name */
export const WIDTH = HEAD + PROCESS * 2 + 5;

function tokenFrom(pid: number, pidversion: number): AuditToken {
  return { pid, pidversion, auid: 0, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 0 };
}

const UNKNOWN_IMAGE: ImageRow = {
  signingId: undefined,
  teamId: undefined,
  cdhash: undefined,
  codesigningFlags: 0,
  isPlatformBinary: false,
  isEsClient: false,
  validationCategory: undefined,
  executable: '',
};

class LifeColumnsReader {
  readonly #columns: LifeColumns;
  #at = 0;

  constructor(columns: LifeColumns) {
    this.#columns = columns;
  }

  event(segment: number, at: number): PlacedLifeEvent {
    this.#at = at;
    const kind = LIFE_KINDS[this.#number(0)] ?? 'exit';
    const [globalSeq, machTime, timeMs] = [this.#number(1), this.#number(2), this.#number(3)];
    return {
      segment,
      globalSeq,
      machTime,
      timeMs,
      process: this.#process(HEAD),
      payload: this.#payload(kind),
    };
  }

  #number(offset: number): number {
    return this.#columns.rows[this.#at + offset] ?? ABSENT;
  }

  #payload(kind: LifeKind): EventPayload {
    const other = HEAD + PROCESS;
    const rest = other + PROCESS;
    if (kind === 'fork') return { kind, child: this.#process(other) };
    if (kind === 'exit') {
      const code = this.#number(rest);
      return code !== ABSENT
        ? { kind, status: { kind: 'exited', code } }
        : {
            kind,
            status: {
              kind: 'signaled',
              signal: this.#number(rest + 1),
              coreDumped: this.#number(rest + 2) === 1,
            },
          };
    }
    const service = this.#columns.texts[this.#number(rest + 4)];
    return {
      kind,
      target: this.#process(other),
      args: this.#columns.argLists[this.#number(rest + 3)] ?? [],
      env: service === undefined ? [] : [`XPC_SERVICE_NAME=${service}`],
      cwd: undefined,
      script: undefined,
      cputype: undefined,
    };
  }

  #process(offset: number): ProcessImage {
    const parentPid = this.#number(offset + 3);
    const responsiblePid = this.#number(offset + 5);
    return {
      ...(this.#columns.images[this.#number(offset)] ?? UNKNOWN_IMAGE),
      token: tokenFrom(this.#number(offset + 1), this.#number(offset + 2)),
      parentToken: parentPid === ABSENT ? undefined : tokenFrom(parentPid, this.#number(offset + 4)),
      responsibleToken:
        responsiblePid === ABSENT ? undefined : tokenFrom(responsiblePid, this.#number(offset + 6)),
      ppid: parentPid,
      originalPpid: this.#number(offset + 7),
      groupId: 0,
      sessionId: 0,
      tty: undefined,
      startTime: this.#columns.texts[this.#number(offset + 8)],
    };
  }
}

/** The events in the order of their lines. User ids, group, session, terminal and working directory are empty. */
export function* readLifeColumns(columns: LifeColumns, segment: number): Generator<PlacedLifeEvent, void> {
  const reader = new LifeColumnsReader(columns);
  for (let at = 0; at < columns.rows.length; at += WIDTH) yield reader.event(segment, at);
}

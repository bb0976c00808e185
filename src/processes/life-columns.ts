/**
 * The fork, exec and exit lines of a frame in a form that is cheap to hand from a worker to the main thread: one row of numbers
 * per event, and tables of what repeats. `readLifeColumns` makes events of it again; what a process tree does not need
 * (ids of users, environment, the line itself) is not carried.
 */
import { decodeLine } from '../eslogger/decode.ts';
import type { AuditToken, EventPayload, ProcessImage } from '../model/event.ts';
import { labelOfEnvironment } from './launchd.ts';
import type { LifeEvent } from './table.ts';

/** What stays the same over many processes. */
type ImageRow = Pick<
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

const KINDS = ['fork', 'exec', 'exit'] as const;
const HEAD = 4;
const PROCESS = 9;
/** kind, globalSeq, machTime, timeMs | process | other process | status code, signal, core dump | args, service name */
const WIDTH = HEAD + PROCESS * 2 + 5;
const ABSENT = -1;

class Interner<Value> {
  readonly values: Value[] = [];
  readonly #indexes = new Map<string, number>();

  index(name: string, value: () => Value): number {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.values.push(value()) - 1;
      this.#indexes.set(name, index);
    }
    return index;
  }
}

export class LifeColumnsBuilder {
  readonly #withArgs: boolean;
  readonly #images = new Interner<ImageRow>();
  readonly #texts = new Interner<string>();
  readonly #argLists: (readonly string[])[] = [];
  #rows = new Float64Array(WIDTH * 256);
  #size = 0;
  #badLines = 0;

  /** `withArgs`: keep the arguments of every exec, not only of the ones whose meaning depends on them. */
  constructor(withArgs: boolean) {
    this.#withArgs = withArgs;
  }

  /** Takes a line of any event type; only fork, exec and exit leave a row. */
  addLine(line: Buffer): void {
    const result = decodeLine(line);
    if (!result.ok) {
      this.#badLines += 1;
      return;
    }
    const { payload, process, globalSeq, machTime, timeMs } = result.event;
    if (payload.kind === 'file' || payload.kind === 'other') return;
    const at = this.#size;
    if (at + WIDTH > this.#rows.length) this.#grow();
    this.#rows.set([KINDS.indexOf(payload.kind), globalSeq, machTime, timeMs], at);
    this.#process(at + HEAD, process);
    this.#payload(at + HEAD + PROCESS, payload);
    this.#size += WIDTH;
  }

  finish(): LifeColumns {
    return {
      rows: this.#rows.slice(0, this.#size),
      images: this.#images.values,
      texts: this.#texts.values,
      argLists: this.#argLists,
      badLines: this.#badLines,
    };
  }

  #grow(): void {
    const larger = new Float64Array(this.#rows.length * 2);
    larger.set(this.#rows);
    this.#rows = larger;
  }

  #payload(at: number, payload: Extract<EventPayload, { kind: 'fork' | 'exec' | 'exit' }>): void {
    const rest = at + PROCESS;
    this.#rows.fill(ABSENT, rest, rest + 5);
    switch (payload.kind) {
      case 'fork':
        this.#process(at, payload.child);
        break;
      case 'exec': {
        this.#process(at, payload.target);
        const isProxy = payload.target.executable.endsWith('/xpcproxy');
        if (this.#withArgs || isProxy) this.#rows[rest + 3] = this.#argLists.push(payload.args) - 1;
        const service = labelOfEnvironment(payload.env);
        if (service !== undefined) this.#rows[rest + 4] = this.#text(service);
        break;
      }
      case 'exit': {
        const { status } = payload;
        if (status.kind === 'exited') this.#rows[rest] = status.code;
        else this.#rows.set([status.signal, status.coreDumped ? 1 : 0], rest + 1);
        break;
      }
    }
  }

  #process(at: number, image: ProcessImage): void {
    const { token, parentToken, responsibleToken, originalPpid, startTime } = image;
    const row = this.#rows;
    row[at] = this.#image(image);
    row[at + 1] = token.pid;
    row[at + 2] = token.pidversion;
    row[at + 3] = parentToken?.pid ?? ABSENT;
    row[at + 4] = parentToken?.pidversion ?? ABSENT;
    row[at + 5] = responsibleToken?.pid ?? ABSENT;
    row[at + 6] = responsibleToken?.pidversion ?? ABSENT;
    row[at + 7] = originalPpid;
    row[at + 8] = startTime === undefined ? ABSENT : this.#text(startTime);
  }

  #text(text: string): number {
    return this.#texts.index(text, () => text);
  }

  #image(image: ProcessImage): number {
    const { signingId, teamId, cdhash, codesigningFlags, isPlatformBinary, isEsClient, validationCategory } =
      image;
    const { executable } = image;
    const name = `${cdhash ?? ''}\0${codesigningFlags}\0${executable}\0${signingId ?? ''}\0${teamId ?? ''}\0${isPlatformBinary}\0${isEsClient}\0${validationCategory ?? ''}`;
    return this.#images.index(name, () => ({
      signingId,
      teamId,
      cdhash,
      codesigningFlags,
      isPlatformBinary,
      isEsClient,
      validationCategory,
      executable,
    }));
  }
}

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
    const kind = KINDS[this.#number(0)] ?? 'exit';
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

  #payload(kind: (typeof KINDS)[number]): EventPayload {
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

/** Fills the columns of life-columns.ts, by the scanner where it can and by the full decoder where it must. */
import { decodeLine } from '../eslogger/decode.ts';
import { decodeWaitStatus } from '../eslogger/decode-payload.ts';
import type { ExitStatus } from '../model/event.ts';
import { NumberTable } from '../model/number-table.ts';
import { labelOfEnvironment } from './launchd.ts';
import { HEAD, PROCESS, WIDTH, type ImageRow, type LifeColumns } from './life-columns.ts';
import { ABSENT, factsOf, type ProcessFacts } from './process-facts.ts';
import { LIFE_KINDS, LifeScanner, type LifeKind } from './scan-life.ts';

/** The only program whose arguments and whose child's environment say something about a launch. */
const PROXY = '/xpcproxy';

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
  readonly #scanner = new LifeScanner();
  readonly #images = new Interner<ImageRow>();
  readonly #texts = new Interner<string>();
  readonly #argLists: (readonly string[])[] = [];
  readonly #rows = new NumberTable(WIDTH);
  #badLines = 0;

  /** `withArgs`: keep the arguments of every exec, not only of the ones whose meaning depends on them. */
  constructor(withArgs: boolean) {
    this.#withArgs = withArgs;
  }

  /** Takes a line of any event type, from `start` to `end`; only fork, exec and exit leave a row. */
  addLine(bytes: Buffer, start: number, end: number): void {
    if (!this.#addScanned(bytes, start, end)) this.#addDecoded(bytes.subarray(start, end));
  }

  #addScanned(bytes: Buffer, start: number, end: number): boolean {
    const scanner = this.#scanner;
    if (!scanner.scan(bytes, start, end)) return false;
    const { kind, process, other, globalSeq, machTime, timeMs, status } = scanner;
    if (kind === undefined || process === undefined || timeMs === undefined) return false;
    const isExec = kind === 'exec' && other !== undefined;
    const args = isExec && (this.#withArgs || other.executable.endsWith(PROXY)) ? scanner.args() : [];
    const env = isExec && process.executable.endsWith(PROXY) ? scanner.env() : [];
    if (args === undefined || env === undefined) return false;
    const rest = this.#row(kind, globalSeq, machTime, timeMs, process, other);
    if (kind === 'exit') this.#status(rest, decodeWaitStatus(status));
    if (args.length > 0) this.#args(rest, args);
    this.#service(rest, env);
    return true;
  }

  #addDecoded(line: Buffer): void {
    const result = decodeLine(line);
    if (!result.ok) {
      this.#badLines += 1;
      return;
    }
    const { payload, process, globalSeq, machTime, timeMs } = result.event;
    switch (payload.kind) {
      case 'fork':
        this.#row('fork', globalSeq, machTime, timeMs, factsOf(process), factsOf(payload.child));
        break;
      case 'exec': {
        const { target } = payload;
        const rest = this.#row('exec', globalSeq, machTime, timeMs, factsOf(process), factsOf(target));
        if (this.#withArgs || target.executable.endsWith(PROXY)) this.#args(rest, payload.args);
        if (process.executable.endsWith(PROXY)) this.#service(rest, payload.env);
        break;
      }
      case 'exit':
        this.#status(
          this.#row('exit', globalSeq, machTime, timeMs, factsOf(process), undefined),
          payload.status,
        );
        break;
      case 'file':
      case 'other':
        break;
    }
  }

  finish(): LifeColumns {
    return {
      rows: this.#rows.taken(),
      images: this.#images.values,
      texts: this.#texts.values,
      argLists: this.#argLists,
      badLines: this.#badLines,
    };
  }

  /** Index of the part of the row that depends on the kind. */
  #row(
    kind: LifeKind,
    globalSeq: number,
    machTime: number,
    timeMs: number,
    process: ProcessFacts,
    other: ProcessFacts | undefined,
  ): number {
    const at = this.#rows.add();
    const rows = this.#rows.values;
    rows[at] = LIFE_KINDS.indexOf(kind);
    rows[at + 1] = globalSeq;
    rows[at + 2] = machTime;
    rows[at + 3] = timeMs;
    this.#process(at + HEAD, process);
    if (other !== undefined) this.#process(at + HEAD + PROCESS, other);
    const rest = at + HEAD + PROCESS * 2;
    rows.fill(ABSENT, rest, rest + 5);
    return rest;
  }

  #status(rest: number, status: ExitStatus): void {
    if (status.kind === 'exited') this.#rows.values[rest] = status.code;
    else this.#rows.values.set([status.signal, status.coreDumped ? 1 : 0], rest + 1);
  }

  #args(rest: number, args: readonly string[]): void {
    this.#rows.values[rest + 3] = this.#argLists.push(args) - 1;
  }

  #service(rest: number, env: readonly string[]): void {
    const service = labelOfEnvironment(env);
    if (service !== undefined) this.#rows.values[rest + 4] = this.#text(service);
  }

  #process(at: number, facts: ProcessFacts): void {
    const rows = this.#rows.values;
    rows[at] = this.#image(facts);
    rows[at + 1] = facts.pid;
    rows[at + 2] = facts.pidversion;
    rows[at + 3] = facts.parentPid;
    rows[at + 4] = facts.parentVersion;
    rows[at + 5] = facts.responsiblePid;
    rows[at + 6] = facts.responsibleVersion;
    rows[at + 7] = facts.originalPpid;
    rows[at + 8] = facts.startTime === undefined ? ABSENT : this.#text(facts.startTime);
  }

  #text(text: string): number {
    return this.#texts.index(text, () => text);
  }

  #image(image: ProcessFacts): number {
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

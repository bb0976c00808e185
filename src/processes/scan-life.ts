/**
 * Reads a fork, exec or exit line straight from its bytes. Most of such a line is of no use to a tree (`stat` of every file,
 * environment, descriptors), and making objects of it is what costs time; this takes the few values that matter.
 *
 * Whatever is not as eslogger writes it makes `scan` answer false, and the line goes to the full decoder; tests hold the two to
 * the same answers.
 */
import { parseTimeMs } from '../eslogger/decode-time.ts';
import { ByteCursor, keyTable, UNEXPECTED } from './byte-cursor.ts';
import { ABSENT, emptyFacts, type ProcessFacts } from './process-facts.ts';

const LINE_KEYS = keyTable(['event', 'process', 'time', 'mach_time', 'seq_num', 'global_seq_num']);
const EVENT_KEYS = keyTable(['fork', 'exec', 'exit']);
const BODY_KEYS = keyTable(['target', 'child', 'stat', 'args', 'env', 'cwd']);
const PROCESS_KEYS = keyTable([
  'audit_token',
  'parent_audit_token',
  'responsible_audit_token',
  'original_ppid',
  'codesigning_flags',
  'is_platform_binary',
  'is_es_client',
  'cdhash',
  'signing_id',
  'team_id',
  'executable',
  'start_time',
  'cs_validation_category',
  'tty',
]);
const TOKEN_KEYS = keyTable(['pid', 'pidversion']);
const FILE_KEYS = keyTable(['path', 'stat']);
/** Places of pid and pidversion in a token written as an array. */
const ARRAY_PID = 5;
const ARRAY_PIDVERSION = 7;
const NO_HASH = /^0*$/;

export const LIFE_KINDS = ['fork', 'exec', 'exit'] as const;
export type LifeKind = (typeof LIFE_KINDS)[number];

function need(value: number | undefined): number {
  if (value === undefined) throw UNEXPECTED;
  return value;
}

export class LifeScanner {
  readonly #cursor = new ByteCursor();
  #bytes: Buffer = Buffer.alloc(0);
  kind: LifeKind | undefined;
  globalSeq = ABSENT;
  #seq = ABSENT;
  machTime = ABSENT;
  timeMs: number | undefined;
  /** wait(2) status of an exit. */
  status = ABSENT;
  process: ProcessFacts | undefined;
  /** The target of an exec, the child of a fork. */
  other: ProcessFacts | undefined;
  #args: readonly [number, number] | undefined;
  #env: readonly [number, number] | undefined;
  #pid = ABSENT;
  #pidversion = ABSENT;

  /** True where the fields above hold all of the line that a tree needs. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#cursor.reset(bytes, start, end);
    this.kind = undefined;
    this.globalSeq = this.#seq = this.machTime = this.status = ABSENT;
    this.timeMs = undefined;
    this.process = this.other = undefined;
    this.#args = this.#env = undefined;
    try {
      this.#line();
    } catch (error) {
      // A string with a broken escape throws a SyntaxError of its own.
      if (error === UNEXPECTED || error instanceof SyntaxError) return false;
      throw error;
    }
    return this.#isComplete();
  }

  /** Undefined where they are no JSON: they were only passed over. */
  args(): readonly string[] | undefined {
    return this.#strings(this.#args);
  }

  env(): readonly string[] | undefined {
    return this.#strings(this.#env);
  }

  #isComplete(): boolean {
    const { kind, process, other, timeMs } = this;
    if (kind === undefined || process === undefined || timeMs === undefined || !this.#cursor.isAtEnd)
      return false;
    if (this.globalSeq < 0 || this.#seq < 0 || this.machTime < 0 || process.pid < 0) return false;
    return kind === 'exit' ? this.status >= 0 : other !== undefined && other.pid >= 0;
  }

  #strings(range: readonly [number, number] | undefined): readonly string[] | undefined {
    if (range === undefined) return [];
    try {
      const value: unknown = JSON.parse(this.#bytes.toString('utf8', ...range));
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    } catch {
      return undefined;
    }
  }

  #line(): void {
    const cursor = this.#cursor;
    for (let more = cursor.enterObject(); more; more = cursor.nextKey()) {
      switch (cursor.key(LINE_KEYS)) {
        case 0:
          this.#event();
          break;
        case 1:
          this.process = this.#process();
          break;
        case 2:
          this.timeMs = parseTimeMs(cursor.string() ?? '');
          break;
        case 3:
          this.machTime = need(cursor.integer());
          break;
        case 4:
          this.#seq = need(cursor.integer());
          break;
        case 5:
          this.globalSeq = need(cursor.integer());
          break;
        default:
          cursor.skip();
      }
    }
  }

  #event(): void {
    const cursor = this.#cursor;
    if (!cursor.enterObject()) throw UNEXPECTED;
    this.kind = LIFE_KINDS[cursor.key(EVENT_KEYS)];
    if (this.kind === undefined) throw UNEXPECTED;
    for (let more = cursor.enterObject(); more; more = cursor.nextKey()) this.#member(cursor.key(BODY_KEYS));
    if (cursor.nextKey()) throw UNEXPECTED;
  }

  #member(key: number): void {
    const cursor = this.#cursor;
    const from = cursor.at;
    if ((key === 0 && this.kind === 'exec') || (key === 1 && this.kind === 'fork')) {
      this.other = this.#process();
    } else if (key === 2) {
      this.status = need(cursor.integer());
    } else {
      if (key === 5 && cursor.isObject()) this.#path();
      else cursor.skip();
      if (key === 3) this.#args = [from, cursor.at];
      if (key === 4) this.#env = [from, cursor.at];
    }
  }

  #process(): ProcessFacts {
    const cursor = this.#cursor;
    const facts = emptyFacts();
    for (let more = cursor.enterObject(); more; more = cursor.nextKey())
      this.#processMember(facts, cursor.key(PROCESS_KEYS));
    if (facts.originalPpid === ABSENT) throw UNEXPECTED;
    return facts;
  }

  #processMember(facts: ProcessFacts, key: number): void {
    const cursor = this.#cursor;
    switch (key) {
      case 0:
        this.#token();
        facts.pid = this.#pid;
        facts.pidversion = this.#pidversion;
        break;
      case 1:
        this.#token();
        facts.parentPid = this.#pid;
        facts.parentVersion = this.#pidversion;
        break;
      case 2:
        this.#token();
        facts.responsiblePid = this.#pid;
        facts.responsibleVersion = this.#pidversion;
        break;
      case 3:
        facts.originalPpid = need(cursor.integer());
        break;
      case 4:
        facts.codesigningFlags = need(cursor.integer()) >>> 0;
        break;
      case 5:
        facts.isPlatformBinary = cursor.boolean();
        break;
      case 6:
        facts.isEsClient = cursor.boolean();
        break;
      case 7: {
        const cdhash = cursor.string();
        facts.cdhash = cdhash === undefined || NO_HASH.test(cdhash) ? undefined : cdhash.toUpperCase();
        break;
      }
      case 8:
        facts.signingId = cursor.string() || undefined;
        break;
      case 9:
        facts.teamId = cursor.string() || undefined;
        break;
      case 10:
        facts.executable = this.#path();
        break;
      case 11:
        facts.startTime = cursor.string() || undefined;
        break;
      case 12:
        facts.validationCategory = cursor.integer();
        break;
      case 13:
        if (cursor.isObject()) this.#path();
        else cursor.skip();
        break;
      default:
        cursor.skip();
    }
  }

  #path(): string {
    const cursor = this.#cursor;
    let path = '';
    for (let more = cursor.enterObject(); more; more = cursor.nextKey()) {
      const key = cursor.key(FILE_KEYS);
      if (key === 0) path = cursor.string() ?? '';
      else if (key === 1) cursor.skipFlatObject();
      else cursor.skip();
    }
    return path;
  }

  #token(): void {
    const cursor = this.#cursor;
    this.#pid = this.#pidversion = ABSENT;
    if (cursor.isArray()) {
      let index = 0;
      for (let more = cursor.enterArray(); more; more = cursor.nextElement()) {
        const value = need(cursor.integer());
        if (index === ARRAY_PID) this.#pid = value;
        else if (index === ARRAY_PIDVERSION) this.#pidversion = value;
        index += 1;
      }
    } else {
      for (let more = cursor.enterObject(); more; more = cursor.nextKey()) {
        const key = cursor.key(TOKEN_KEYS);
        const value = need(cursor.integer());
        if (key === 0) this.#pid = value;
        else if (key === 1) this.#pidversion = value;
      }
    }
    if (this.#pid < 0 || this.#pidversion < 0) throw UNEXPECTED;
  }
}

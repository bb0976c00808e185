/** What the scan of life lines says of a process, as the process that the decoder would make of it. */
import { presentHash } from '../eslogger/decode-process.ts';
import type { AuditToken, ProcessImage } from '../model/event.ts';
import { unescaped } from './body.ts';

/** The only program whose arguments and whose child's environment say something about a launch. */
const PROXY = '/xpcproxy';
const IS_PLATFORM = 1;
const IS_CLIENT = 2;
const ABSENT = -1;

/** What stays the same over many processes. */
export interface LifeImage {
  readonly executable: string;
  readonly signingId: string | undefined;
  readonly teamId: string | undefined;
  readonly cdhash: string | undefined;
  readonly codesigningFlags: number;
  readonly validationCategory: number | undefined;
  readonly isPlatformBinary: boolean;
  readonly isEsClient: boolean;
  readonly isProxy: boolean;
}

/** `news`: from and length of four texts in `memory`, then flags, category and booleans. */
export function imageOf(memory: Buffer, news: Uint32Array): LifeImage {
  const text = (index: number): string => {
    const [from = 0, length = 0] = [news[index * 2], news[index * 2 + 1]];
    const found = memory.toString('utf8', from, from + length);
    return found.includes('\\') ? unescaped(found) : found;
  };
  const [executable, signingId, teamId, cdhash] = [text(0), text(1), text(2), text(3)];
  const [codesigningFlags = 0, category = 0, booleans = 0] = news.subarray(8);
  return {
    executable,
    signingId: signingId || undefined,
    teamId: teamId || undefined,
    cdhash: presentHash(cdhash),
    codesigningFlags,
    validationCategory: category >>> 31 === 1 ? undefined : category,
    isPlatformBinary: (booleans & IS_PLATFORM) !== 0,
    isEsClient: (booleans & IS_CLIENT) !== 0,
    isProxy: executable.endsWith(PROXY),
  };
}

/** Users and groups are not read. */
class LifeToken implements AuditToken {
  readonly pid: number;
  readonly pidversion: number;

  constructor(pid: number, pidversion: number) {
    this.pid = pid;
    this.pidversion = pidversion;
  }

  get auid(): number {
    return 0;
  }

  get euid(): number {
    return 0;
  }

  get egid(): number {
    return 0;
  }

  get ruid(): number {
    return 0;
  }

  get rgid(): number {
    return 0;
  }

  get asid(): number {
    return 0;
  }
}

function tokenAt(numbers: Float64Array, at: number): LifeToken | undefined {
  const pid = numbers[at] ?? ABSENT;
  return pid === ABSENT ? undefined : new LifeToken(pid, numbers[at + 1] ?? ABSENT);
}

/** One process as one line has it: group, session and terminal are not read. Most of it is asked for seldom, so it is made when it is. */
export class LifeProcess implements ProcessImage {
  readonly token: AuditToken;
  readonly parentToken: AuditToken | undefined;
  readonly responsibleToken: AuditToken | undefined;
  readonly originalPpid: number;
  readonly #image: LifeImage;
  readonly #startUs: number;

  /** `at`: of its first number in a row. */
  constructor(image: LifeImage, numbers: Float64Array, at: number) {
    this.#image = image;
    this.token = new LifeToken(numbers[at + 1] ?? ABSENT, numbers[at + 2] ?? ABSENT);
    this.parentToken = tokenAt(numbers, at + 3);
    const { pid, pidversion } = this.token;
    const isOwn = numbers[at + 5] === pid && numbers[at + 6] === pidversion;
    this.responsibleToken = isOwn ? this.token : tokenAt(numbers, at + 5);
    this.originalPpid = numbers[at + 7] ?? ABSENT;
    this.#startUs = numbers[at + 8] ?? ABSENT;
  }

  get ppid(): number {
    return this.parentToken?.pid ?? 0;
  }

  get groupId(): number {
    return 0;
  }

  get sessionId(): number {
    return 0;
  }

  get signingId(): string | undefined {
    return this.#image.signingId;
  }

  get teamId(): string | undefined {
    return this.#image.teamId;
  }

  get cdhash(): string | undefined {
    return this.#image.cdhash;
  }

  get codesigningFlags(): number {
    return this.#image.codesigningFlags;
  }

  get isPlatformBinary(): boolean {
    return this.#image.isPlatformBinary;
  }

  get isEsClient(): boolean {
    return this.#image.isEsClient;
  }

  get validationCategory(): number | undefined {
    return this.#image.validationCategory;
  }

  get executable(): string {
    return this.#image.executable;
  }

  get tty(): string | undefined {
    return undefined;
  }

  /** As eslogger writes it: `2026-08-12T15:28:33.510893Z`. */
  get startTime(): string | undefined {
    const us = this.#startUs;
    if (us < 0) return undefined;
    const ms = Math.floor(us / 1000);
    return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
  }
}

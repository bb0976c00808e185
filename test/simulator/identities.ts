/** The numbers of one boot: pids, pidversions, threads, login sessions. */
import { NO_AUDIT_USER, type Credentials } from './process.ts';
import type { Account } from './program.ts';
import type { Random } from './random.ts';

const HIGHEST_PID = 99_998;
const LOWEST_RESIDENT_PID = 60;

export class Identities {
  readonly #random: Random;
  readonly #firstPid: number;
  readonly #firstPidversion: number;
  readonly #systemSession: number;
  #pid: number;
  #pidversion: number;
  #thread: number;

  /** `firstPid`: the pid that was given out last before eslogger started. */
  constructor(random: Random, firstPid: number) {
    this.#random = random;
    this.#firstPid = firstPid;
    this.#pid = firstPid;
    this.#firstPidversion = firstPid * 2 + random.int(40, 900);
    this.#pidversion = this.#firstPidversion;
    this.#thread = 900 + firstPid * 6;
    this.#systemSession = 100_000 + random.int(1, 24);
  }

  nextPid(isTaken: (pid: number) => boolean): number {
    do {
      this.#pid = this.#pid >= HIGHEST_PID ? LOWEST_RESIDENT_PID : this.#pid + 1;
    } while (isTaken(this.#pid));
    return this.#pid;
  }

  /** fork and exec raise it by one each, over all processes. */
  nextPidversion(): number {
    return ++this.#pidversion;
  }

  /** Of a process older than anything we see start. */
  residentPid(isTaken: (pid: number) => boolean): number {
    for (;;) {
      const pid = this.#random.int(LOWEST_RESIDENT_PID, this.#firstPid - 1);
      if (!isTaken(pid)) return pid;
    }
  }

  residentPidversion(pid: number): number {
    return this.#random.int(pid, this.#firstPidversion);
  }

  nextThread(): number {
    this.#thread += this.#random.int(2, 40);
    return this.#thread;
  }

  /** `system`: not part of a login, so the audit user is unset and the audit session is launchd's. */
  credentials({ uid, gid }: Account, system: boolean): Credentials {
    return {
      auid: system ? NO_AUDIT_USER : uid,
      euid: uid,
      egid: gid,
      ruid: uid,
      rgid: gid,
      asid: system ? this.#systemSession : this.#systemSession + 2,
    };
  }
}

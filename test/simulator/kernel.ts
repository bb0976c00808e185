/** Processes of one boot: fork, exec, exit, and launchd's fork → xpcproxy → service. */
import type { Clock } from './clock.ts';
import type { Eslogger } from './eslogger.ts';
import type { Files } from './files.ts';
import { Identities } from './identities.ts';
import type { Json, JsonObject } from './json.ts';
import { renderProcess, type Credentials, type Process } from './process.ts';
import { CONSOLE_USER, ROOT, type Account, type Program } from './program.ts';
import type { Random } from './random.ts';
import type { Act } from './scheduler.ts';

const CPU_ARM64 = 16_777_228;
/** arm64e with the pointer authentication bit: signed, so negative. */
const SUBTYPE_ARM64E = -2_147_483_646;
const SUBTYPE_ARM64 = 0;

export interface KernelParts {
  readonly clock: Clock;
  readonly files: Files;
  readonly eslogger: Eslogger;
  readonly random: Random;
  /** A program taken out: its processes make no event and use no number. */
  readonly isAbsent: (program: Program) => boolean;
  readonly editArguments: (program: Program, args: readonly string[]) => readonly string[];
  /** Who starts it in place of its usual parent. */
  readonly parentOf: (program: Program) => Process | undefined;
  readonly responsibleFor: (program: Program) => Process | undefined;
  /** Keys that exec gets beside its own. */
  readonly execKeys: Readonly<Record<string, Json>>;
  readonly launchd: Program;
  readonly xpcproxy: Program;
  readonly consoleUser: Account;
  /** Set in the login session: HOME, TMPDIR and so on. */
  readonly sessionEnv: readonly string[];
}

export interface ExecOptions {
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  readonly cwd?: string;
  /** The file behind `#!`, where one was run directly. */
  readonly script?: string;
  /** launchd: whose job it is. Elsewhere: setuid, which leaves the audit user and session alone. */
  readonly account?: Account;
  /** A shell's job: a process group of its own. */
  readonly job?: boolean;
}

export interface LaunchOptions extends ExecOptions {
  /** Stands in for the program's own label. */
  readonly label?: string;
  /** XPC services answer to the program that asked for them. */
  readonly responsible?: Process;
}

const SYSTEM_PATH = 'PATH=/usr/bin:/bin:/usr/sbin:/sbin';

export class Kernel {
  readonly launchd: Process;
  readonly #parts: KernelParts;
  readonly #identities: Identities;
  readonly #alive = new Map<number, Process>();

  constructor(parts: KernelParts, firstPid: number) {
    this.#parts = parts;
    const { random } = parts;
    this.#identities = new Identities(random, firstPid);
    this.launchd = {
      pid: 1,
      pidversion: random.int(4, 900),
      program: parts.launchd,
      parent: undefined,
      originalPpid: 0,
      groupId: 1,
      sessionId: 1,
      responsible: undefined,
      credentials: this.#identities.credentials(ROOT, true),
      tty: undefined,
      startTicks: Math.round(random.around(190_000, 0.2)),
      // Born before the clock was set: BUCKLE shows 1970-01-01T00:00:07.772334Z.
      bornAt: random.chance(0.3) ? `1970-01-01T00:00:0${random.int(2, 9)}.${random.digits(6)}Z` : undefined,
      threadId: 400,
      alive: true,
      silent: false,
      children: new Set(),
    };
  }

  accountOf(account: Account): Account {
    return account.uid === CONSOLE_USER.uid ? this.#parts.consoleUser : account;
  }

  /** A process that was there before the recording began. */
  resident(
    program: Program,
    options: { parent?: Process; session?: boolean; tty?: JsonObject } = {},
  ): Process {
    const account = this.accountOf(program.account);
    const parent = options.parent ?? this.launchd;
    const pid = this.#identities.residentPid((taken) => this.#alive.has(taken));
    const process = this.#make(pid, program, parent, {
      silent: this.#parts.isAbsent(program) || parent.silent,
      credentials: this.#identities.credentials(account, account.uid < 500),
      startTicks: Math.round(this.#parts.clock.ticks * this.#parts.random.next() * 0.9),
      groupId: pid,
      sessionId: account.uid < 500 ? pid : 1,
    });
    if (options.parent !== undefined) {
      process.sessionId = options.session === true ? pid : options.parent.sessionId;
      process.responsible = options.parent.responsible ?? options.parent;
    }
    process.tty = options.tty ?? options.parent?.tty;
    process.pidversion = this.#identities.residentPidversion(pid);
    return process;
  }

  fork(parent: Process, silent = false): Process {
    const { clock, eslogger, random } = this.#parts;
    clock.advance(random.around(0.06, 0.5));
    const child = this.#make(
      this.#identities.nextPid((pid) => this.#alive.has(pid)),
      parent.program,
      parent,
      {
        silent: silent || parent.silent,
        credentials: parent.credentials,
        startTicks: clock.ticks,
        groupId: parent.groupId,
        sessionId: parent.sessionId,
      },
    );
    // launchd's children answer for themselves; everybody else's answer to whom the parent answers to.
    child.responsible = parent === this.launchd ? undefined : (parent.responsible ?? parent);
    child.tty = parent.tty;
    clock.advance(random.around(0.09, 0.4));
    eslogger.notify(
      'fork',
      parent,
      { child: renderProcess(child, eslogger.context) },
      { subject: child, threadId: parent.threadId },
    );
    return child;
  }

  exec(process: Process, program: Program, options: ExecOptions = {}): void {
    const { eslogger, files, random, execKeys } = this.#parts;
    const { context } = eslogger;
    const before = renderProcess(process, context);
    // posix_spawn: fork and exec both show the caller's thread. A second exec is the process's own.
    const { parent } = process;
    const threadId = parent?.program === process.program ? parent.threadId : process.threadId;
    process.program = program;
    process.pidversion = this.#identities.nextPidversion();
    if (options.account !== undefined) process.credentials = this.#switchUser(process, options.account);
    if (options.job === true) process.groupId = process.pid;
    const lastFd = random.pick([2, 2, 2, 3, 5, 9]);
    const isPlatform = program.authority.kind === 'platform';
    const body: Record<string, Json | undefined> = {
      target: renderProcess(process, context),
      args: [...this.#parts.editArguments(program, options.args ?? [program.path])],
      env: [...(options.env ?? [SYSTEM_PATH])],
      cwd: files.show(options.cwd ?? '/', true),
      script: options.script === undefined ? null : files.show(options.script),
      fds: this.#descriptors(lastFd),
      last_fd: lastFd,
      image_cputype: CPU_ARM64,
      image_cpusubtype: isPlatform ? SUBTYPE_ARM64E : SUBTYPE_ARM64,
      dyld_exec_path: program.path,
      entitlements: context.messageVersion >= 11 ? entitlementsOf(program) : undefined,
      ...execKeys,
    };
    eslogger.notify('exec', process, body, { subject: process, before, threadId });
  }

  /** `status` as wait(2) gives it: 9 is SIGKILL, 256 is exit code 1. */
  exit(process: Process, status = 0): void {
    if (!process.alive) return;
    process.alive = false;
    this.#alive.delete(process.pid);
    this.#parts.eslogger.notify('exit', process, { stat: status });
    process.parent?.children.delete(process);
    for (const child of process.children) {
      child.parent = this.launchd;
      this.launchd.children.add(child);
    }
  }

  signal(from: Process, target: Process, number: number): void {
    const { eslogger } = this.#parts;
    const instigator =
      eslogger.context.messageVersion >= 9 ? renderProcess(from, eslogger.context) : undefined;
    const body = { sig: number, target: renderProcess(target, eslogger.context), instigator };
    eslogger.notify('signal', from, body, { subject: target });
  }

  /** launchd lets an idle service go: a signal, or it leaves by itself. */
  *retire(process: Process, status: number): Act {
    if (status === 9) {
      this.signal(this.launchd, process, 9);
      yield this.#parts.random.around(3);
    }
    this.exit(process, status);
  }

  /** fork and exec of a command by another program, as posix_spawn does it. */
  *spawn(parent: Process, program: Program, options: ExecOptions = {}): Act<Process> {
    const { random, isAbsent, parentOf } = this.#parts;
    const starter = parentOf(program) ?? parent;
    if (starter === this.launchd && parent !== this.launchd) return yield* this.launch(program, options);
    const child = this.fork(starter, isAbsent(program));
    yield random.around(0.5, 0.6);
    this.exec(child, program, { cwd: '/', ...options });
    yield random.around(1.2, 0.6);
    return child;
  }

  /** launchd starts a job: fork, exec xpcproxy with the label, exec the program. start_time stays that of the fork. */
  *launch(program: Program, options: LaunchOptions = {}): Act<Process> {
    const { random, isAbsent, sessionEnv, xpcproxy, parentOf, responsibleFor } = this.#parts;
    const starter = parentOf(program) ?? this.launchd;
    if (starter !== this.launchd) return yield* this.spawn(starter, program, options);
    const account = this.accountOf(options.account ?? program.account);
    const isAgent = account.uid >= 500;
    const label = options.label ?? program.label ?? program.signingId;
    const process = this.fork(this.launchd, isAbsent(program) || options.responsible?.silent === true);
    yield random.around(0.4, 0.6);
    this.exec(process, xpcproxy, { args: ['xpcproxy', label], env: ['XPC_FLAGS=0x0'] });
    yield random.around(4, 0.7);
    // xpcproxy takes the user's identity on, the service gets the login session with its exec.
    process.credentials = { ...this.#identities.credentials(account, true) };
    process.groupId = process.pid;
    if (!isAgent) process.sessionId = process.pid;
    process.responsible = responsibleFor(program) ?? options.responsible;
    const env = [
      `XPC_SERVICE_NAME=${label}`,
      SYSTEM_PATH,
      'XPC_FLAGS=0x1',
      ...(isAgent ? sessionEnv : []),
      ...(options.env ?? []),
    ];
    this.exec(process, program, { ...options, account, env });
    yield random.around(2, 0.6);
    return process;
  }

  /** Everybody who is alive, launchd not. */
  living(): Process[] {
    return [...this.#alive.values()];
  }

  #make(
    pid: number,
    program: Program,
    parent: Process,
    fields: Pick<Process, 'silent' | 'credentials' | 'startTicks' | 'groupId' | 'sessionId'>,
  ): Process {
    const process: Process = {
      pid,
      pidversion: this.#identities.nextPidversion(),
      program,
      parent,
      originalPpid: parent.pid,
      responsible: undefined,
      tty: undefined,
      bornAt: undefined,
      threadId: this.#identities.nextThread(),
      alive: true,
      children: new Set(),
      ...fields,
    };
    parent.children.add(process);
    this.#alive.set(pid, process);
    return process;
  }

  #switchUser(process: Process, to: Account): Credentials {
    const account = this.accountOf(to);
    const { uid, gid } = account;
    if (process.parent === this.launchd) return this.#identities.credentials(account, uid < 500);
    return { ...process.credentials, euid: uid, ruid: uid, egid: gid, rgid: gid };
  }

  #descriptors(last: number): Json[] {
    const { random } = this.#parts;
    const descriptors: Json[] = [];
    for (let fd = 0; fd <= last; fd++) {
      if (fd <= 2 || random.chance(0.5) || fd === last) {
        const isPipe = random.chance(0.08);
        descriptors.push(
          isPipe
            ? { fd, fdtype: 6, pipe: { pipe_id: random.int(2000, 90_000) } }
            : { fd, fdtype: fd <= 2 ? 1 : 2 },
        );
      }
    }
    return descriptors;
  }
}

/** Message version 11. The keys are of the sort real lines show; which program has which is made up. */
function entitlementsOf(program: Program): JsonObject {
  if (program.authority.kind !== 'platform') return { 'com.apple.security.app-sandbox': true };
  return {
    'platform-application': true,
    'com.apple.private.security.storage.AppDataContainers': program.path.startsWith('/System/'),
  };
}

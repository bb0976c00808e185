/**
 * Stands in for launchd: jobs from property lists, started, kept alive and ended as `man launchd.plist` says of the keys used here, and answered for through
 * `launchctl`. Texts and exit codes of launchctl are those of public logs and scripts. Two liberties for the sake of time: `ExitTimeOut` is at most ten
 * seconds, and a job is gone when `bootout` has answered.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';

export interface LaunchctlAnswer {
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

interface JobList {
  readonly Label: string;
  readonly ProgramArguments: readonly string[];
  readonly RunAtLoad?: boolean;
  readonly KeepAlive?: boolean | { readonly SuccessfulExit?: boolean };
  readonly ThrottleInterval?: number;
  readonly ExitTimeOut?: number;
  readonly Umask?: number;
  readonly WorkingDirectory?: string;
  readonly EnvironmentVariables?: Readonly<Record<string, string>>;
  readonly StandardOutPath?: string;
  readonly StandardErrorPath?: string;
}

const LONGEST_EXIT_MS = 10_000;
const OTHERS_MAY_WRITE = 0o022;
const GROUP_AND_WORLD = 0o777;

class Job {
  readonly list: JobList;
  child: ChildProcess | undefined;
  lastExitCode: number | undefined;
  #gone: Promise<void> = Promise.resolve();
  #isUnloaded = false;

  constructor(list: JobList) {
    this.list = list;
  }

  start(): void {
    const { ProgramArguments, StandardOutPath = '/dev/null', StandardErrorPath = '/dev/null' } = this.list;
    const mask = ((this.list.Umask ?? 0o022) & GROUP_AND_WORLD).toString(8);
    // The files are opened by the child, so that a pipe without a reader holds up nobody else.
    const script = `umask ${mask}; exec "$@" >>"$0" 2>>"$ESDRIFT_TEST_STDERR"`;
    const child = spawn('/bin/sh', ['-c', script, StandardOutPath, ...ProgramArguments], {
      cwd: this.list.WorkingDirectory ?? '/',
      env: { ...this.list.EnvironmentVariables, ESDRIFT_TEST_STDERR: StandardErrorPath },
      stdio: 'ignore',
      detached: true,
    });
    this.child = child;
    this.#gone = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.child = undefined;
        this.lastExitCode = signal === null ? (code ?? undefined) : undefined;
        resolve();
        if (!this.#isUnloaded && this.#restarts(code === 0))
          setTimeout(() => this.#again(), (this.list.ThrottleInterval ?? 10) * 1_000);
      });
    });
  }

  async end(): Promise<void> {
    this.#isUnloaded = true;
    const { child } = this;
    if (child === undefined) return;
    child.kill('SIGTERM');
    const limitMs = Math.min(LONGEST_EXIT_MS, (this.list.ExitTimeOut ?? 20) * 1_000);
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    await this.#gone;
    clearTimeout(timer);
  }

  #again(): void {
    if (!this.#isUnloaded && this.child === undefined) this.start();
  }

  #restarts(succeeded: boolean): boolean {
    const { KeepAlive } = this.list;
    if (typeof KeepAlive === 'object') return KeepAlive.SuccessfulExit === succeeded;
    return KeepAlive === true;
  }
}

export class Launchd {
  /** Nobody documents that launchd opens a named pipe for the output of a job; without it such a job ends with 78, EX_CONFIG. */
  opensPipes = true;
  readonly #jobs = new Map<string, Job>();

  /** What a boot does: every list in the folder of LaunchDaemons. */
  boot(daemonsFolder: string): void {
    for (const name of readdirSync(daemonsFolder).sort()) this.#bootstrap(join(daemonsFolder, name));
  }

  /** All jobs get SIGTERM at once, and no one is started again. */
  async shutDown(): Promise<void> {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    await Promise.all(jobs.map((job) => job.end()));
  }

  pidOf(label: string): number | undefined {
    return this.#jobs.get(label)?.child?.pid;
  }

  async launchctl([verb = '', ...args]: readonly string[]): Promise<LaunchctlAnswer> {
    const [first = '', second = ''] = args;
    switch (verb) {
      case 'bootstrap':
        return first === 'system' ? this.#bootstrap(second) : { code: 64, stderr: 'Usage error\n' };
      case 'bootout':
        return this.#bootout(first.replace(/^system\//, ''));
      case 'print':
        return this.#print(first.replace(/^system\//, ''));
      case 'print-disabled':
        return { code: 0, stdout: 'disabled services = {\n\t"com.apple.ftpd" => disabled\n}\n' };
      default:
        return { code: 64, stderr: `Unrecognized subcommand: ${verb}\n` };
    }
  }

  #bootstrap(path: string): LaunchctlAnswer {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return { code: 2, stderr: `Bootstrap failed: 2: No such file or directory\n` };
    // launchd: "Path had bad ownership/permissions".
    if ((status.mode & OTHERS_MAY_WRITE) !== 0 || !status.isFile())
      return { code: 5, stderr: 'Bootstrap failed: 5: Input/output error\n' };
    const list = parse(readFileSync(path, 'utf8')) as unknown as JobList;
    if (this.#jobs.has(list.Label))
      return { code: 37, stderr: 'Bootstrap failed: 37: Operation already in progress\n' };
    const job = new Job(this.#runnable(list));
    this.#jobs.set(list.Label, job);
    if (list.RunAtLoad === true) job.start();
    return { code: 0 };
  }

  #runnable(list: JobList): JobList {
    const isPipe = (path = '') => lstatSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
    if (this.opensPipes || !isPipe(list.StandardOutPath)) return list;
    return { ...list, ProgramArguments: ['/bin/sh', '-c', 'exit 78'], StandardOutPath: '/dev/null' };
  }

  async #bootout(label: string): Promise<LaunchctlAnswer> {
    const job = this.#jobs.get(label);
    if (job === undefined) return { code: 3, stderr: 'Boot-out failed: 3: No such process\n' };
    await job.end();
    this.#jobs.delete(label);
    return { code: 0 };
  }

  #print(label: string): LaunchctlAnswer {
    const job = this.#jobs.get(label);
    if (job === undefined)
      return { code: 113, stderr: `Bad request.\nCould not find service "${label}" in domain for system\n` };
    const { child, lastExitCode } = job;
    const lines = [
      `system/${label} = {`,
      `\tactive count = ${child === undefined ? 0 : 1}`,
      `\tstate = ${child === undefined ? 'not running' : 'running'}`,
      ...(child === undefined ? [] : [`\tpid = ${child.pid ?? 0}`]),
      `\tlast exit code = ${lastExitCode ?? '(never exited)'}`,
      '}',
    ];
    return { code: 0, stdout: `${lines.join('\n')}\n` };
  }
}

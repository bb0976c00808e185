/** A small recording told process by process: numbers, tokens and times follow from the order of the calls. */
import { LAUNCHD, line, processOf, type ProcessParts, type TokenParts } from '../eslogger/line-builder.ts';

export interface Actor {
  readonly parts: ProcessParts;
}

export interface StartOptions {
  readonly path: string;
  readonly args?: readonly string[];
  readonly signingId?: string | null;
  readonly teamId?: string | null;
  readonly platform?: boolean;
  readonly flags?: number;
  readonly responsible?: TokenParts;
}

export interface StoryOptions {
  /** ms of the first event. */
  readonly startMs?: number;
  /** ms between events. */
  readonly step?: number;
  /** mach_time of the first event; a new boot has a small one. */
  readonly machTime?: number;
  readonly launchd?: TokenParts;
  readonly pid?: number;
  readonly pidversion?: number;
}

export class Story {
  readonly lines: string[] = [];
  readonly launchd: Actor;
  readonly #step: number;
  readonly #machTime: number;
  readonly #startMs: number;
  readonly #seqs = new Map<string, number>();
  #globalSeq = 0;
  #nextPid: number;
  #nextVersion: number;
  #ms: number;

  constructor(options: StoryOptions = {}) {
    const {
      startMs = 0,
      step = 100,
      machTime = 1_000_000,
      launchd = LAUNCHD,
      pid = 500,
      pidversion = 1000,
    } = options;
    this.#startMs = startMs;
    this.#ms = startMs;
    this.#step = step;
    this.#machTime = machTime;
    this.#nextPid = pid;
    this.#nextVersion = pidversion;
    const parent = { pid: 0, pidversion: 0 };
    this.launchd = {
      parts: {
        token: launchd,
        path: '/sbin/launchd',
        signingId: 'com.apple.xpc.launchd',
        parent,
        originalPpid: 0,
      },
    };
  }

  /** A process that was there before the recording. */
  older(parts: Partial<ProcessParts> & { readonly path: string }): Actor {
    return { parts: { token: this.#newToken(), ...parts } };
  }

  pause(ms: number): this {
    this.#ms += ms;
    return this;
  }

  emit(type: string, actor: Actor, event: Readonly<Record<string, unknown>> = {}, more = {}): this {
    const seq = this.#seqs.get(type) ?? 0;
    this.#seqs.set(type, seq + 1);
    const machTime = this.#machTime + (this.#ms - this.#startMs) * 24_000;
    const { parts } = actor;
    const globalSeq = this.#globalSeq;
    this.lines.push(
      line({ type, event, process: processOf(parts), seq, globalSeq, machTime, ms: this.#ms, ...more }),
    );
    this.#globalSeq += 1;
    this.#ms += this.#step;
    return this;
  }

  /** The next events are lost: they have numbers, but no lines. */
  lose(type: string, count: number): this {
    this.#seqs.set(type, (this.#seqs.get(type) ?? 0) + count);
    this.#globalSeq += count;
    this.#ms += count * this.#step;
    return this;
  }

  fork(parent: Actor, pid = this.#takePid()): Actor {
    const token = { pid, pidversion: this.#nextVersion };
    this.#nextVersion += 1;
    const child = {
      parts: {
        ...parent.parts,
        token,
        parent: parent.parts.token,
        originalPpid: parent.parts.token.pid,
        responsible: token,
      },
    };
    this.emit('fork', parent, { child: processOf(child.parts) });
    return child;
  }

  exec(before: Actor, options: StartOptions): Actor {
    const { path, args = [path], ...identity } = options;
    const { pid } = before.parts.token;
    const token = { pid, pidversion: this.#nextVersion };
    this.#nextVersion += 1;
    const { parent, originalPpid } = before.parts;
    const kept = {
      ...(parent === undefined ? {} : { parent }),
      ...(originalPpid === undefined ? {} : { originalPpid }),
    };
    const after = { parts: { ...kept, token, path, ...identity } };
    const event = {
      target: processOf(after.parts),
      args,
      env: [],
      fds: [],
      last_fd: 2,
      script: null,
      image_cputype: 16_777_228,
    };
    this.emit('exec', before, event);
    return after;
  }

  spawn(parent: Actor, options: StartOptions): Actor {
    return this.exec(this.fork(parent), options);
  }

  /** launchd forks, the child becomes xpcproxy, then the service. */
  service(label: string, options: StartOptions): Actor {
    return this.exec(this.proxy(label), options);
  }

  proxy(label: string): Actor {
    const path = '/usr/libexec/xpcproxy';
    return this.exec(this.fork(this.launchd), {
      path,
      signingId: 'com.apple.xpc.proxy',
      args: ['xpcproxy', label],
    });
  }

  exit(actor: Actor, stat = 0): this {
    return this.emit('exit', actor, { stat });
  }

  #newToken(): TokenParts {
    const token = { pid: this.#takePid(), pidversion: this.#nextVersion };
    this.#nextVersion += 1;
    return token;
  }

  #takePid(): number {
    this.#nextPid += 1;
    return this.#nextPid - 1;
  }
}

/** A process as another one names it. */
export function asTarget(actor: Actor): Readonly<Record<string, unknown>> {
  return processOf(actor.parts);
}

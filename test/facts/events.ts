/** Events without the noise of a real line, for tests that say what one event means. */
import type {
  AuditToken,
  EsEvent,
  EventPayload,
  FileOperation,
  ProcessImage,
} from '../../src/model/event.ts';
import type { Fact, FactSet } from '../../src/model/facts.ts';
import { ProfileBuilder, type ProfileOptions } from '../../src/facts/profile.ts';
import { runInfo } from '../baseline/fact-sets.ts';

export function token(pid: number, pidversion = pid * 10): AuditToken {
  return { pid, pidversion, auid: 501, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 1 };
}

export function image(pid: number, executable: string, more: Partial<ProcessImage> = {}): ProcessImage {
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  return {
    token: token(pid),
    parentToken: token(1, 1),
    responsibleToken: token(pid),
    ppid: 1,
    originalPpid: 1,
    groupId: pid,
    sessionId: pid,
    signingId: `com.apple.${name}`,
    teamId: undefined,
    cdhash: 'A'.repeat(40),
    codesigningFlags: 0x2600_0000,
    isPlatformBinary: true,
    isEsClient: false,
    validationCategory: 1,
    executable,
    tty: undefined,
    startTime: undefined,
    ...more,
  };
}

export const launchd = image(1, '/sbin/launchd', { token: token(1, 1), signingId: 'com.apple.xpc.launchd' });

/** Numbers and times follow from the order of making. */
export class Recording {
  readonly #events: EsEvent[] = [];
  segment = 0;
  #timeMs = Date.UTC(2026, 10, 23, 10);
  #seq = 0;

  get events(): readonly EsEvent[] {
    return this.#events;
  }

  add(process: ProcessImage, type: string, payload: EventPayload, more: Partial<EsEvent> = {}): this {
    this.#timeMs += 100;
    const globalSeq = this.#seq++;
    this.#events.push({
      segment: this.segment,
      type,
      messageVersion: 10,
      seq: globalSeq,
      globalSeq,
      machTime: this.#timeMs * 24_000,
      time: new Date(this.#timeMs).toISOString(),
      timeMs: this.#timeMs,
      threadId: 7,
      process,
      payload,
      form: { line: {}, shared: false },
      ...more,
    });
    return this;
  }

  file(
    process: ProcessImage,
    operation: FileOperation,
    path: string,
    source?: string,
    more: Partial<EsEvent> = {},
  ): this {
    const modified = operation === 'close' ? true : undefined;
    return this.add(
      process,
      operation,
      { kind: 'file', operation, path, source, modified, detail: undefined },
      more,
    );
  }

  fork(parent: ProcessImage, child: ProcessImage): this {
    return this.add(parent, 'fork', { kind: 'fork', child });
  }

  exec(before: ProcessImage, target: ProcessImage, args: readonly string[] = [], script?: string): this {
    return this.add(before, 'exec', {
      kind: 'exec',
      target,
      args,
      env: [],
      cwd: '/',
      script,
      cputype: 0x0100_000c,
    });
  }

  /** Fork and exec in `parent`; the new image. */
  spawn(parent: ProcessImage, target: ProcessImage, args: readonly string[] = [], script?: string): this {
    const child = { ...target, parentToken: parent.token, originalPpid: parent.token.pid };
    const copy = { ...parent, token: { ...child.token, pidversion: child.token.pidversion - 1 } };
    const born = { ...copy, parentToken: parent.token, originalPpid: parent.token.pid };
    return this.fork(parent, born).exec(born, child, args, script);
  }

  exit(process: ProcessImage, code = 0): this {
    return this.add(process, 'exit', { kind: 'exit', status: { kind: 'exited', code } });
  }

  /** eslogger began again after a restart of the Mac. */
  reboot(): this {
    this.segment += 1;
    this.#seq = 0;
    return this;
  }

  profile(options: ProfileOptions = {}): FactSet {
    const builder = new ProfileBuilder(options);
    for (const event of this.#events) builder.observe(event);
    return builder.finish(runInfo('t1'));
  }

  /** `key × count` of the facts of one kind. */
  facts(kind: Fact['kind'], options: ProfileOptions = {}): string[] {
    return this.profile(options)
      .facts.filter((fact) => fact.kind === kind)
      .map((fact) => `${fact.key.join(' | ')} ×${fact.counts.join(',')}`);
  }
}

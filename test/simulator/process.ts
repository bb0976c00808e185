/** A process and how eslogger renders it (`es_process_t`). */
import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { formatTime } from './clock.ts';
import type { Files } from './files.ts';
import type { JsonObject } from './json.ts';
import { CS, type Program } from './program.ts';

/** -1 as an unsigned number: the audit user of what no login started. */
export const NO_AUDIT_USER = 4_294_967_295;

export interface Credentials {
  readonly auid: number;
  readonly euid: number;
  readonly egid: number;
  readonly ruid: number;
  readonly rgid: number;
  readonly asid: number;
}

/** Mutable, as a process is: exec changes the image, the end of a parent changes the parent. */
export interface Process {
  readonly pid: number;
  pidversion: number;
  program: Program;
  /** Undefined for launchd: its parent is the kernel, pid 0. */
  parent: Process | undefined;
  readonly originalPpid: number;
  groupId: number;
  sessionId: number;
  /** Undefined: the process answers for itself. */
  responsible: Process | undefined;
  credentials: Credentials;
  tty: JsonObject | undefined;
  /** Ticks at the fork. */
  readonly startTicks: number;
  /** In place of the time of `startTicks`. */
  readonly bornAt: string | undefined;
  readonly threadId: number;
  alive: boolean;
  /** A program taken out of the story: nothing it does is seen. */
  readonly silent: boolean;
  readonly children: Set<Process>;
}

/** How tokens are written: a macOS 26 beta wrote arrays, everything else seen writes objects. */
export type TokenForm = 'object' | 'array';

export interface RenderContext {
  readonly clock: Clock;
  readonly files: Files;
  readonly messageVersion: number;
  readonly tokenForm: TokenForm;
  /** Name of the build a program's code belongs to. */
  readonly buildOf: (program: Program) => string;
}

const KERNEL_TOKEN = {
  auid: NO_AUDIT_USER,
  euid: 0,
  egid: 0,
  ruid: 0,
  rgid: 0,
  asid: 0,
  pid: 0,
  pidversion: 0,
};

function renderToken(process: Process | undefined, form: TokenForm): JsonObject | readonly number[] {
  const token =
    process === undefined
      ? KERNEL_TOKEN
      : { ...process.credentials, pid: process.pid, pidversion: process.pidversion };
  const { auid, euid, egid, ruid, rgid, pid, asid, pidversion } = token;
  return form === 'array' ? [auid, euid, egid, ruid, rgid, pid, asid, pidversion] : token;
}

/** ES_CS_VALIDATION_CATEGORY: platform 1, Developer ID 6, none 10. Ad hoc code: not documented, taken as none. */
function validationCategory(program: Program): number {
  switch (program.authority.kind) {
    case 'platform':
      return 1;
    case 'team':
      return 6;
    case 'adhoc':
      return 10;
  }
}

/** Falls back to the process itself once the responsible one has ended. */
const responsibleOf = (process: Process): Process =>
  process.responsible?.alive === true ? process.responsible : process;

const cdhashes = new Map<string, string>();

/** The same in every run of a build: 40 hex digits, upper case. */
function cdhashOf(program: Program, build: string): string {
  const name = `${program.signingId} ${program.path.slice(program.path.lastIndexOf('/') + 1)} ${build} ${program.hashSalt}`;
  let hash = cdhashes.get(name);
  if (hash === undefined) {
    hash = createHash('sha1').update(name).digest('hex').toUpperCase();
    cdhashes.set(name, hash);
  }
  return hash;
}

export function renderProcess(process: Process, context: RenderContext): JsonObject {
  const { program } = process;
  const isPlatform = program.authority.kind === 'platform';
  return {
    audit_token: renderToken(process, context.tokenForm),
    ppid: process.parent?.pid ?? 0,
    original_ppid: process.originalPpid,
    group_id: process.groupId,
    session_id: process.sessionId,
    codesigning_flags: isPlatform ? program.flags : (program.flags & ~CS.platformBinary) >>> 0,
    is_platform_binary: isPlatform,
    is_es_client: false,
    cdhash: cdhashOf(program, context.buildOf(program)),
    signing_id: program.signingId,
    team_id: program.authority.kind === 'team' ? program.authority.team : null,
    executable: context.files.show(program.path),
    tty: process.tty ?? null,
    start_time: process.bornAt ?? formatTime(context.clock.wallNsAt(process.startTicks), 6),
    responsible_audit_token: renderToken(responsibleOf(process), context.tokenForm),
    parent_audit_token: renderToken(process.parent, context.tokenForm),
    cs_validation_category: context.messageVersion >= 10 ? validationCategory(program) : undefined,
  };
}

export const renderTokenOf = (process: Process, context: RenderContext): JsonObject | readonly number[] =>
  renderToken(process, context.tokenForm);

/** Handmade eslogger lines for tests: every key that eslogger always writes, values that are easy to read. */
export interface TokenParts {
  readonly pid: number;
  readonly pidversion: number;
  readonly euid?: number;
}

export interface ProcessParts {
  readonly token: TokenParts;
  readonly path?: string;
  readonly signingId?: string | null;
  readonly teamId?: string | null;
  readonly platform?: boolean;
  readonly flags?: number;
  readonly parent?: TokenParts;
  readonly responsible?: TokenParts;
  readonly originalPpid?: number;
  readonly startTime?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface LineParts {
  readonly type: string;
  readonly event?: Readonly<Record<string, unknown>>;
  readonly process?: Readonly<Record<string, unknown>>;
  readonly seq?: number;
  readonly globalSeq?: number;
  readonly machTime?: number;
  /** ms after 2026-01-01T00:00:00Z. */
  readonly ms?: number;
  readonly version?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

const DAY = Date.parse('2026-01-01T00:00:00Z');
/** Ticks of a 24 MHz clock. */
export const TICKS_PER_MS = 24_000;

function timeAt(ms: number): string {
  const whole = Math.floor(ms);
  const nanoseconds = String(Math.round((ms - whole) * 1e6)).padStart(6, '0');
  return `${new Date(DAY + whole).toISOString().slice(0, -1)}${nanoseconds}Z`;
}

export function token({ pid, pidversion, euid = 0 }: TokenParts): Readonly<Record<string, number>> {
  return { asid: 100_001, auid: 4_294_967_295, egid: 0, euid, pid, pidversion, rgid: 0, ruid: 0 };
}

export function tokenArray({ pid, pidversion, euid = 0 }: TokenParts): readonly number[] {
  return [4_294_967_295, euid, 0, 0, 0, pid, 100_001, pidversion];
}

export function file(path: string): Readonly<Record<string, unknown>> {
  const time = '2026-01-01T00:00:00.000000000Z';
  const stat = {
    st_dev: 1,
    st_ino: 2,
    st_mode: 33261,
    st_nlink: 1,
    st_uid: 0,
    st_gid: 0,
    st_rdev: 0,
    st_size: 1,
    st_blocks: 8,
    st_blksize: 4096,
    st_flags: 0,
    st_gen: 0,
    st_atimespec: time,
    st_mtimespec: time,
    st_ctimespec: time,
    st_birthtimespec: time,
  };
  return { path, path_truncated: false, stat };
}

export const LAUNCHD: TokenParts = { pid: 1, pidversion: 7 };

export function processOf(parts: ProcessParts): Readonly<Record<string, unknown>> {
  const { path = '/usr/bin/tool', platform = true, parent = LAUNCHD, responsible = parts.token } = parts;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    audit_token: token(parts.token),
    ppid: parent.pid,
    original_ppid: parts.originalPpid ?? parent.pid,
    group_id: parts.token.pid,
    session_id: 1,
    codesigning_flags: parts.flags ?? 637_618_689,
    is_platform_binary: platform,
    is_es_client: false,
    cdhash: 'A'.repeat(40),
    signing_id: parts.signingId === undefined ? `com.apple.${name}` : parts.signingId,
    team_id: parts.teamId ?? null,
    executable: file(path),
    tty: null,
    start_time: parts.startTime ?? '2026-01-01T00:00:00.000000Z',
    responsible_audit_token: token(responsible),
    parent_audit_token: token(parent),
    cs_validation_category: 1,
    ...parts.more,
  };
}

export function lineObject(parts: LineParts): Readonly<Record<string, unknown>> {
  const { type, event = {}, globalSeq = 0, seq = globalSeq, ms = globalSeq, version = 10 } = parts;
  return {
    schema_version: 1,
    version,
    time: timeAt(ms),
    mach_time: parts.machTime ?? 1_000_000 + Math.round(ms * TICKS_PER_MS),
    process: parts.process ?? processOf({ token: { pid: 100, pidversion: 200 } }),
    thread: { thread_id: 5 },
    seq_num: seq,
    global_seq_num: globalSeq,
    action_type: 1,
    action: { result: { result_type: 0, result: { auth: 0 } } },
    event_type: 0,
    event: { [type]: event },
    ...parts.more,
  };
}

export function line(parts: LineParts): string {
  return JSON.stringify(lineObject(parts));
}

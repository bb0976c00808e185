/**
 * `es_process_t` as eslogger renders it: 16 keys, 17 from message version 10 (`cs_validation_category`).
 * Audit tokens are objects, but arrays of eight numbers in libbsm order in a macOS 26 beta; `schema_version` was 1 in both.
 */
import type { AuditToken, ProcessImage } from '../model/event.ts';
import { isObject, numberAt, objectAt, textAt } from './json-value.ts';

function tokenFromArray(values: readonly unknown[]): AuditToken | undefined {
  if (values.length < 8 || !values.every((value) => typeof value === 'number')) return undefined;
  const [auid = 0, euid = 0, egid = 0, ruid = 0, rgid = 0, pid = 0, asid = 0, pidversion = 0] = values;
  return { pid, pidversion, auid, euid, egid, ruid, rgid, asid };
}

function decodeToken(value: unknown): AuditToken | undefined {
  if (Array.isArray(value)) return tokenFromArray(value);
  if (!isObject(value)) return undefined;
  const pid = numberAt(value, 'pid');
  const pidversion = numberAt(value, 'pidversion');
  if (pid === undefined || pidversion === undefined) return undefined;
  return {
    pid,
    pidversion,
    auid: numberAt(value, 'auid') ?? 0,
    euid: numberAt(value, 'euid') ?? 0,
    egid: numberAt(value, 'egid') ?? 0,
    ruid: numberAt(value, 'ruid') ?? 0,
    rgid: numberAt(value, 'rgid') ?? 0,
    asid: numberAt(value, 'asid') ?? 0,
  };
}

/** A file object, or a plain string where an event has one instead. */
export function filePath(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return isObject(value) ? textAt(value, 'path') : undefined;
}

/** A directory and a name in it, either of which may be missing; a name that is a path stands for itself. */
export function joinPath(directory: string | undefined, name: string | undefined): string {
  if (directory === undefined || name?.startsWith('/') === true) return name ?? '';
  if (name === undefined) return directory;
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

const NO_HASH = /^0*$/;

/** 40 hex digits in upper case; all zeros stand for none. */
export function presentHash(cdhash: string | undefined): string | undefined {
  return cdhash === undefined || NO_HASH.test(cdhash) ? undefined : cdhash.toUpperCase();
}

/** Undefined for anything without a usable audit token: nothing could be said about it. */
export function decodeProcess(value: unknown): ProcessImage | undefined {
  if (!isObject(value)) return undefined;
  const token = decodeToken(value['audit_token']);
  if (token === undefined) return undefined;
  const parentToken = decodeToken(value['parent_audit_token']);
  const ppid = numberAt(value, 'ppid') ?? parentToken?.pid ?? 0;
  return {
    token,
    parentToken,
    responsibleToken: decodeToken(value['responsible_audit_token']),
    ppid,
    originalPpid: numberAt(value, 'original_ppid') ?? ppid,
    groupId: numberAt(value, 'group_id') ?? 0,
    sessionId: numberAt(value, 'session_id') ?? 0,
    signingId: textAt(value, 'signing_id'),
    teamId: textAt(value, 'team_id'),
    cdhash: presentHash(textAt(value, 'cdhash')),
    codesigningFlags: (numberAt(value, 'codesigning_flags') ?? 0) >>> 0,
    isPlatformBinary: value['is_platform_binary'] === true,
    isEsClient: value['is_es_client'] === true,
    validationCategory: numberAt(value, 'cs_validation_category'),
    executable: filePath(objectAt(value, 'executable') ?? value['executable']) ?? '',
    tty: filePath(value['tty']),
    startTime: textAt(value, 'start_time'),
  };
}

import type { AuditToken } from '../model/event.ts';

/**
 * One execution within one boot: pids are reused and exec keeps the pid, but pidversion grows with every fork and exec.
 * A number where both fit, which on a real Mac they always do: the table is asked several times per line.
 */
export type ProcessKey = number | string;

const PID_LIMIT = 2 ** 21;
const VERSION_LIMIT = 2 ** 32;

export function processKey(token: Pick<AuditToken, 'pid' | 'pidversion'>): ProcessKey {
  const { pid, pidversion } = token;
  const small = Number.isInteger(pid) && pid >= 0 && pid < PID_LIMIT;
  if (small && Number.isInteger(pidversion) && pidversion >= 0 && pidversion < VERSION_LIMIT) {
    return pid * VERSION_LIMIT + pidversion;
  }
  return `${pid}/${pidversion}`;
}

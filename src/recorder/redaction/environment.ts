/**
 * Environment variables: names stay, values are dropped unless their name is on this list, because no form tells a secret from a
 * setting. Listed values still go through the detectors, so homes and account names in them become pseudonyms.
 */
import { DROPPED } from './kinds.ts';

const KEPT_BY_DEFAULT = new Set([
  // Which launchd job a process is: lineage needs it.
  'XPC_SERVICE_NAME',
  'XPC_FLAGS',
  'PATH',
  'HOME',
  'CFFIXED_USER_HOME',
  'USER',
  'LOGNAME',
  'SUDO_USER',
  'SHELL',
  'TMPDIR',
  'PWD',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TERM',
  'TERM_PROGRAM',
  'SHLVL',
  'COMMAND_MODE',
  'OSLogRateLimit',
  'MallocSpaceEfficient',
  'MallocNanoZone',
]);
/** Code injected into a process is behaviour: what these name are paths. */
const KEPT_PREFIXES = ['DYLD_', '__XPC_DYLD_'];
const KEPT_BY_STRICT = new Set(['XPC_SERVICE_NAME', 'XPC_FLAGS', 'PATH', 'SHELL', 'LANG', 'COMMAND_MODE']);
/** Names whose value is the account's name. */
const ACCOUNT_VARIABLES = new Set(['USER', 'LOGNAME', 'SUDO_USER']);
const HOME_VARIABLES = new Set(['HOME', 'CFFIXED_USER_HOME']);
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_.%()-]{0,127}$/;

export type EnvironmentVerdict =
  | { readonly kind: 'keep'; readonly valueStart: number }
  | { readonly kind: 'account'; readonly valueStart: number }
  /** Already without its value. */
  | { readonly kind: 'done' }
  | { readonly kind: 'drop'; readonly replacement: string };

/** What to do with one entry, `NAME=value`. An entry that is none is dropped whole: it may be a value. */
export function judgeEnvironment(entry: string, strict: boolean): EnvironmentVerdict {
  if (entry === DROPPED) return { kind: 'done' };
  const equals = entry.indexOf('=');
  const name = equals === -1 ? '' : entry.slice(0, equals);
  if (!PLAIN_NAME.test(name)) return { kind: 'drop', replacement: DROPPED };
  const valueStart = equals + 1;
  if (valueStart === entry.length || entry.slice(valueStart) === DROPPED) return { kind: 'done' };
  const kept = strict
    ? KEPT_BY_STRICT.has(name)
    : KEPT_BY_DEFAULT.has(name) || KEPT_PREFIXES.some((prefix) => name.startsWith(prefix));
  if (!kept) return { kind: 'drop', replacement: `${name}=${DROPPED}` };
  if (ACCOUNT_VARIABLES.has(name)) return { kind: 'account', valueStart };
  return { kind: 'keep', valueStart };
}

/** The account name an environment gives away: `USER`, `LOGNAME`, and the last part of a home outside the system's own places. */
export function accountIn(entry: string): string | undefined {
  const equals = entry.indexOf('=');
  const name = entry.slice(0, Math.max(equals, 0));
  const value = entry.slice(equals + 1);
  if (ACCOUNT_VARIABLES.has(name)) return value;
  if (!HOME_VARIABLES.has(name) || !value.startsWith('/')) return undefined;
  if (/^\/(?:private\/)?(?:var|System|usr|Library|etc|tmp|bin|sbin)(?:\/|$)/.test(value)) return undefined;
  return value.replace(/\/+$/, '').split('/').at(-1);
}

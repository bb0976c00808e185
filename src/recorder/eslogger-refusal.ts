/**
 * Why eslogger would not record, and what to do about it. Known by the `ES_NEW_CLIENT_RESULT_ERR_*` token in its message on stderr: the sentence around
 * it may change with any release. Two of the sentences are reported from real Macs (26.3, 26.5.2); of the others only the tokens are known, from the API.
 */
import { SSH_RESPONSIBLE, type LaunchContext } from './launch-context.ts';

export const REFUSAL_TOKENS = {
  'not-permitted': 'ES_NEW_CLIENT_RESULT_ERR_NOT_PERMITTED',
  'not-privileged': 'ES_NEW_CLIENT_RESULT_ERR_NOT_PRIVILEGED',
  'not-entitled': 'ES_NEW_CLIENT_RESULT_ERR_NOT_ENTITLED',
  'too-many-clients': 'ES_NEW_CLIENT_RESULT_ERR_TOO_MANY_CLIENTS',
  'invalid-argument': 'ES_NEW_CLIENT_RESULT_ERR_INVALID_ARGUMENT',
  internal: 'ES_NEW_CLIENT_RESULT_ERR_INTERNAL',
} as const satisfies Record<string, string>;
type RefusalKind = keyof typeof REFUSAL_TOKENS;

export type EsloggerRefusal =
  | { readonly kind: RefusalKind }
  /** A token that no API known here has. */
  | { readonly kind: 'new-token'; readonly token: string }
  /** The names it would not take, as far as they can be read from its message. One refuses all. */
  | { readonly kind: 'unknown-events'; readonly names: readonly string[] }
  /** It did not understand its arguments: another eslogger than the ones known here. */
  | { readonly kind: 'usage' };

const TOKEN = /ES_NEW_CLIENT_RESULT_ERR_[A-Z_]+/;
const UNKNOWN_EVENTS = /Failed to parse event types:?\s*(.*)/;
const USAGE =
  /^(?:usage:|error: (?:unknown option|missing|unexpected)|unknown option|missing expected argument|unexpected argument)/im;

/** Undefined: nothing on stderr says that it refused. */
export function parseRefusal(stderr: string): EsloggerRefusal | undefined {
  const token = TOKEN.exec(stderr)?.[0];
  if (token !== undefined) {
    const known = Object.entries(REFUSAL_TOKENS).find(([, name]) => name === token)?.[0];
    const kind = KINDS.find((one) => one === known);
    return kind === undefined ? { kind: 'new-token', token } : { kind };
  }
  const unknown = UNKNOWN_EVENTS.exec(stderr);
  if (unknown !== null)
    return { kind: 'unknown-events', names: (unknown[1] ?? '').match(/[a-z][a-z0-9_]*/g) ?? [] };
  return USAGE.test(stderr) ? { kind: 'usage' } : undefined;
}

const KINDS: readonly RefusalKind[] = [
  'not-permitted',
  'not-privileged',
  'not-entitled',
  'too-many-clients',
  'invalid-argument',
  'internal',
];

/** One sentence: what is wrong. */
export function describeRefusal(refusal: EsloggerRefusal): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return 'eslogger has no Full Disk Access.';
    case 'not-privileged':
      return 'eslogger must run as root.';
    case 'not-entitled':
      return 'eslogger is not entitled to use Endpoint Security: this is not the eslogger that came with macOS, or the system is damaged.';
    case 'too-many-clients':
      return 'Endpoint Security has as many clients as it takes.';
    case 'invalid-argument':
      return 'Endpoint Security refused the arguments eslogger gave it.';
    case 'internal':
      return 'Endpoint Security failed by itself.';
    case 'new-token':
      return `Endpoint Security refused, for a reason not known here (${refusal.token}).`;
    case 'unknown-events':
      return `eslogger does not know ${refusal.names.length === 0 ? 'some event types' : refusal.names.join(', ')}, and one unknown name makes it refuse all.`;
    case 'usage':
      return 'eslogger did not understand its arguments.';
  }
}

const PRIVACY = 'System Settings → Privacy & Security → Full Disk Access';
const MDM =
  'On a managed Mac, a PPPC profile delivered by MDM can grant it (SystemPolicyAllFiles; `esdrift pppc` writes the one for `esdrift arm`); a profile installed by hand cannot.';

/** What to do, exactly, for whoever macOS holds responsible here. */
export function remedyFor(refusal: EsloggerRefusal, context: LaunchContext): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return `${fullDiskAccessRemedy(context)} ${MDM}`;
    case 'not-privileged':
      return context.kind === 'launch-daemon'
        ? 'A LaunchDaemon runs as root unless its plist has UserName: remove that key, or install it again with `sudo esdrift arm`.'
        : 'Run the command again with sudo.';
    case 'too-many-clients':
      return 'End other Endpoint Security clients (security products, other eslogger or esdrift runs): `esdrift doctor` lists the recorders. Then run the command again.';
    case 'unknown-events':
      return 'Compare with `eslogger --list-events`, and name only what it prints; esdrift leaves the others out by itself.';
    case 'invalid-argument':
    case 'usage':
      return 'See `eslogger --help` on this Mac and report the difference; `esdrift record --events lifecycle` asks for the least.';
    case 'not-entitled':
      return 'Check it with `codesign -dv /usr/bin/eslogger`; esdrift runs that one only.';
    case 'internal':
    case 'new-token':
      return 'Run the command again; if it stays, restart the Mac and see `log show --predicate \'subsystem == "com.apple.eslogger"\' --last 5m`.';
  }
}

export function fullDiskAccessRemedy(context: LaunchContext): string {
  switch (context.kind) {
    case 'terminal':
      return `Turn on “${context.app}” in ${PRIVACY}, quit it and open it again.`;
    case 'ssh':
      return `Turn on “Allow full disk access for remote users” in System Settings → General → Sharing → Remote Login (ⓘ), then log in anew. It stands for ${SSH_RESPONSIBLE}.`;
    case 'launch-daemon':
      return `Add /usr/bin/eslogger in ${PRIVACY} (＋, then ⇧⌘G to type the path). The grant is for Apple's eslogger alone: neither Node nor esdrift needs one.`;
    case 'unknown':
      return `Turn on, in ${PRIVACY}, the terminal app this was started from; over SSH, “Allow full disk access for remote users”; for a LaunchDaemon, /usr/bin/eslogger.`;
  }
}

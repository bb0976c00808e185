/**
 * launchd starts every daemon, agent and XPC service in three steps: fork, exec of xpcproxy, exec of the service. That is one
 * launch, by launchd, of the job whose label xpcproxy was given as its first argument (`xpcproxy com.apple.prngseedd`).
 * A child that ends while it is still xpcproxy (exit code 78, say) is a launch of that label that failed.
 */
import type { AuditToken, ProcessImage } from '../model/event.ts';

export const LAUNCHD_PID = 1;

/** The identity that real lines of launchd carry. */
export const LAUNCHD_IMAGE = {
  signingId: 'com.apple.xpc.launchd',
  teamId: undefined,
  cdhash: undefined,
  codesigningFlags: 0,
  isPlatformBinary: true,
  executable: '/sbin/launchd',
} as const;

/** launchd is pid 1 on every Mac, whether or not a line shows it. The token is what a line names. */
export function assumedLaunchd(token: AuditToken): ProcessImage {
  return {
    token,
    parentToken: undefined,
    responsibleToken: token,
    ppid: 0,
    originalPpid: 0,
    groupId: LAUNCHD_PID,
    sessionId: LAUNCHD_PID,
    isEsClient: false,
    validationCategory: undefined,
    ...LAUNCHD_IMAGE,
    tty: undefined,
    startTime: undefined,
  };
}

export function isXpcproxy(
  image: Pick<ProcessImage, 'isPlatformBinary' | 'signingId' | 'executable'>,
): boolean {
  return (
    image.isPlatformBinary &&
    (image.signingId === 'com.apple.xpc.proxy' || image.executable === '/usr/libexec/xpcproxy')
  );
}

/** The job label in `xpcproxy LABEL`. */
export function labelOfProxy(args: readonly string[]): string | undefined {
  const [, label] = args;
  return label === '' ? undefined : label;
}

const SERVICE_NAME = 'XPC_SERVICE_NAME=';

/** Where the exec of xpcproxy was lost: the variable launchd sets. Only to be believed on an exec by xpcproxy, a child of launchd. */
export function labelOfEnvironment(env: readonly string[]): string | undefined {
  const label = env.find((entry) => entry.startsWith(SERVICE_NAME))?.slice(SERVICE_NAME.length);
  return label === '' || label === '0' ? undefined : label;
}

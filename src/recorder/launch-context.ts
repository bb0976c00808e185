/**
 * Who macOS holds responsible for this process. Full Disk Access is not given to eslogger as such but asked of the *responsible* process: the terminal
 * app, the SSH daemon's helper, or, in a LaunchDaemon whose program is eslogger itself, eslogger. The system call that tells who that is has no
 * public interface, so it is read off the ancestors; that is an inference, and `unknown` is an answer.
 */
import type { RunningProcess } from '../platform/macos/processes.ts';

export type LaunchContext =
  | { readonly kind: 'terminal'; readonly app: string; readonly path: string }
  | { readonly kind: 'ssh' }
  | { readonly kind: 'launch-daemon' }
  | { readonly kind: 'unknown' };

/** The binary that the switch for remote users stands for. */
export const SSH_RESPONSIBLE = '/usr/libexec/sshd-keygen-wrapper';

const APP = /^(.*\/([^/]+)\.app)\/Contents\/MacOS\//;
const SSH = /\/sshd(?:-session|-auth|-keygen-wrapper)?$/;

/** `ancestors`: the process itself first, as `ancestry` gives them. The nearest one that explains decides. */
export function launchContextOf(ancestors: readonly RunningProcess[]): LaunchContext {
  for (const { executable } of ancestors) {
    if (SSH.test(executable)) return { kind: 'ssh' };
    const [, path, app] = APP.exec(executable) ?? [];
    if (path !== undefined && app !== undefined) return { kind: 'terminal', app, path };
  }
  // Straight below launchd: a job, or something that left its terminal (tmux, screen, nohup), which has lost its ancestors.
  const [self, parent] = ancestors;
  return self !== undefined && parent?.pid === 1 && self.groupId === self.pid
    ? { kind: 'launch-daemon' }
    : { kind: 'unknown' };
}

/** For whom Full Disk Access is needed, in words. */
export function describeResponsible(context: LaunchContext): string {
  switch (context.kind) {
    case 'terminal':
      return `the app “${context.app}” (${context.path})`;
    case 'ssh':
      return `remote users over SSH (${SSH_RESPONSIBLE})`;
    case 'launch-daemon':
      return '/usr/bin/eslogger itself, as the program of a LaunchDaemon';
    case 'unknown':
      return 'the process that macOS holds responsible for this one (the terminal app, SSH, or eslogger in a LaunchDaemon)';
  }
}

import { describe, expect, it } from 'vitest';
import type { RunningProcess } from '../../src/platform/macos/processes.ts';
import { describeResponsible, launchContextOf } from '../../src/recorder/launch-context.ts';

const chain = (...executables: readonly string[]): readonly RunningProcess[] =>
  executables.map((executable, index) => {
    const pid = index === executables.length - 1 ? 1 : 500 - index;
    return {
      pid,
      parentPid: index === executables.length - 2 ? 1 : 499 - index,
      groupId: pid,
      uid: 0,
      executable,
    };
  });

describe('who is responsible', () => {
  it.each([
    [
      'the terminal app',
      chain(
        '/opt/node',
        '/usr/bin/sudo',
        '-zsh',
        '/Applications/iTerm.app/Contents/MacOS/iTerm2',
        '/sbin/launchd',
      ),
      { kind: 'terminal', app: 'iTerm', path: '/Applications/iTerm.app' },
    ],
    [
      'SSH',
      chain(
        '/opt/node',
        '-zsh',
        '/usr/libexec/sshd-session',
        '/usr/libexec/sshd-keygen-wrapper',
        '/sbin/launchd',
      ),
      { kind: 'ssh' },
    ],
    [
      'a job of launchd',
      chain('/Library/Application Support/esdrift/node', '/sbin/launchd'),
      { kind: 'launch-daemon' },
    ],
    ['nobody known', chain('/opt/node', '-zsh', 'tmux', '/sbin/launchd'), { kind: 'unknown' }],
    ['nobody at all', [], { kind: 'unknown' }],
  ])('%s', (_, ancestors, expected) => {
    const context = launchContextOf(ancestors);
    expect(context).toEqual(expected);
    expect(describeResponsible(context)).not.toBe('');
  });
});

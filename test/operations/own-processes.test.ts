import { describe, expect, it } from 'vitest';
import type { ProcessImage } from '../../src/model/event.ts';
import { OwnProcesses } from '../../src/operations/own-processes.ts';
import { image, token } from '../facts/events.ts';

const own = new OwnProcesses([
  { kind: 'own-process', segment: 1, pid: 400, role: 'recorder' },
  { kind: 'own-process', segment: 1, pid: 410, role: 'command' },
]);
const childOf = (parent: number, pid: number): ProcessImage =>
  image(pid, '/usr/bin/tool', { parentToken: token(parent), ppid: parent, originalPpid: parent });

describe('what the recorder does itself', () => {
  it.each([
    ['itself', image(400, '/usr/local/bin/node'), 1, true],
    ['a tool it runs', childOf(400, 405), 1, true],
    [
      'a tool whose parent was launchd by then',
      { ...childOf(400, 405), parentToken: token(1), ppid: 1 },
      1,
      true,
    ],
    ['the command it runs for the user', childOf(400, 410), 1, false],
    ['what that command starts', childOf(410, 411), 1, false],
    ['somebody else', childOf(1, 300), 1, false],
    ['the same pid in another segment', image(400, '/usr/libexec/other'), 0, false],
  ])('%s', (_, process, segment, expected) => {
    expect(own.isActing({ segment, process })).toBe(expected);
  });
});

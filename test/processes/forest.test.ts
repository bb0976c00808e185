import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWaitStatus } from '../../src/eslogger/wait-status.ts';
import { LifeLines } from '../../src/events/life-lines.ts';
import { NONE } from '../../src/processes/columns.ts';
import { Forest } from '../../src/processes/forest.ts';
import { FAILED_LAUNCH, FORK_ONLY } from '../../src/processes/process-columns.ts';
import { captureLines, haveCaptures } from '../eslogger/captures.ts';
import { decodeAll } from './decoded.ts';
import { Story } from './story.ts';

/** By whole lines, a piece after the other. */
function grow(...pieces: readonly (readonly string[])[]): Forest {
  const forest = new Forest();
  const { texts } = forest;
  const lines = new LifeLines({ withArgs: true, texts, visit: (rows, at) => forest.take(rows, at) });
  for (const piece of pieces) lines.read(Buffer.from(piece.join('\n')), 0);
  forest.finish();
  return forest;
}

function nameOf({ processes, texts }: Forest, row: number): string {
  if (row === NONE) return '-';
  const names: string[] = [];
  for (let run = processes.firstRun[row] ?? NONE; run !== NONE; run = processes.runs.next[run] ?? NONE)
    names.push(texts.images[processes.runs.image[run] ?? 0]?.name ?? '?');
  return names.join('+') || `pid ${processes.pid[row]}`;
}

function rowsOf(forest: Forest): readonly number[] {
  return Array.from({ length: forest.processes.count }, (_, row) => row);
}

const edges = (forest: Forest): string[] =>
  rowsOf(forest).map(
    (row) => `${nameOf(forest, forest.processes.parent[row] ?? NONE)} > ${nameOf(forest, row)}`,
  );

/** What is said of a process beside its images. */
function told({ processes, texts }: Forest, row: number): Readonly<Record<string, unknown>> {
  const status = processes.status[row] ?? NONE;
  return {
    label: texts.labels[processes.label[row] ?? 0],
    failedLaunch: processes.has(row, FAILED_LAUNCH),
    forkOnly: processes.has(row, FORK_ONLY),
    bornOf: processes.bornOf[row],
    status: status === NONE ? undefined : decodeWaitStatus(status),
  };
}

describe('the forest', () => {
  it('has one node a process, whatever it ran', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    const sh = story.spawn(zsh, { path: '/bin/sh' });
    const bash = story.exec(sh, { path: '/bin/bash' });
    story.exit(story.spawn(bash, { path: '/bin/ls' })).exit(bash, 256);
    const forest = grow(story.lines);
    expect(edges(forest)).toEqual(['launchd > zsh', '- > launchd', 'zsh > sh+bash', 'sh+bash > ls']);
    expect(told(forest, 2)).toMatchObject({ status: { kind: 'exited', code: 1 }, forkOnly: false });
    const { startedMs, endedMs } = forest.processes;
    expect(startedMs[2]).toBeLessThan(endedMs[2] ?? 0);
    expect(startedMs[0]).toBeNaN();
  });

  it('hides xpcproxy behind its service, and names a launch that failed', () => {
    const story = new Story();
    story.service('com.a', { path: '/a' });
    story.exit(story.proxy('com.b'), 78 << 8);
    const forest = grow(story.lines);
    expect(edges(forest)).toEqual(['- > launchd', 'launchd > a', 'launchd > pid 501']);
    expect(told(forest, 1)).toMatchObject({ label: 'com.a', failedLaunch: false });
    expect(told(forest, 2)).toMatchObject({ label: 'com.b', failedLaunch: true, status: { code: 78 } });
  });

  it('keeps a fork that never ran a program', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    story.exit(story.fork(zsh));
    const forest = grow(story.lines);
    expect(told(forest, forest.processes.count - 1)).toMatchObject({ forkOnly: true });
  });

  it('knows a parent by its token, and by its copy once a child execs', () => {
    const story = new Story();
    const unseen = story.older({ path: '/bin/zsh', startTime: '2026-01-01T00:00:00.000000Z' });
    story.spawn(unseen, { path: '/bin/ls' });
    story.exit(story.older({ path: '/bin/cat', parent: { pid: 77, pidversion: 78 } }));
    const [, exec = '', exit = ''] = story.lines;
    expect(edges(grow([exec, exit]))).toEqual(['zsh > ls', '- > zsh', 'pid 77 > cat', '- > pid 77']);
  });

  it('says which pid bore a process that launchd adopted before the recording', () => {
    const story = new Story();
    story.exit(story.older({ path: '/bin/cat', originalPpid: 4242 }));
    expect(told(grow(story.lines), 0)).toMatchObject({ bornOf: 4242 });
  });

  it('puts such a process under the one that had this pid, if it was there by then', () => {
    const story = new Story();
    const at = (seconds: number): string => `2026-01-01T00:00:0${seconds}.000000Z`;
    const terminal = { parts: { token: { pid: 4242, pidversion: 5 }, path: '/Terminal', startTime: at(1) } };
    story.exit(terminal);
    story.exit(story.older({ path: '/bin/login', originalPpid: 4242, startTime: at(2) }));
    story.exit(story.older({ path: '/bin/zsh', originalPpid: 4242, startTime: at(0) }));
    expect(edges(grow(story.lines))).toEqual([
      'launchd > Terminal',
      '- > launchd',
      'Terminal > login',
      'launchd > zsh',
    ]);
  });

  it('links the responsible process, seen before or after, in its own boot', () => {
    const one = new Story();
    const app = one.older({ path: '/app' });
    one.service('com.x', { path: '/x', responsible: app.parts.token });
    one.exit(app);
    const forest = grow(one.lines);
    const service = rowsOf(forest).find((row) => told(forest, row)['label'] === 'com.x') ?? NONE;
    expect(nameOf(forest, forest.processes.responsible[service] ?? NONE)).toBe('app');
  });

  it('survives circles', () => {
    const story = new Story();
    const [a, b] = [
      { pid: 10, pidversion: 11 },
      { pid: 20, pidversion: 21 },
    ];
    story.exit({ parts: { token: a, path: '/a', parent: b, responsible: b, originalPpid: 20 } });
    story.exit({ parts: { token: b, path: '/b', parent: a, responsible: a, originalPpid: 10 } });
    expect(edges(grow(story.lines))).toEqual(['b > a', '- > b']);
  });

  it('does not depend on how the lines are split', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    for (let index = 0; index < 10; index += 1) {
      story.exit(story.spawn(zsh, { path: `/bin/tool-${index % 3}` }));
      story.emit('rename', zsh);
      story.service(`com.job.${index}`, { path: '/service' });
    }
    const whole = edges(grow(story.lines));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: story.lines.length }), { maxLength: 8 }), (cuts) => {
        const bounds = [0, ...cuts, story.lines.length].sort((x, y) => x - y);
        const pieces = bounds.map((start, index) => story.lines.slice(start, bounds[index + 1] ?? start));
        expect(edges(grow(...pieces))).toEqual(whole);
      }),
    );
  });
});

describe('events that were decoded whole', () => {
  it('grow the same forest as rows', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    const sh = story.spawn(zsh, { path: '/bin/sh', args: ['sh', '-c', 'x'] });
    story.exit(story.service('com.a', { path: '/a', args: ['a'] }), 9).exit(sh, 256);
    const forest = new Forest();
    for (const event of decodeAll(story.lines)) forest.apply(event);
    forest.finish();
    const other = grow(story.lines);
    expect(edges(forest)).toEqual(edges(other));
    expect(rowsOf(forest).map((row) => told(forest, row))).toEqual(
      rowsOf(other).map((row) => told(other, row)),
    );
    expect(forest.texts.args).toEqual(other.texts.args);
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it('draw the forest that was there', () => {
    expect(edges(grow(captureLines('datadog-agent-v10')))).toEqual([
      'launchd > example-daemon',
      '- > launchd',
      'example-daemon > wdutil',
      'pid 807 > Example Helper',
      '- > pid 807',
      'launchd > pid 20746',
    ]);
  });
});

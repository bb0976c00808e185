import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LifeLines, type LifeEvent } from '../../src/events/life-lines.ts';
import { Forest, type ProcessNode } from '../../src/processes/forest.ts';
import { captureLines, haveCaptures } from '../eslogger/captures.ts';
import { Story } from './story.ts';

function extract(text: string): readonly LifeEvent[] {
  const events: LifeEvent[] = [];
  const lines = new LifeLines({ withArgs: true, visit: (event) => events.push(event) });
  lines.read(Buffer.from(text), 0);
  return events;
}

function grow(lines: readonly string[]): readonly ProcessNode[] {
  const forest = new Forest();
  for (const event of extract(lines.join('\n'))) forest.apply(event);
  return forest.finish();
}

const names = (node: ProcessNode | undefined): string =>
  node === undefined
    ? '-'
    : node.executions.map(({ image }) => image.executable.split('/').at(-1)).join('+') || `pid ${node.pid}`;

const edges = (nodes: readonly ProcessNode[]): string[] =>
  nodes.map((node) => `${names(node.parent)} > ${names(node)}`);

describe('the forest', () => {
  it('has one node a process, whatever it ran', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    const sh = story.spawn(zsh, { path: '/bin/sh' });
    const bash = story.exec(sh, { path: '/bin/bash' });
    story.exit(story.spawn(bash, { path: '/bin/ls' })).exit(bash, 256);
    const nodes = grow(story.lines);
    expect(edges(nodes)).toEqual(['launchd > zsh', '- > launchd', 'zsh > sh+bash', 'sh+bash > ls']);
    expect(nodes[2]).toMatchObject({ status: { kind: 'exited', code: 1 }, forkOnly: false });
    expect(nodes[2]?.startedMs).toBeLessThan(nodes[2]?.endedMs ?? 0);
    expect(nodes[0]?.startedMs).toBeUndefined();
  });

  it('hides xpcproxy behind its service, and names a launch that failed', () => {
    const story = new Story();
    story.service('com.a', { path: '/a' });
    story.exit(story.proxy('com.b'), 78 << 8);
    const nodes = grow(story.lines);
    expect(edges(nodes)).toEqual(['- > launchd', 'launchd > a', 'launchd > pid 501']);
    expect(nodes[1]).toMatchObject({ label: 'com.a', failedLaunch: false });
    expect(nodes[2]).toMatchObject({ label: 'com.b', failedLaunch: true, status: { code: 78 } });
  });

  it('keeps a fork that never ran a program', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    story.exit(story.fork(zsh));
    expect(grow(story.lines).at(-1)).toMatchObject({ forkOnly: true });
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
    expect(grow(story.lines)[0]).toMatchObject({ bornOf: 4242 });
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
    const nodes = grow(one.lines);
    const service = nodes.find((node) => node.label === 'com.x');
    expect(names(service?.responsible)).toBe('app');
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
        const forest = new Forest();
        for (const [index, start] of bounds.entries()) {
          for (const event of extract(story.lines.slice(start, bounds[index + 1] ?? start).join('\n')))
            forest.apply(event);
        }
        expect(edges(forest.finish())).toEqual(whole);
      }),
    );
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

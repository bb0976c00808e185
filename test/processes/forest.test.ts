import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import type { ProcessImage } from '../../src/model/event.ts';
import { extractLife } from '../../src/processes/extract-life.ts';
import { Forest, type ProcessNode } from '../../src/processes/forest.ts';
import { readLifeColumns, type PlacedLifeEvent } from '../../src/processes/life-columns.ts';
import { captureBytes, captureLines, CAPTURES, haveCaptures } from '../eslogger/captures.ts';
import { processOf } from '../eslogger/line-builder.ts';
import { Story } from './story.ts';

function extract(text: string): readonly PlacedLifeEvent[] {
  return [...readLifeColumns(extractLife(Buffer.from(text), { withArgs: true }), 0)];
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

/** What a tree needs of an image. */
function essence(image: ProcessImage): Partial<ProcessImage> {
  const {
    executable,
    signingId,
    teamId,
    cdhash,
    codesigningFlags,
    isPlatformBinary,
    originalPpid,
    startTime,
  } = image;
  return {
    executable,
    signingId,
    teamId,
    cdhash,
    codesigningFlags,
    isPlatformBinary,
    originalPpid,
    startTime,
  };
}

const tokens = ({ token, parentToken, responsibleToken }: ProcessImage): readonly unknown[] =>
  [token, parentToken, responsibleToken].map((each) => each && [each.pid, each.pidversion]);

/** The same facts read line by line with the full decoder. */
function expectSameAsDecoder(lines: readonly string[], extracted: readonly PlacedLifeEvent[]): void {
  const decoded = lines.flatMap((text) => {
    const result = decodeLine(text);
    return result.ok && ['fork', 'exec', 'exit'].includes(result.event.payload.kind) ? [result.event] : [];
  });
  expect(extracted.length).toBe(decoded.length);
  for (const [index, event] of decoded.entries()) {
    const other = extracted[index];
    expect(other).toMatchObject({
      globalSeq: event.globalSeq,
      machTime: event.machTime,
      timeMs: event.timeMs,
    });
    const images = [event, other].map((each) => {
      if (each === undefined) return [];
      const { payload } = each;
      const second =
        payload.kind === 'fork' ? [payload.child] : payload.kind === 'exec' ? [payload.target] : [];
      return [each.process, ...second].map((image) => [essence(image), tokens(image)]);
    });
    expect(images[1]).toEqual(images[0]);
    if (event.payload.kind === 'exec') expect(other?.payload).toMatchObject({ args: event.payload.args });
    if (event.payload.kind === 'exit') expect(other?.payload).toEqual(event.payload);
  }
}

describe('extraction', () => {
  it('finds what the decoder finds, among other lines and odd ones', () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh', teamId: 'TEAM', platform: false });
    story.emit('rename', zsh, { args: '"event":{"exec":{' });
    const ls = story.spawn(zsh, { path: '/bin/ls', args: ['ls', 'ü\n"event":{"exit":{}}'] });
    story.exit(ls, 9).exit(zsh, 139).exit(zsh, 256);
    const hidden = processOf({ token: { pid: 5, pidversion: 6 } });
    story.emit('exec', zsh, { target: hidden, args: [], entitlements: { event: { rename: {} } } });
    story.emit('unlink', zsh, { event: { exit: 1 } });
    const lines = [...story.lines];
    // The same in another spelling: the marker is not there.
    const spaced = lines.map((text) => JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', ''));
    for (const variant of [lines, spaced]) expectSameAsDecoder(variant, extract(variant.join('\r\n')));
  });

  it('counts lines that cannot be read', () => {
    expect(extractLife(Buffer.from('{"event":{"exec":{}}}\nrubbish\n'), { withArgs: false }).badLines).toBe(
      2,
    );
  });

  it('keeps the arguments that give a job its label, and others only where asked for', () => {
    const story = new Story();
    story.service('com.a', { path: '/a', args: ['a', 'secret'] });
    const text = story.lines.join('\n');
    const { argLists } = extractLife(Buffer.from(text), { withArgs: false });
    expect(argLists).toEqual([['xpcproxy', 'com.a']]);
  });
});

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
  it.each(CAPTURES)('%s: extraction finds what the decoder finds', (name) => {
    expectSameAsDecoder(captureLines(name), [
      ...readLifeColumns(extractLife(captureBytes(name), { withArgs: true }), 0),
    ]);
  });

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

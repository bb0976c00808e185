import { describe, expect, it } from 'vitest';
import type { ProcessImage } from '../../src/model/event.ts';
import { ProcessTable, type ProcessStep } from '../../src/processes/table.ts';
import { captureLines, haveCaptures } from '../eslogger/captures.ts';
import { processOf } from '../eslogger/line-builder.ts';
import { decodeAll } from './decoded.ts';
import { asTarget, Story } from './story.ts';

const name = (image: ProcessImage | undefined): string => image?.executable.split('/').at(-1) ?? '?';

function words(step: ProcessStep | undefined): string {
  switch (step?.kind) {
    case undefined:
      return '-';
    case 'fork':
      return `fork ${name(step.parent)} > ${name(step.child)}`;
    case 'launch':
      return `${step.form} ${name(step.parent)} (${step.parentBasis}) > ${name(step.before)} > ${name(step.image)} ${step.label ?? ''}`.trim();
    case 'proxy':
      return `proxy ${step.label ?? ''}`;
    case 'exit':
    case 'failed-launch':
      return `${step.kind} ${name(step.image)} ${step.label ?? ''}`.trim();
  }
}

function follow(lines: readonly string[]): { table: ProcessTable; steps: string[] } {
  const table = new ProcessTable();
  const steps = decodeAll(lines).map((event) => words(table.apply(event)));
  return { table, steps };
}

const shell = { path: '/bin/zsh' };

describe('launches', () => {
  it('are fork and exec, and a further exec in the same process replaces the program', () => {
    const story = new Story();
    const zsh = story.older(shell);
    const sh = story.spawn(zsh, { path: '/bin/sh' });
    story.exit(story.exec(sh, { path: '/bin/bash' }));
    expect(follow(story.lines).steps).toEqual([
      'fork zsh > zsh',
      'spawn zsh (seen) > zsh > sh',
      're-exec zsh (seen) > sh > bash',
      'exit bash',
    ]);
  });

  it('through xpcproxy are one launch by launchd, with the label of the job', () => {
    const story = new Story();
    const service = story.service('com.apple.prngseedd', { path: '/usr/libexec/prngseedd' });
    story.exit(service);
    expect(follow(story.lines).steps).toEqual([
      'fork launchd > launchd',
      'proxy com.apple.prngseedd',
      'service launchd (seen) > xpcproxy > prngseedd com.apple.prngseedd',
      'exit prngseedd com.apple.prngseedd',
    ]);
  });

  it('that end as xpcproxy have failed', () => {
    const story = new Story();
    story.exit(story.proxy('com.apple.x'), 78 << 8);
    expect(follow(story.lines).steps.at(-1)).toBe('failed-launch xpcproxy com.apple.x');
  });

  it('keep the label when the exec of xpcproxy was lost', () => {
    const story = new Story();
    const proxy = story.older({ path: '/usr/libexec/xpcproxy', signingId: 'com.apple.xpc.proxy' });
    const target = processOf({
      token: { pid: proxy.parts.token.pid, pidversion: 5000 },
      path: '/usr/libexec/d',
    });
    story.emit('exec', proxy, { target, args: ['d'], env: ['A=1', 'XPC_SERVICE_NAME=com.example.d'] });
    expect(follow(story.lines).steps).toEqual(['service launchd (launchd) > xpcproxy > d com.example.d']);
  });

  it('do not believe an xpcproxy that is no platform binary, or no child of launchd', () => {
    const story = new Story();
    const zsh = story.older(shell);
    const fake = story.spawn(zsh, { path: '/usr/libexec/xpcproxy', args: ['xpcproxy', 'com.apple.fake'] });
    story.exec(fake, { path: '/tmp/x' });
    expect(follow(story.lines).steps.slice(1)).toEqual([
      'spawn zsh (seen) > zsh > xpcproxy',
      're-exec zsh (seen) > xpcproxy > x',
    ]);
  });

  it('of parents that never spoke are known by the copy of the parent that execs', () => {
    const story = new Story();
    const unseen = story.older(shell);
    const child = story.fork(unseen);
    story.exec(child, { path: '/bin/ls' });
    const [, exec = ''] = story.lines;
    const freshAt = '2026-01-01T00:00:00.050000Z';
    const fresh = exec.replaceAll('2026-01-01T00:00:00.000000Z', freshAt);
    expect(follow([fresh]).steps).toEqual(['spawn zsh (fork-copy) > zsh > ls']);
  });

  it('long after the fork replace a program, when nothing of it was seen', () => {
    const story = new Story({ startMs: 3_600_000 });
    const zsh = story.older(shell);
    story.exec(zsh, { path: '/bin/ls' });
    expect(follow(story.lines).steps).toEqual(['re-exec launchd (launchd) > zsh > ls']);
  });
});

describe('the table', () => {
  it('keeps a reused pid apart', () => {
    const story = new Story();
    const zsh = story.older(shell);
    const ls = story.exec(story.fork(zsh, 700), { path: '/bin/ls' });
    story.exit(ls);
    const cat = story.exec(story.fork(zsh, 700), { path: '/bin/cat' });
    story.emit('unlink', cat);
    const { table } = follow(story.lines);
    const [old, current] = [ls, cat].map(
      ({ parts }) => decodeAll([new Story().emit('x', { parts }).lines[0] ?? ''])[0],
    );
    expect(name(old && table.imageOf(old.process.token))).toBe('ls');
    expect(name(current && table.imageOf(current.process.token))).toBe('cat');
    expect(current && name(table.parentOf(current.process))).toBe('zsh');
  });

  it('knows the parent at birth after launchd adopted the process', () => {
    const story = new Story();
    const zsh = story.older(shell);
    const tool = story.spawn(zsh, { path: '/usr/bin/tool' });
    story.exit(zsh);
    const orphan = {
      parts: { ...tool.parts, parent: story.launchd.parts.token, originalPpid: zsh.parts.token.pid },
    };
    story.emit('unlink', orphan);
    const { table } = follow(story.lines);
    const last = decodeAll(story.lines).at(-1);
    expect(last?.process.parentToken?.pid).toBe(1);
    expect(name(last && table.parentOf(last.process))).toBe('zsh');
  });

  it('does not take launchd for the parent of a process that it adopted before the recording', () => {
    const story = new Story();
    const orphan = story.older({ ...shell, originalPpid: 4242 });
    story.emit('unlink', orphan);
    const { table } = follow(story.lines);
    const last = decodeAll(story.lines).at(-1);
    expect(last && table.parentOf(last.process)).toBeUndefined();
  });

  it('says who is responsible: another process, the process itself, or nobody known', () => {
    const story = new Story();
    const app = story.older({ path: '/Applications/A.app/Contents/MacOS/A' });
    story.emit('unlink', app);
    const service = story.service('com.a.x', { path: '/x', responsible: app.parts.token });
    const stranger = story.older({ path: '/y', responsible: { pid: 9, pidversion: 9 } });
    for (const actor of [app, service, stranger]) story.emit('unlink', actor);
    const { table } = follow(story.lines);
    const names = decodeAll(story.lines)
      .slice(-3)
      .map(({ process }) => name(table.responsibleOf(process)));
    expect(names).toEqual(['A', 'A', '?']);
  });

  it('knows launchd without ever having seen it', () => {
    const { table } = follow([]);
    const token = { pid: 1, pidversion: 590, auid: 0, euid: 0, egid: 0, ruid: 0, rgid: 0, asid: 0 };
    expect(table.imageOf(token)).toMatchObject({ executable: '/sbin/launchd', isPlatformBinary: true });
    expect(table.imageOf({ ...token, pid: 2 })).toBeUndefined();
  });

  it('keeps the processes over a restart of eslogger, and forgets them over a restart of the machine', () => {
    const one = new Story();
    const zsh = one.older(shell);
    one.emit('unlink', zsh);
    const sameBoot = new Story({ startMs: 60_000, machTime: 1_000_000 + 60_000 * 24_000 });
    sameBoot.emit('signal', sameBoot.launchd, { sig: 9 });
    const nextBoot = new Story({ startMs: 600_000, machTime: 500 });
    nextBoot.emit('signal', nextBoot.launchd, { sig: 9 });
    const token = decodeAll(one.lines)[0]?.process.token;
    const known = (lines: readonly string[]): [number, string] => {
      const { table } = follow(lines);
      return [table.boot, name(token && table.imageOf(token))];
    };
    expect(known([...one.lines, ...sameBoot.lines])).toEqual([0, 'zsh']);
    expect(known([...one.lines, ...nextBoot.lines])).toEqual([1, '?']);
  });

  it("notices a restart by launchd's own token where the ticks do not tell", () => {
    const one = new Story({ machTime: 1_000 });
    one.emit('signal', one.launchd, { sig: 9 });
    const later = new Story({
      startMs: 900_000,
      machTime: 900_000 * 24_000,
      launchd: { pid: 1, pidversion: 33 },
    });
    later.emit('signal', later.launchd, { sig: 9 });
    expect(follow([...one.lines, ...later.lines]).table.boot).toBe(1);
  });

  it('does not let an outdated name of a process take the place of the one that runs', () => {
    const story = new Story();
    const zsh = story.older(shell);
    const old = story.fork(zsh, 900);
    const now = story.exec(old, { path: '/bin/ls' });
    story.emit('signal', zsh, {
      target: asTarget({ parts: { ...old.parts, token: { pid: 900, pidversion: 12 } } }),
      sig: 1,
    });
    story.exit(now);
    expect(follow(story.lines).steps.at(-1)).toBe('exit ls');
  });

  it('does not grow with processes that have ended', () => {
    const table = new ProcessTable();
    let most = 0;
    for (let round = 0; round < 10; round += 1) {
      const story = new Story({ pid: 500, pidversion: 1000 + round * 10_000 });
      for (let index = 0; index < 3000; index += 1) story.exit(story.fork(story.launchd, 500 + (index % 50)));
      for (const event of decodeAll(story.lines)) table.apply(event);
      most = Math.max(most, table.size);
    }
    expect(most).toBeLessThan(20_000);
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it('make the launches that happened', () => {
    expect(follow(captureLines('datadog-agent-v10')).steps).toEqual([
      'fork example-daemon > example-daemon',
      'spawn example-daemon (seen) > example-daemon > wdutil',
      'exit wdutil',
      'exit Example Helper',
      'fork launchd > launchd',
      'proxy com.apple.distnoted.xpc.agent',
      'failed-launch xpcproxy com.apple.distnoted.xpc.agent',
    ]);
    expect(follow(captureLines('mullvad-v9-v10-v11').slice(3)).steps).toEqual([
      'service launchd (launchd) > xpcproxy > localizationswitcherd com.apple.localizationswitcherd',
    ]);
  });
});

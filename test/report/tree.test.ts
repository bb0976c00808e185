import { describe, expect, it } from 'vitest';
import { processTree, type ProcessTreeOptions } from '../../src/operations/process-tree.ts';
import { columnsOf } from '../../src/report/fit-width.ts';
import { renderTree } from '../../src/report/tree.ts';
import { Story } from '../processes/story.ts';
import { traceFile, type TraceFileOptions } from '../operations/trace-file.ts';

interface View extends Partial<ProcessTreeOptions> {
  readonly columns?: number;
  readonly lines?: number;
  readonly color?: boolean;
  readonly trace?: TraceFileOptions;
}

async function draw(lines: readonly string[], view: View = {}): Promise<string[]> {
  const { columns = 100, lines: most = 0, color = false, trace = {}, ...options } = view;
  const tree = await processTree(await traceFile(lines, trace), { by: 'parent', workers: 1, ...options });
  return renderTree(tree, { terminal: { columns, color }, lines: most, fold: true }).split('\n');
}

function upgrade(): Story {
  const story = new Story();
  const zsh = story.older({ path: '/bin/zsh' });
  story.exit(story.spawn(zsh, { path: '/usr/sbin/softwareupdate', args: ['softwareupdate', '-i'] }));
  const brain = story.service('com.apple.MobileSoftwareUpdate.UpdateBrainService', {
    path: '/private/var/db/brain',
    signingId: 'com.apple.MobileSoftwareUpdate.UpdateBrainService',
  });
  for (let index = 0; index < 14; index += 1) {
    const mount = story.spawn(brain, { path: '/sbin/mount_apfs' });
    story.pause(index * 10).exit(mount);
  }
  story.exit(story.spawn(brain, { path: '/usr/sbin/bless' }), 9);
  return story;
}

describe('the drawing', () => {
  it('folds like siblings, and shows how each process ended and who signed it', async () => {
    expect(await draw(upgrade().lines)).toEqual([
      '19 processes by parent · 5.9s · 2 processes older than the recording',
      '',
      'launchd [1]  older · platform com.apple.xpc.launchd',
      '├─ zsh [500]  older · platform com.apple.zsh',
      '│  └─ softwareupdate [501]  +00:00:00.000 · ran 200ms · exit 0 · platform com.apple.softwareupdate',
      '└─ brain [502]  +00:00:00.300 · platform com.apple.MobileSoftwareUpdate.UpdateBrainService',
      '   ├─ mount_apfs ×14  +00:00:00.600 · ran 200ms–330ms · exit 0 · platform com.apple.mount_apfs',
      '   └─ bless [517]  +00:00:05.710 · ran 200ms · SIGKILL · platform com.apple.bless',
      '',
    ]);
  });

  it('folds siblings with what is below them only where that is alike too', async () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    const script = (tool: string): void => {
      const bash = story.spawn(zsh, { path: '/bin/bash' });
      story.exit(story.spawn(bash, { path: tool })).exit(bash);
    };
    for (const tool of ['/bin/ls', '/bin/cat', '/bin/ls', '/bin/ls']) script(tool);
    const drawn = (await draw(story.lines))
      .slice(2, 8)
      .map((line) => line.replace(/(?<=[\])×\d]) {2}.*/, ''));
    expect(drawn).toEqual([
      'launchd [1]',
      '└─ zsh [500]',
      '   ├─ bash ×3',
      '   │  └─ ls [502]',
      '   └─ bash [503]',
      '      └─ cat [504]',
    ]);
  });

  it('stands under the responsible process where asked', async () => {
    const story = new Story();
    const app = story.older({
      path: '/Applications/A.app/Contents/MacOS/A',
      signingId: 'com.a',
      platform: false,
      teamId: 'TEAM123456',
    });
    story.service('com.a.helper', { path: '/h', responsible: app.parts.token });
    story.exit(app);
    const drawn = await draw(story.lines, { by: 'responsible' });
    expect(drawn.slice(2, 5)).toEqual([
      'launchd [1]  older · platform com.apple.xpc.launchd',
      'A [500]  older · exit 0 · TEAM123456 com.a',
      '└─ h [501]  +00:00:00.000 · platform com.apple.h · job com.a.helper',
    ]);
  });

  it('names a failed launch by its job, a repeated exec by its programs, a fork as such', async () => {
    const story = new Story();
    story.exit(story.proxy('com.apple.distnoted.xpc.agent'), 78 << 8);
    const sh = story.spawn(story.launchd, { path: '/bin/sh' });
    const bash = story.exec(sh, { path: '/bin/bash', platform: false, signingId: null, flags: 0 });
    story.exit(story.fork(bash), 139);
    expect((await draw(story.lines)).slice(3, 6)).toEqual([
      '├─ com.apple.distnoted.xpc.agent [500]  +00:00:00.000 · launch failed · ran 200ms · exit 78',
      '└─ sh → bash [501]  +00:00:00.300 · unsigned',
      '   └─ bash [502]  +00:00:00.600 · fork only · ran 100ms · SIGSEGV, core dumped · unsigned',
    ]);
  });

  it('keeps every line within the terminal, wide characters and deep nesting included', async () => {
    const story = new Story();
    let shell = story.older({ path: '/bin/非常に長い名前のシェル' });
    for (let level = 0; level < 40; level += 1)
      shell = story.spawn(shell, { path: `/bin/シェル-${'x'.repeat(level)}` });
    const drawn = await draw(story.lines, { columns: 60, withArgs: true });
    expect(drawn.length).toBeGreaterThan(40);
    expect(drawn.filter((line) => columnsOf(line) > 60)).toEqual([]);
    expect(drawn.some((line) => /40▸ /.test(line))).toBe(true);
  });

  it('shows hostile names as text', async () => {
    const story = new Story();
    const evil = '/tmp/\u001b[31m\u202egnp.exe\n';
    story.exit(story.spawn(story.launchd, { path: evil, signingId: 'id\u0007', args: ['\u009b2J'] }));
    const text = (await draw(story.lines, { withArgs: true, columns: 200 })).join('\n');
    expect(text).toContain('\\u{1b}[31m\\u{202e}gnp.exe\\u{a} [500]');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('shows arguments whole, in lines of their own', async () => {
    const story = new Story();
    const volume = `/Volumes/${'long name '.repeat(9)}/end`;
    story.exit(story.spawn(story.launchd, { path: '/usr/sbin/bless', args: ['bless', '--mount', volume] }));
    const drawn = await draw(story.lines, { withArgs: true, columns: 60 });
    expect(drawn.filter((line) => columnsOf(line) > 60)).toEqual([]);
    expect(drawn.join('').replaceAll(/\s+/g, ' ')).toContain('/end"]');
    const many = Array.from({ length: 900 }, (_, index) => `--option-${index}`);
    const endless = new Story();
    endless.exit(endless.spawn(endless.launchd, { path: '/usr/bin/tool', args: many }));
    const capped = await draw(endless.lines, { withArgs: true, columns: 60 });
    expect(capped.length).toBeLessThan(20);
    expect(capped.join('\n')).toMatch(/… \d+ more lines/);
  });

  it('colours only where asked', async () => {
    expect((await draw(upgrade().lines, { color: true })).join('')).toContain('\u001b[');
    expect((await draw(upgrade().lines)).join('')).not.toContain('\u001b[');
  });
});

describe('what is left out is said', () => {
  it('with --program: matches, what is above and below, and how many others there are', async () => {
    const drawn = await draw(upgrade().lines, { program: 'com.apple.MobileSoftwareUpdate*' });
    expect(drawn.slice(2)).toEqual([
      'launchd [1]  older · platform com.apple.xpc.launchd',
      '└─ brain [502]  +00:00:00.300 · platform com.apple.MobileSoftwareUpdate.UpdateBrainService',
      '   ├─ mount_apfs ×14  +00:00:00.600 · ran 200ms–330ms · exit 0 · platform com.apple.mount_apfs',
      '   └─ bless [517]  +00:00:05.710 · ran 200ms · SIGKILL · platform com.apple.bless',
      '',
      '2 processes did not match the filter.',
      '',
    ]);
    expect((await draw(upgrade().lines, { program: 'nothing' })).slice(2)).toEqual([
      'No process matches.',
      '',
      '19 processes did not match the filter.',
      '',
    ]);
  });

  it('with --since, --depth and a limit', async () => {
    const since = await draw(upgrade().lines, { since: '4.8s' });
    expect(since.filter((line) => line.includes('mount_apfs'))[0]).toContain('mount_apfs ×2');
    const shallow = await draw(upgrade().lines, { depth: 1 });
    expect(shallow.slice(-3)).toEqual(['', '16 processes stand deeper than --depth.', '']);
    const short = await draw(upgrade().lines, { lines: 3 });
    expect(short.slice(2)).toEqual([
      expect.stringContaining('launchd'),
      expect.stringContaining('zsh'),
      expect.stringContaining('softwareupdate'),
      '',
      '16 processes more not drawn: --limit 0 draws all.',
      '',
    ]);
  });

  it('for lost events, restarts, blind windows, synthetic traces and bad lines', async () => {
    const one = upgrade().lose('exec', 3).lose('rename', 2);
    one.exit(one.spawn(one.launchd, { path: '/last' }));
    const next = new Story({ startMs: 600_000, machTime: 5 });
    next.exit(next.spawn(next.launchd, { path: '/after' }));
    const trace = {
      header: { provenance: 'synthetic', method: 'ota' } as const,
      badLines: { 3: '{"event":{"exec":{}}}' },
    };
    const drawn = await draw([...one.lines, ...next.lines], { trace });
    expect(drawn[0]).toBe('ota');
    expect(drawn[1]).toBe('SYNTHETIC trace: a simulator wrote it, no Mac did.');
    expect(drawn[2]).toContain('over 2 boots');
    expect(drawn).toContain('── after restart 1, from +00:10:00.000 ──');
    expect(drawn.slice(-4)).toEqual([
      '1 line of the trace could not be read.',
      '5 events lost (3 exec, 2 of unknown type): what is missing here may have happened.',
      'Nothing was recorded from +00:00:06.710 for 9m53s: the machine was restarted.',
      '',
    ]);
  });
});

/** The built command line, as a person sees it: run `npm run build` first, as `npm test` does. */
import { describe, expect, it } from 'vitest';
import { esdrift } from '../acceptance/cli.ts';
import { captureLines, haveCaptures } from '../eslogger/captures.ts';
import { file } from '../eslogger/line-builder.ts';
import { traceFile } from '../operations/trace-file.ts';
import { Story } from '../processes/story.ts';

function upgrade(): readonly string[] {
  const story = new Story();
  const zsh = story.older({ path: '/bin/zsh' });
  const update = story.spawn(zsh, { path: '/usr/sbin/softwareupdate', args: ['softwareupdate', '-iR'] });
  const daemon = story.older({ path: '/usr/libexec/mobileassetd' });
  for (let index = 0; index < 3; index += 1) {
    story.emit('rename', daemon, {
      source: file(`/private/var/tmp/CFNetworkDownload_${index}.tmp`),
      destination_type: 1,
      destination: { new_path: { dir: file('/System/Library/AssetsV2/staged'), filename: `${index}.asset` } },
    });
  }
  story.lose('rename', 2);
  const brain = story.service('com.apple.UpdateBrain', {
    path: '/brain',
    signingId: 'com.apple.UpdateBrain',
  });
  for (let index = 0; index < 14; index += 1) story.exit(story.spawn(brain, { path: '/sbin/mount_apfs' }));
  story.exit(update, 9);
  const next = new Story({ startMs: 300_000, machTime: 50, launchd: { pid: 1, pidversion: 9 } });
  next.service('com.apple.softwareupdated', {
    path: '/softwareupdated',
    signingId: 'com.apple.softwareupdated',
  });
  return [...story.lines, ...next.lines];
}

const header = {
  provenance: 'synthetic',
  method: 'ota',
  os: { productVersion: '26.1', buildVersion: '25B78' },
  target: { productVersion: '26.2', buildVersion: '25C56' },
} as const;

describe('trace tree', () => {
  it('draws the forest', async () => {
    const path = await traceFile(upgrade(), { header, linesPerFrame: 11 });
    const { stdout, stderr, code } = await esdrift([
      'trace',
      'tree',
      path,
      '--width',
      '90',
      '--workers',
      '2',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'ota, macOS 26.1 (25B78) → 26.2 (25C56)',
      'SYNTHETIC trace: a simulator wrote it, no Mac did.',
      '20 processes by parent · 5m00s over 2 boots · 3 processes older than the recording',
      '',
      'launchd [1]  older · platform com.apple.xpc.launchd',
      '├─ zsh [500]  older · platform com.apple.zsh',
      '│  └─ softwareupdate [501]  +00:00:00.000 · ran 5.2s · SIGKILL · platform com.apple.softw…',
      '└─ brain [503]  +00:00:00.700 · platform com.apple.UpdateBrain',
      '   └─ mount_apfs ×14  +00:00:01.000 · ran 200ms · exit 0 · platform com.apple.mount_apfs',
      '',
      '── after restart 1, from +00:05:00.000 ──',
      'launchd [1]  older · platform com.apple.xpc.launchd',
      '└─ softwareupdated [500]  +00:05:00.000 · platform com.apple.softwareupdated',
      '',
      '2 events lost (2 of unknown type): what is missing here may have happened.',
      'Nothing was recorded from +00:00:05.200 for 4m55s: the machine was restarted.',
      '',
    ]);
  });

  it('prints the same as a document, and fails the same way', async () => {
    const path = await traceFile(upgrade(), { header });
    const { stdout, code } = await esdrift([
      'trace',
      'tree',
      path,
      '--json',
      '--args',
      '--program',
      'softwareupdate',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'esdrift.process-tree',
      totals: { processes: 20, shown: 3, omittedByFilter: 17 },
      processes: [
        { name: 'launchd', context: true },
        { name: 'zsh', context: true },
        { name: 'softwareupdate', images: [{ args: ['softwareupdate', '-iR'] }], exit: { name: 'SIGKILL' } },
      ],
    });
    const text = await esdrift(['trace', 'tree', path, '--since', 'soon']);
    const json = await esdrift(['trace', 'tree', path, '--since', 'soon', '--json']);
    expect([text.code, json.code]).toEqual([2, 2]);
    expect(text.stderr).toContain('error[usage]: --since does not understand "soon".');
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'esdrift.error', code: 'usage' });
  });

  it('ends with 3 for a trace without a process', async () => {
    const story = new Story();
    const path = await traceFile(story.emit('cs_invalidated', story.launchd).lines);
    expect((await esdrift(['trace', 'tree', path])).code).toBe(3);
  });
});

describe('trace timeline', () => {
  it('lists what happened', async () => {
    const path = await traceFile(upgrade(), { header });
    const { stdout, stderr, code } = await esdrift(['trace', 'timeline', path, '--width', '100']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'ota, macOS 26.1 (25B78) → 26.2 (25C56)',
      'SYNTHETIC trace: a simulator wrote it, no Mac did.',
      '35 events in 11 lines · offsets from 2026-01-01T00:00:00.000000000Z',
      '',
      '── segment 1, boot 1, from +00:00:00.000 ──',
      '+00:00:00.100  softwareupdate [501]       starts         from zsh',
      '+00:00:00.200  mobileassetd [502]         rename         /private/var/tmp/ → /Syste…etsV2/staged/ ×3',
      '── 2 events lost before +00:00:00.700 ──',
      '+00:00:00.900  brain [503]                starts         from launchd',
      '+00:00:01.100  mount_apfs                 starts         from brain ×14 over 3.9s',
      '+00:00:01.200  mount_apfs                 ends           (exit 0) ×14 over 3.9s',
      '+00:00:05.200  softwareupdate [501]       ends           (SIGKILL)',
      '── nothing recorded from +00:00:05.200 for 4m55s: the machine was restarted ──',
      '── segment 2, boot 2, from +00:05:00.000 ──',
      '+00:05:00.200  softwareupdated [500]      starts         from launchd',
      '',
      '17 events of quiet types not shown (17 fork): --events fork shows some.',
      '2 events lost (2 of unknown type): what is missing here may have happened.',
      'Nothing was recorded from +00:00:05.200 for 4m55s: the machine was restarted.',
      '',
    ]);
  });
});

describe.skipIf(!haveCaptures)('real lines', () => {
  it('are drawn through the command line', async () => {
    const path = await traceFile(captureLines('datadog-agent-v10'));
    const { stdout } = await esdrift(['trace', 'tree', path, '--width', '100']);
    expect(stdout.split('\n')).toEqual([
      '6 processes by parent · 4.7s · 4 processes older than the recording · 1 failed launch',
      '',
      'launchd [1]  older · platform com.apple.xpc.launchd',
      '├─ example-daemon [574]  older · EXAMPLE123 com.example.daemon',
      '│  └─ wdutil [20745]  +00:00:00.000 · ran 142ms · exit 0 · platform com.apple.wdutil',
      '└─ com.apple.distnoted.xpc.agent [20746]  +00:00:04.643 · launch failed · ran 11ms · exit 78',
      'pid 807  older · never seen itself',
      '└─ Example Helper [19199]  older · exit 0 · EXAMPLE456 com.example.Example.helper',
      '',
    ]);
  });
});

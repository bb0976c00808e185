import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openMacHost, parseEventNames, type MacHost } from '../../../src/platform/macos/mac-host.ts';
import { ancestry, parsePs } from '../../../src/platform/macos/processes.ts';
import { runTool } from '../../../src/platform/macos/run-tool.ts';
import {
  parseCsrutil,
  parseFdesetup,
  parsePmset,
  parseSwVers,
  parseSysctl,
} from '../../../src/platform/macos/system-facts.ts';
import { MACOS_TOOLS } from '../../../src/platform/macos/tools.ts';
import { parseNvramNames, parseSnapshots } from '../../../src/platform/macos/upgrade-state.ts';
import { HEALTHY_MAC, type Answers, type FakeTool } from '../../fake-macos/answers.ts';
import { createTools, type FakeTools } from '../../fake-macos/create-tools.ts';

const made: FakeTools[] = [];
afterEach(() => {
  for (const tools of made.splice(0)) tools.remove();
});

function host(
  changes: Partial<Record<FakeTool, Answers | 'missing'>> = {},
  more: { brainAssets?: string; volumesFolder?: string } = {},
): MacHost {
  const tools = createTools('/nowhere/eslogger', changes);
  made.push(tools);
  return openMacHost({ tools: tools.paths, brainAssets: '/nowhere', volumesFolder: '/nowhere', ...more });
}

describe('a healthy Mac', () => {
  it('answers every question', async () => {
    const mac = host();
    expect(await mac.osVersion()).toEqual({
      ok: true,
      value: { productVersion: '26.2', buildVersion: '25C56', extra: undefined },
    });
    expect(await mac.kernel()).toEqual({
      ok: true,
      value: {
        bootTime: '2026-09-12T06:59:51.979990Z',
        bootSession: '0B6E7F14-5C3A-4D0E-9A55-6B1E2F3A4C5D',
        virtualMachine: true,
        model: 'VirtualMac2,1',
        arch: 'arm64',
        timebaseHz: 24_000_000,
      },
    });
    expect(await mac.systemIntegrityProtection()).toMatchObject({ value: 'enabled' });
    expect(await mac.snapshots()).toEqual({
      ok: true,
      value: ['com.apple.os.update-5B92CE4BA1034457', 'com.apple.os.update-MSUPrepareUpdate'],
    });
    expect(await mac.power()).toEqual({ ok: true, value: { source: 'ac', percent: 100 } });
    expect(await mac.fileVault()).toMatchObject({ value: 'on' });
    expect(await mac.networkTime()).toMatchObject({ value: true });
    expect(await mac.managed()).toMatchObject({ value: false });
    expect(await mac.launchdJob('org.example.job')).toEqual({ ok: true, value: { loaded: true, pid: 4242 } });
    expect(await mac.launchdJob('org.example.none')).toEqual({
      ok: true,
      value: { loaded: false, pid: undefined },
    });
    expect(await mac.isJobDisabled('com.apple.ftpd')).toMatchObject({ value: true });
    expect(await mac.isJobDisabled('org.example.unheard')).toMatchObject({ value: false });
  });

  it('gives names of update variables only, and no value of any', async () => {
    const reading = await host().updateVariables();
    expect(reading).toEqual({ ok: true, value: ['boot-command', 'ota-updateType', 'update-volume'] });
    expect(JSON.stringify(reading)).not.toMatch(/upgrade"|secret|FMM/);
  });

  it('tells people and names for redaction, not system accounts', async () => {
    const volumesFolder = mkdtempSync(join(tmpdir(), 'esdrift-volumes-'));
    mkdirSync(join(volumesFolder, 'Annas Disk'));
    expect(await host({}, { volumesFolder }).identities()).toEqual({
      users: ['anna', 'bob'],
      hosts: ['Anna’s Test Mac', 'zeus'],
      serials: ['C02XK0AAJG5H'],
      volumes: ['Annas Disk'],
    });
  });

  it('names update brains by their asset', async () => {
    const brainAssets = mkdtempSync(join(tmpdir(), 'esdrift-brains-'));
    mkdirSync(join(brainAssets, 'ab12.asset'));
    writeFileSync(join(brainAssets, 'note.xml'), '');
    expect(await host({}, { brainAssets }).updateBrains()).toEqual({
      ok: true,
      value: [{ asset: 'ab12.asset', versions: { Build: '25C56', _ContentVersion: '1' } }],
    });
    expect(await host().updateBrains()).toEqual({ ok: true, value: [] });
  });

  it('says how much disk is free', async () => {
    const space = await host().diskSpace('/');
    expect(space.ok && space.value.freeBytes > 0 && space.value.freeBytes <= space.value.totalBytes).toBe(
      true,
    );
    expect(await host().diskSpace('/nowhere')).toMatchObject({ ok: false, reason: 'refused' });
  });
});

describe('a question without an answer', () => {
  it.each<[string, Answers | 'missing', object]>([
    ['a tool that is not there', 'missing', { reason: 'missing' }],
    [
      'a tool that ends with an error',
      { '*': { stderr: 'must be root\n', code: 1 } },
      { reason: 'refused', detail: 'must be root' },
    ],
    [
      'an answer in a form not known',
      { '*': { stdout: 'Zugriff verweigert\n' } },
      { reason: 'unreadable', detail: 'Zugriff verweigert' },
    ],
  ])('is said to be one: %s', async (_, answers, expected) => {
    expect(await host({ fdesetup: answers }).fileVault()).toMatchObject({ ok: false, ...expected });
  });

  it('keeps what sysctl still said when one name is unknown', async () => {
    const answers = {
      '*': {
        stdout: 'hw.model: iMac19,1\nkern.hv_vmm_present: 0\n',
        stderr: "sysctl: unknown oid 'hw.optional.arm64'\n",
        code: 1,
      },
    };
    expect(await host({ sysctl: answers }).kernel()).toMatchObject({
      ok: true,
      value: { arch: 'x86_64', virtualMachine: false, bootTime: undefined },
    });
  });
});

describe('runTool', () => {
  const only = (answer: Answers[string]) => {
    const tools = createTools('/x', { csrutil: { '*': answer } });
    made.push(tools);
    return tools.paths.csrutil;
  };

  it('ends a tool that hangs, and whatever it started', async () => {
    expect(await runTool(only({ hangs: true }), [], { timeoutMs: 150 })).toEqual({
      kind: 'timed-out',
      afterMs: 150,
    });
  });

  it('does not take endless output', async () => {
    expect(await runTool(only({ stdout: 'x'.repeat(5_000) }), [], { outputBytes: 1_000 })).toEqual({
      kind: 'too-much-output',
      limitBytes: 1_000,
    });
  });

  it('takes absolute paths only, and hands on no variable of ours', async () => {
    expect(await runTool('sh', [])).toMatchObject({ kind: 'not-runnable' });
    process.env['ESDRIFT_TEST_LEAK'] = 'leak';
    const result = await runTool('/usr/bin/env', []);
    expect(result.kind === 'ended' ? result.stdout : '').toBe(
      'PATH=/usr/bin:/bin:/usr/sbin:/sbin\nLC_ALL=C\nHOME=/var/empty\n',
    );
  });

  it('tells a file that cannot be run from one that is not there', async () => {
    const plain = join(mkdtempSync(join(tmpdir(), 'esdrift-plain-')), 'file');
    writeFileSync(plain, 'x');
    expect(await runTool(plain, [])).toMatchObject({ kind: 'not-runnable' });
    expect(await runTool(`${plain}.none`, [])).toEqual({ kind: 'missing' });
  });
});

describe('parsers', () => {
  it('know the other answers too', () => {
    expect(
      parseSwVers('ProductVersion:\t26.3.1\nProductVersionExtra:\t(a)\nBuildVersion:\t25D771280a\n')?.extra,
    ).toBe('(a)');
    expect(parseSwVers('ProductVersion: 26.3\n')).toBeUndefined();
    expect(parseCsrutil('System Integrity Protection status: disabled.')).toBe('disabled');
    expect(
      parseCsrutil(
        'System Integrity Protection status: unknown (Custom Configuration).\n\nConfiguration:\n\tKext Signing: enabled',
      ),
    ).toBe('custom');
    expect(parseFdesetup('Encryption in progress: Percent completed = 20')).toBe('changing');
    expect(parseFdesetup('FileVault is Off.')).toBe('off');
    expect(
      parsePmset("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t34%; discharging"),
    ).toEqual({ source: 'battery', percent: 34 });
    expect(parseSysctl('')).toBeUndefined();
  });

  it('do not take a renamed key for a Mac without snapshots', () => {
    expect(parseSnapshots('<dict><key>Snapshots</key><array/></dict>')).toEqual([]);
    expect(parseSnapshots('<dict><key>SnapshotList</key><array/></dict>')).toBeUndefined();
    expect(
      parseSnapshots(
        '<key>Snapshots</key><array><dict><key>SnapshotName</key><string>a&amp;b&#33;</string></dict></array>',
      ),
    ).toEqual(['a&b!']);
    expect(parseNvramNames('nvram: Error getting variables')).toBeUndefined();
  });

  it('take event names one a line and nothing else', () => {
    expect(parseEventNames('exec\nfork\n')).toEqual(['exec', 'fork']);
    expect(parseEventNames('Events: exec, fork')).toBeUndefined();
    expect(parseEventNames('')).toBeUndefined();
  });

  it('follow ancestors to launchd, and no further', () => {
    const processes = parsePs(HEALTHY_MAC.ps['*']?.stdout ?? '') ?? [];
    expect(ancestry(processes, 511).map(({ pid }) => pid)).toEqual([511, 510, 403, 402, 401, 1]);
    expect(parsePs('')).toBeUndefined();
    const loop = [
      { pid: 2, parentPid: 3, groupId: 2, uid: 0, executable: '/a' },
      { pid: 3, parentPid: 2, groupId: 3, uid: 0, executable: '/b' },
    ];
    expect(ancestry(loop, 2)).toHaveLength(2);
  });
});

describe('the paths of the tools', () => {
  it('are absolute and on the sealed system volume', () => {
    for (const path of Object.values(MACOS_TOOLS)) expect(path).toMatch(/^\/(?:usr\/)?s?bin\/[a-z_]+$/);
  });
});

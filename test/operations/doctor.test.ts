import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import type { DoctorCheckId, DoctorReport } from '../../src/model/doctor.ts';
import { DOCTOR_CHECKS } from '../../src/model/doctor.ts';
import { doctor, type DoctorOptions } from '../../src/operations/doctor/doctor.ts';
import { openMacHost } from '../../src/platform/macos/mac-host.ts';
import { renderDoctor } from '../../src/report/doctor.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { createStandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { sampleLines, writeLines } from '../eslogger-stand-in/sample-lines.ts';
import type { StandInRun } from '../eslogger-stand-in/settings.ts';
import type { Answers, FakeTool } from '../fake-macos/answers.ts';
import { createTools } from '../fake-macos/create-tools.ts';

const SOURCE = writeLines(sampleLines(3));
const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

interface Situation {
  readonly run?: Partial<StandInRun>;
  readonly tools?: Partial<Record<FakeTool, Answers | 'missing'>>;
  readonly options?: Partial<DoctorOptions>;
  readonly eslogger?: string;
}

/** Prints its list and can do no more: enough where nobody tries it. */
const LIST_ONLY: Answers = { '--list-events': { stdout: CATALOGUE.map(({ name }) => `${name}\n`).join('') } };

/** As root only where `run` says how eslogger behaves: a trial takes time. */
async function examine({ run, tools, options, eslogger }: Situation): Promise<DoctorReport> {
  const standIn = run === undefined ? undefined : createStandIn([{ source: SOURCE, ...run }]);
  const fakes = createTools(eslogger ?? standIn?.path ?? LIST_ONLY, tools);
  removals.push(fakes.remove);
  if (standIn !== undefined) removals.push(standIn.remove);
  return doctor({
    platform: 'darwin',
    nodeVersion: '24.21.0',
    nodeArch: 'arm64',
    uid: run === undefined ? 501 : 0,
    pid: 511,
    now: new Date('2026-11-23T12:00:00Z'),
    events: 'upgrade',
    host: openMacHost({ tools: fakes.paths, brainAssets: '/nowhere', volumesFolder: '/nowhere' }),
    trialMs: 20_000,
    dataVolume: '/',
    ...options,
  });
}

function checkOf(
  report: DoctorReport,
  id: DoctorCheckId,
): { readonly level: string; readonly found: string; readonly remedy: string } {
  const check = report.checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return { ...check, remedy: check.remedy ?? '' };
}

describe('doctor', () => {
  it('lets a healthy Mac record, and says each thing once', async () => {
    const report = await examine({
      run: {},
      tools: { fdesetup: { status: { stdout: 'FileVault is Off.\n' } } },
    });
    expect(validateDocument('doctor', JSON.parse(JSON.stringify(report)), 'doctor')).toEqual(report);
    expect(report.canRecord).toBe(true);
    expect(report.checks.map(({ id }) => id)).toEqual(DOCTOR_CHECKS);
    const levels = report.checks.filter(({ id }) => id !== 'disk' && id !== 'zstd').map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(['ok']));
    expect(checkOf(report, 'macos').found).toBe(
      'macOS 26.2 (25C56), arm64, VirtualMac2,1, virtual machine, SIP enabled',
    );
    expect(checkOf(report, 'events').found).toBe('all 22 of “upgrade”');
    expect(checkOf(report, 'full-disk-access').found).toContain('the app “Terminal”');
    expect(report.responsible).toContain('/System/Applications/Utilities/Terminal.app');
  });

  it.each<[string, Situation, DoctorCheckId, 'warn' | 'fail', RegExp]>([
    ['not root', {}, 'root', 'fail', /sudo esdrift doctor/],
    ['not root: the grant is unknown', {}, 'full-disk-access', 'warn', /Turn on “Terminal”/],
    [
      'no Full Disk Access',
      { run: { refuse: 'not-permitted' } },
      'full-disk-access',
      'fail',
      /Turn on “Terminal” in System Settings/,
    ],
    [
      'too many clients',
      { run: { refuse: 'too-many-clients' } },
      'full-disk-access',
      'fail',
      /End other Endpoint Security clients/,
    ],
    [
      'eslogger dies',
      { run: { endAfter: { events: 0, how: 5 } } },
      'full-disk-access',
      'fail',
      /Run it by hand/,
    ],
    [
      'eslogger shows nothing',
      { run: { hangAfter: 0 }, options: { trialMs: 300 } },
      'full-disk-access',
      'warn',
      /start a program beside it/,
    ],
    ['no eslogger', { eslogger: '/nowhere/eslogger' }, 'eslogger', 'fail', /macOS 13/],
    [
      'a list that hangs',
      { run: { offered: ['exec', 'fork list', 'x'] } },
      'eslogger',
      'warn',
      /--list-events/,
    ],
    ['events missing', { run: { offered: ['exec', 'fork', 'exit'] } }, 'events', 'warn', /left out/],
    ['events misspelled', { options: { events: 'lifecycle,ptrace' } }, 'events', 'warn', /spelling/],
    ['no event left', { options: { events: 'ptrace' } }, 'events', 'fail', /lifecycle/],
    [
      'an old macOS',
      { tools: { swVers: { '': { stdout: 'ProductVersion:\t12.7\nBuildVersion:\t21G1\n' } } } },
      'macos',
      'fail',
      /macOS 13/,
    ],
    [
      'SIP off',
      { tools: { csrutil: { status: { stdout: 'System Integrity Protection status: disabled.\n' } } } },
      'macos',
      'warn',
      /SIP off/,
    ],
    ['an unknown disk', { options: { dataVolume: '/nowhere' } }, 'disk', 'warn', /df -h/],
    [
      'another eslogger',
      { tools: { ps: { '*': { stdout: '1 0 1 0 /sbin/launchd\n77 1 77 0 /usr/bin/eslogger\n' } } } },
      'recorders',
      'warn',
      /end those/,
    ],
    [
      'a job switched off',
      {
        tools: {
          launchctl: {
            'print-disabled system': { stdout: '"esdrift.recorder" => disabled\n' },
            '*': { stderr: 'Could not find service\n', code: 113 },
          },
        },
      },
      'jobs',
      'warn',
      /launchctl enable system\/esdrift\.recorder/,
    ],
    [
      'a clock of its own',
      { tools: { systemsetup: { '*': { stdout: 'Network Time: Off\n' } } } },
      'clock',
      'warn',
      /setusingnetworktime/,
    ],
    [
      'a clock before the boot',
      { options: { now: new Date('2020-01-01T00:00:00Z') } },
      'clock',
      'warn',
      /Set the clock/,
    ],
    [
      'a battery',
      {
        tools: {
          pmset: { '*': { stdout: "Now drawing from 'Battery Power'\n -I (id=1)\t34%; discharging\n" } },
        },
      },
      'power',
      'warn',
      /AC power/,
    ],
    ['FileVault', {}, 'file-vault', 'warn', /Unlock soon/],
    ['Rosetta', { options: { nodeArch: 'x64' } }, 'node', 'warn', /Apple silicon/],
  ])('%s', async (_, situation, id, level, remedy) => {
    const report = await examine(situation);
    const check = checkOf(report, id);
    expect(check.level).toBe(level);
    expect(check.remedy).toMatch(remedy);
    expect(report.canRecord).toBe(report.checks.every((one) => one.level !== 'fail'));
  });

  it('says for whom over SSH and under launchd', async () => {
    const ps = (lines: string) => ({ tools: { ps: { '*': { stdout: lines } } } });
    const ssh = await examine({
      ...ps('1 0 1 0 /sbin/launchd\n9 1 9 0 /usr/libexec/sshd-session\n511 9 511 0 /bin/zsh\n'),
      run: { refuse: 'not-permitted' },
    });
    expect(checkOf(ssh, 'full-disk-access').remedy).toContain('Allow full disk access for remote users');
    const daemon = await examine({
      ...ps('1 0 1 0 /sbin/launchd\n511 1 511 0 /opt/node\n'),
      run: { refuse: 'not-permitted' },
    });
    expect(checkOf(daemon, 'full-disk-access').remedy).toContain('Add /usr/bin/eslogger');
  });

  it('survives a Mac whose every tool is gone', async () => {
    const names: readonly FakeTool[] = [
      'swVers',
      'sysctl',
      'csrutil',
      'launchctl',
      'ps',
      'pmset',
      'fdesetup',
      'systemsetup',
      'profiles',
    ];
    const report = await examine({
      eslogger: join(mkdtempSync(join(tmpdir(), 'esdrift-none-')), 'x'),
      tools: Object.fromEntries(names.map((name) => [name, 'missing'])),
    });
    expect(report.canRecord).toBe(false);
    expect(report.checks).toHaveLength(DOCTOR_CHECKS.length);
  });

  it('elsewhere is kind: what is missing, and what works', async () => {
    const report = await examine({ options: { platform: 'linux' } });
    expect(report.checks.map(({ id, level }) => [id, level])).toEqual([
      ['macos', 'fail'],
      ['node', 'ok'],
      ['zstd', 'ok'],
    ]);
    expect(report.responsible).toBeNull();
    const text = renderDoctor(report, { columns: 100, color: false });
    expect(text).toContain('This is Linux. Endpoint Security, and eslogger with it, exist on macOS only.');
    expect(text).toContain('esdrift trace import');
  });
});

describe('the screen', () => {
  it('fits the terminal, shows each remedy, ends with the next command, and lets no escape through', async () => {
    const report = await examine({
      run: { refuse: 'not-permitted' },
      tools: { swVers: { '': { stdout: 'ProductVersion:\t26.2\u001b[31m\nBuildVersion:\t25C56\n' } } },
    });
    const text = renderDoctor(report, { columns: 80, color: false });
    expect(text).not.toContain('\u001b');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^fail {2}Full Disk Access {2}Not given/m);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^next: /);
  });
});

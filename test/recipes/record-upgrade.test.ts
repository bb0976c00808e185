/** The recipe from end to end: against stand-ins for the virtual machine and for macOS, with the built CLI for all that needs no Mac. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostWithGuest, OTA_LIST, PASSWORD } from './guest-stand-in.ts';

let mac: HostWithGuest;
beforeEach(() => {
  mac = new HostWithGuest();
});
afterEach(() => mac.remove());

const RUN = 'macos-26.2-25C56--26.3-25D125.ota.arm64.run';

describe('looking for a new build', () => {
  it('lists what is on offer, over the air and as an installer, for people and for a matrix of jobs', () => {
    expect(mac.run('list').stdout).toBe('ota\t26.3\t25D125\nfull-installer\t26.3\t25D125\n');
    expect(JSON.parse(mac.run('matrix').stdout)).toEqual({
      include: [
        { method: 'ota', version: '26.3', build: '25D125' },
        { method: 'full-installer', version: '26.3', build: '25D125' },
      ],
    });
    expect(mac.log.match(/^tart delete/gm)).toHaveLength(2);
  });

  it('leaves out what was recorded', () => {
    mac.sample(`${RUN}-1.jsonl.zst`);
    expect(mac.run('list').stdout).toBe('full-installer\t26.3\t25D125\n');
  });

  it('has an empty matrix where nothing is on offer', () => {
    mac.put('guest/ota', 'No new software available.\n');
    expect(mac.run('matrix').stdout).toBe('{"include":[]}\n');
  });

  it('passes over a label that is no build', () => {
    mac.put('guest/ota', `${OTA_LIST}* Label: macOS x-$(touch pwned)\n\tTitle: x, Version: 1, Size: 1KiB\n`);
    expect(mac.run('list').stdout).toBe('ota\t26.3\t25D125\nfull-installer\t26.3\t25D125\n');
  });

  it('fails where the guest does not answer, and does not say that nothing is new', () => {
    mac.put('guest/gone', '');
    const { exitCode, stdout, stderr } = mac.run('matrix');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('no SSH to the guest');
  });
});

describe('recording an upgrade', () => {
  it('restores, arms, upgrades over the air, waits over the restart, collects, and discards the guest', () => {
    const { exitCode, stdout, stderr } = mac.run('record', 'ota', '26.3', '25D125');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe(`recordings/${RUN}-1.jsonl.zst\n`);
    const { log } = mac;
    expect(log).toMatch(
      /tart clone esdrift-golden (\S+)\n[^]*tart run --no-graphics \1\n[^]*tart delete \1\n/,
    );
    expect(log).toMatch(
      /^node .*arm --method ota --settle 20m --deadline 6h --label initiator=cli --label image=esdrift-golden$/m,
    );
    expect(log).toMatch(
      /^softwareupdate --install --agree-to-license --force --restart --user admin --stdinpass macOS Tahoe 26.3-25D125$/m,
    );
    expect(log.indexOf('arm --method')).toBeLessThan(log.indexOf('softwareupdate --install'));
    expect(log).not.toContain(PASSWORD);
    expect(mac.run('record', 'ota', '26.3', '25D125').stdout).toBe(`recordings/${RUN}-2.jsonl.zst\n`);
  });

  it('fetches the installer before it records, and starts it', () => {
    const { exitCode, stdout, stderr } = mac.run('record', 'full-installer', '26.3', '25D125');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('recordings/macos-26.2-25C56--26.3-25D125.full-installer.arm64.run-1.jsonl.zst\n');
    const order = [
      '--fetch-full-installer --full-installer-version 26.3',
      'arm --method full-installer',
      'startosinstall --agreetolicense --nointeraction --forcequitapps --user admin --stdinpass',
    ];
    const places = order.map((text) => mac.log.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('keeps the recording of an upgrade that did not come through, and fails', () => {
    mac.put('guest/becomes', '25C56\n');
    const { exitCode, stdout, stderr } = mac.run('record', 'ota', '26.3', '25D125');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the guest runs 25C56, not 25D125');
    expect(mac.has(stdout.trim())).toBe(true);
    expect(mac.log).toMatch(/^tart delete/m);
  });

  it('hands on no recording that names somebody', () => {
    mac.put('guest/unredacted', '');
    const { exitCode, stdout, stderr } = mac.run('record', 'ota', '26.3', '25D125');
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toContain('trace redact');
  });

  it('upgrades nothing where the recorder cannot record', () => {
    mac.put('guest/cannot', '');
    expect(mac.run('record', 'ota', '26.3', '25D125').exitCode).toBe(6);
    expect(mac.log).not.toContain('softwareupdate --install');
    expect(mac.log).toMatch(/^tart delete/m);
  });

  it.each([
    [['record', 'ota', '26.4', '25E1'], 'the guest is not offered build 25E1'],
    [['record', 'usb', '26.3', '25D125'], 'METHOD is ota or full-installer, not usb'],
    [['record', 'ota'], 'record METHOD VERSION BUILD'],
    [['list', 'more'], 'list takes nothing more'],
  ])('says what is wrong: %j', (args, words) => {
    const { exitCode, stderr } = mac.run(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(words);
  });

  it('records a control of a set length', () => {
    expect(mac.run('control').exitCode).toBe(0);
    expect(mac.log).toMatch(/arm --method control --settle 20m --deadline 2h /);
  });
});

describe('what comes of the recordings', () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args], {
      cwd: mac.folder,
      encoding: 'utf8',
      env: { ...process.env, HOME: mac.folder },
    });

  it('is checked, regenerated, proven and proposed', () => {
    for (const run of [1, 2, 3]) mac.sample(`macos-26.1-25B78--26.2-25C56.ota.arm64.run-${run}.jsonl.zst`);
    for (const run of [1, 2]) mac.sample(`macos-26.1-25B78.control.arm64.run-${run}.jsonl.zst`);
    mkdirSync(join(mac.folder, 'baselines'));
    writeFileSync(
      join(mac.folder, 'esdrift.config.json'),
      '{"traces": ["recordings/*.jsonl.zst"], "baselines": ["baselines/*.baseline.json"]}',
    );
    git('init', '--quiet', '--bare', 'origin.git');
    git('init', '--quiet');
    git('remote', 'add', 'origin', join(mac.folder, 'origin.git'));
    mac.program('bin/gh', 'true');

    expect(mac.run('check').exitCode, 'no baseline yet').toBe(4);
    const regenerated = mac.run('regenerate');
    expect(regenerated.exitCode, regenerated.stderr).toBe(0);
    expect(readdirSync(join(mac.folder, 'baselines')).sort()).toEqual([
      'macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json',
      'upgrade.rules.json',
    ]);
    const proposed = mac.run('propose');
    expect(proposed.exitCode, proposed.stderr).toBe(0);
    const page = readFileSync(join(mac.folder, 'esdrift-report/pull-request.md'), 'utf8');
    expect(page).toContain('- baseline macos-26.1-25B78--26.2-25C56.ota.arm64\n- rules, made anew\n');
    expect(page).toContain('PASS');
    expect(mac.log).toMatch(/^gh pr create --title .* --body-file esdrift-report\/pull-request.md$/m);
    expect(git('--git-dir=origin.git', 'log', '--all', '--name-only', '--format=%s')).toBe(
      'Regenerate baselines and detection rules from new recordings\n\nbaselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json\nbaselines/upgrade.rules.json\n',
    );
    expect(mac.run('propose').stderr).toContain('as they were');
    expect(mac.run('check').exitCode).toBe(0);
  }, 120_000);
});

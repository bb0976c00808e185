import { describe, expect, it } from 'vitest';
import { normalizeArguments } from '../../src/normalize/arguments.ts';
import { normalizeText } from '../../src/normalize/text.ts';

const INSTALLER = '/Applications/Install macOS Tahoe.app/Contents/Resources/startosinstall';

describe('normalizeArguments', () => {
  it.each<[readonly string[], readonly string[]]>([
    [
      ['softwareupdate', '-i', '-a', '-R', '--user', 'admin', '--stdinpass', 'macOS Tahoe 26.2-25C56'],
      [
        'softwareupdate',
        '-i',
        '-a',
        '-R',
        '--user',
        '{user}',
        '--stdinpass',
        'macOS {osname} {version}-{build}',
      ],
    ],
    [
      [
        INSTALLER,
        '--agreetolicense',
        '--pidtosignal',
        '87',
        '--rebootdelay',
        '300',
        '--user',
        'alice',
        '--stdinpass',
      ],
      [
        '/Applications/Install macOS {osname}.app/Contents/Resources/startosinstall',
        '--agreetolicense',
        '--pidtosignal',
        '{n}',
        '--rebootdelay',
        '{n}',
        '--user',
        '{user}',
        '--stdinpass',
      ],
    ],
    [
      ['SoftwareUpdateLauncher', '-RootInstallMode', 'YES', '-SkipConfirm', 'YES'],
      ['SoftwareUpdateLauncher', '-RootInstallMode', 'YES', '-SkipConfirm', 'YES'],
    ],
    [
      ['mount_apfs', '-o', 'ro', '/dev/disk3s1s1', '/System/Volumes/Update/mnt1'],
      ['mount_apfs', '-o', 'ro', '/dev/disk{n}s{n}s{n}', '/System/Volumes/Update/mnt1'],
    ],
    [
      ['find', '.', '-name', '*.plist', '{}', ';'],
      ['find', '.', '-name', '*.plist', '{{}}', ';'],
    ],
    [
      ['kill', '-9', '87'],
      ['kill', '-9', '{n}'],
    ],
    [
      ['x', '--client-id=88', '--size=88'],
      ['x', '--client-id={n}', '--size=88'],
    ],
    [
      ['cc', '-I/Users/alice/include', '--out=/private/tmp/x.OgkMhN'],
      ['cc', '-I/Users/{user}/include', '--out=/tmp/x.{tmp}'],
    ],
    [
      ['plutil', '/Users/bob smith/a b.plist'],
      ['plutil', '/Users/{user}/a b.plist'],
    ],
    [
      ['x', '/usr/bin:/Users/alice/bin'],
      ['x', '/usr/bin:/Users/{user}/bin'],
    ],
    [
      ['x', 'gui/501/com.example'],
      ['x', 'gui/{n}/com.example'],
    ],
    [[], []],
  ])('%j', (args, template) => {
    expect(normalizeArguments(args)).toEqual(template);
  });

  it.each<readonly string[]>([
    ['sysadminctl', '-addUser', 'alice', '-password', 'hunter2', '-adminPassword', 'hunter2'],
    ['security', 'unlock-keychain', '-p', 'hunter2', '/Users/alice/Library/Keychains/login.keychain-db'],
    ['sshpass', '-p', 'hunter2', 'ssh', 'alice@host'],
    ['sshpass', '-phunter2', 'ssh', 'alice@host'],
    [
      'curl',
      '-u',
      'alice:hunter2',
      '-H',
      'Authorization: Bearer hunter2',
      'https://alice:hunter2@host/x?token=hunter2',
    ],
    ['x', '--token=hunter2', 'DB_PASSWORD=hunter2', '--api-key', 'hunter2', '--passphrase=hunter2'],
    ['sh', '-c', 'echo hunter2 | sudo -S softwareupdate -i -a'],
    ['sudo', '-u', 'alice', 'bash', '-lc', 'hunter2'],
    ['env', 'X=1', 'python3', '-c', 'print("hunter2")'],
    ['osascript', '-e', 'hunter2', '-e', 'alice'],
    ['login', '-fp', 'alice'],
    ['su', '-', 'alice', '-c', 'hunter2'],
    ['chown', '-R', 'alice:staff', '/Users/alice'],
    ['mail', '-s', 'for alice@example.com', 'alice@example.com'],
    ['node', '--eval=hunter2'],
    ['x', 'first line\nhunter2'],
    ['x', 'hunter2 '.repeat(60)],
  ])('keeps secrets and accounts out of %j', (...args) => {
    const text = JSON.stringify(normalizeArguments(args));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('alice');
  });

  it('keeps the order, and stops at a list of work', () => {
    const many = normalizeArguments(['rm', ...Array.from({ length: 100 }, (_, index) => `f${index}`)]);
    expect(many).toHaveLength(49);
    expect(many.slice(0, 3)).toEqual(['rm', 'f0', 'f1']);
    expect(many.at(-1)).toBe('{more}');
  });
});

describe('normalizeText', () => {
  it.each([
    ['com.apple.foo.3F2504E0-4F89-11D3-9A0C-0305E82C3301', 'com.apple.foo.{uuid}'],
    ['pid/4711 com.apple.x', 'pid/{n} com.apple.x'],
    ['opened /Users/alice/x, then ~bob/y', 'opened /Users/{user}/x, then ~{user}/y'],
    ['file:///Users/alice/Library/x.plist', 'file:///Users/{user}/Library/x.plist'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '{secret}'],
    ['com.apple.security.cs.allow-jit', 'com.apple.security.cs.allow-jit'],
  ])('%s', (raw, template) => {
    expect(normalizeText(raw)).toBe(template);
  });
});

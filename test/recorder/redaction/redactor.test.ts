import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../../src/eslogger/decode.ts';
import { Redactor, type RedactorOptions } from '../../../src/recorder/redaction/redactor.ts';
import { isPseudonym } from '../../../src/recorder/redaction/pseudonym.ts';
import { SecretScanner, findSecrets } from '../../../src/recorder/redaction/secret-scanner.ts';
import { eventLine, eventOf, execLine, fileObject, record, renameLine, strings } from './lines.ts';

const KEY = Buffer.alloc(32, 7);

function redactor(options: Partial<RedactorOptions> = {}): Redactor {
  return new Redactor({ policy: 'default', key: KEY, ...options });
}

function argumentsAfter(args: readonly string[], options: Partial<RedactorOptions> = {}): readonly string[] {
  return strings(eventOf(redactor(options).redactLine(execLine(args)))['args']);
}

function environmentAfter(env: readonly string[], options: Partial<RedactorOptions> = {}): readonly string[] {
  return strings(eventOf(redactor(options).redactLine(execLine(['/bin/ls'], env)))['env']);
}

const pseudonym = (kind: string) => expect.stringMatching(new RegExp(`^${kind}-[a-z2-7]{14}$`)) as unknown;

describe('a line without anything personal', () => {
  it('comes back as the same bytes, in the same buffer', () => {
    const lines = [
      renameLine(
        '/private/var/db/a.asset',
        '/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate',
        '5f4dcc3b5aa765d61d8327deb882cf99.asset',
      ),
      execLine(
        ['/usr/libexec/xpcproxy', 'com.apple.prngseedd'],
        ['XPC_FLAGS=0x0', 'XPC_SERVICE_NAME=com.apple.prngseedd'],
      ),
      execLine(
        ['/usr/sbin/softwareupdate', '--install', '--agree-to-license', 'macOS Tahoe 26.2-25C56'],
        ['PATH=/usr/bin:/bin'],
      ),
      eventLine('mount', {
        statfs: {
          f_mntonname: '/System/Volumes/Update/mnt1',
          f_mntfromname: 'com.apple.os.update-MSUPrepareUpdate@/dev/disk3s1',
        },
      }),
    ];
    for (const line of lines) expect(redactor().redactLine(line)).toBe(line);
    const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\r\n')]));
    expect(redactor().redactLines(all)).toBe(all);
  });

  it('is untouched under policy none, whatever it holds', () => {
    const line = execLine(['/bin/cat', '/Users/anna/secret'], ['TOKEN=hunter2']);
    expect(redactor({ policy: 'none' }).redactLine(line)).toBe(line);
  });
});

describe('a changed line', () => {
  it('keeps key order, big numbers, escapes and everything else', () => {
    const line = renameLine('/Users/anna/a', '/private/tmp', 'b');
    const changed = redactor().redactLine(line).toString();
    const tag = /user-[a-z2-7]{14}/.exec(changed)?.[0] ?? 'none';
    expect(changed).toBe(line.toString().replace('anna', tag));
    expect(changed).toContain('1152921500312575883');
  });

  it('is the same however often it is redacted', () => {
    const line = execLine(
      [
        '/bin/sh',
        '-c',
        "echo pw | sudo -S cat '/Users/anna/x'",
        '--password',
        'x y',
        'anna@example.com',
        'https://u:p@h/?token=abc',
      ],
      ['HOME=/Users/anna', 'SECRET=1', 'TMPDIR=/var/folders/04/rh7vng8164sd599dwgzzq_kh0000gn/T/'],
    );
    for (const policy of ['default', 'strict'] as const) {
      const once = redactor({ policy }).redactLine(line);
      expect(once).not.toBe(line);
      expect(redactor({ policy, key: Buffer.alloc(32, 9) }).redactLine(once)).toBe(once);
    }
  });
});

describe('environments', () => {
  it('keep names and drop values, but for a short list', () => {
    expect(
      environmentAfter([
        'AWS_SECRET_ACCESS_KEY=abc',
        'EMPTY=',
        'EDITOR=vi',
        'PATH=/usr/bin:/Users/anna/bin',
        'a value without a name',
        'LANG=en_GB.UTF-8',
      ]),
    ).toEqual([
      'AWS_SECRET_ACCESS_KEY=[dropped]',
      'EMPTY=',
      'EDITOR=[dropped]',
      expect.stringMatching(/^PATH=\/usr\/bin:\/Users\/user-[a-z2-7]{14}\/bin$/),
      '[dropped]',
      'LANG=en_GB.UTF-8',
    ]);
  });

  it('give away the account, which is then known in the whole line and after it', () => {
    const one = redactor();
    const event = eventOf(
      one.redactLine(execLine(['/usr/bin/login', 'anna'], ['HOME=/Users/anna', 'USER=anna'])),
    );
    const [, account = ''] = strings(event['args']);
    expect(isPseudonym(account)).toBe(true);
    expect(event['env']).toEqual([`HOME=/Users/${account}`, `USER=${account}`]);
    expect(
      eventOf(one.redactLine(renameLine('/private/tmp/anna', '/private/tmp', 'anna.plist')))['source'],
    ).toMatchObject({
      path: `/private/tmp/${account}`,
    });
  });

  it('of a service keep the service account and its home', () => {
    const env = ['USER=_mobileasset', 'HOME=/private/var/db/assets', 'LOGNAME=root'];
    expect(environmentAfter(env)).toEqual(env);
  });
});

describe('names', () => {
  it('are the same in all segments of a recording and different in another', () => {
    const path = (one: Redactor) =>
      record(eventOf(one.redactLine(renameLine('/Users/anna/a', '/', 'b')))['source'])['path'];
    const first = redactor();
    expect(path(redactor({ names: first.names() }))).toBe(path(first));
    expect(path(redactor({ key: Buffer.alloc(32, 8) }))).not.toBe(path(first));
  });

  it('told before the recording are found from the first line on', () => {
    const one = redactor({
      names: [
        { kind: 'user', text: 'anna' },
        { kind: 'serial', text: 'C02XK0AAJG5H' },
        { kind: 'host', text: 'Zeus' },
      ],
    });
    expect(
      strings(eventOf(one.redactLine(execLine(['/bin/x', 'anna', 'id:C02XK0AAJG5H', 'Zeus'])))['args']),
    ).toEqual(['/bin/x', pseudonym('user'), expect.stringMatching(/^id:serial-/), pseudonym('host')]);
  });

  it('are replaced as whole things only, and not on the sealed system', () => {
    const one = redactor({ names: [{ kind: 'user', text: 'anna' }] });
    const kept = ['/bin/x', 'hanna', 'annabel', '/usr/lib/anna/x', '/System/Library/anna', 'anna-tool'];
    expect(strings(eventOf(one.redactLine(execLine(kept)))['args'])).toEqual(kept);
    const apps = renameLine('/Applications/Anna.app/Contents', '/', 'x');
    expect(one.redactLine(apps)).toBe(apps);
  });

  it('are found in any spelling', () => {
    const one = redactor({ names: [{ kind: 'user', text: 'Åsa' }] });
    const line = execLine(['/bin/x', 'A\u030Asa', '/tmp/åsa/y', 'åsa:staff']);
    const [, first, second, third] = strings(eventOf(one.redactLine(line))['args']);
    expect(first).toEqual(pseudonym('user'));
    expect(second).toBe(`/tmp/${first ?? ''}/y`);
    expect(third).toBe(`${first ?? ''}:staff`);
  });

  it('every Mac has stay, and an account cannot poison the paths of the system', () => {
    const one = redactor();
    one.redactLine(renameLine('/Users/Library/x', '/Users/admin', 'y'));
    one.redactLine(execLine(['/bin/x'], ['USER=Contents', 'HOME=/Users/Contents']));
    const line = renameLine('/Applications/X.app/Contents/Library/admin', '/private/var/root', 'z');
    expect(one.redactLine(line)).toBe(line);
  });

  it('typed by a stranger at a failed login are hidden but not learned', () => {
    const one = redactor();
    const failed = eventLine('openssh_login', {
      success: false,
      username: 'AssetData',
      source_address: '203.0.113.9',
      uid: null,
    });
    expect(eventOf(one.redactLine(failed))).toMatchObject({
      username: pseudonym('user'),
      source_address: pseudonym('address'),
    });
    const line = renameLine('/System/Volumes/Data/macOS Install Data/AssetData/x', '/', 'y');
    expect(one.redactLine(line)).toBe(line);
  });
});

describe('fields of login, account and profile events', () => {
  it.each([
    [
      'login_login',
      { username: 'anna', success: true, failure_message: null },
      { username: pseudonym('user') },
    ],
    ['lw_session_unlock', { username: 'root', graphical_session_id: 257 }, { username: 'root' }],
    [
      'openssh_logout',
      { username: 'anna', source_address: '2001:db8::7', uid: 501 },
      { source_address: pseudonym('address'), uid: 501 },
    ],
    [
      'screensharing_attach',
      {
        viewer_appleid: '+4912345678',
        authentication_username: 'anna',
        session_username: null,
        source_address: '203.0.113.9',
      },
      {
        viewer_appleid: pseudonym('email'),
        authentication_username: pseudonym('user'),
        session_username: null,
      },
    ],
    [
      'sudo',
      {
        from_username: 'anna',
        to_username: 'root',
        command: '/usr/sbin/softwareupdate -i --user anna --pw hunter2',
      },
      {
        from_username: pseudonym('user'),
        to_username: 'root',
        command: '[script: /usr/sbin/softwareupdate -i --user * --pw *]',
      },
    ],
    [
      'su',
      { from_username: 'anna', argv: ['su', '-', 'root'], env: ['X=hunter2'] },
      { argv: ['su', '-', 'root'], env: ['X=[dropped]'] },
    ],
    [
      'od_create_user',
      { user_name: 'bob', node_name: '/Local/Default' },
      { user_name: pseudonym('user'), node_name: '/Local/Default' },
    ],
    [
      'od_group_add',
      {
        group_name: 'admin',
        node_name: '/LDAPv3/ldap.example.com',
        member: { member_type: 1, member_value: '7F9D3E51-4C1B-4A33-9D0B-1B2C3D4E5F60' },
      },
      {
        group_name: 'admin',
        node_name: expect.stringMatching(/^\/LDAPv3\/name-[a-z2-7]{14}$/) as unknown,
        member: { member_value: expect.stringMatching(/^E5D21F7E-/) as unknown },
      },
    ],
    [
      'od_attribute_value_add',
      { record_name: 'anna', attribute_value: 'Anna Beispiel' },
      { record_name: pseudonym('user'), attribute_value: pseudonym('value') },
    ],
    [
      'od_group_set',
      { members: { member_type: 0, member_array: ['anna', 'root'] } },
      { members: { member_array: [pseudonym('user'), 'root'] } },
    ],
    [
      'authentication',
      {
        success: true,
        data: {
          token: { pubkey_hash: 'ABCDEF', token_id: 'com.apple.pivtoken:1', kerberos_principal: 'anna@CORP' },
        },
      },
      {
        data: {
          token: {
            pubkey_hash: pseudonym('token'),
            token_id: pseudonym('token'),
            kerberos_principal: pseudonym('email'),
          },
        },
      },
    ],
    [
      'profile_add',
      { profile: { organization: 'Acme', display_name: 'Acme Wi-Fi', scope: 'System' } },
      { profile: { organization: pseudonym('name'), scope: 'System' } },
    ],
  ])('%s', (type, event, expected) => {
    expect(eventOf(redactor().redactLine(eventLine(type, event)))).toMatchObject(expected);
  });
});

describe('arguments', () => {
  it.each<[string, readonly string[], readonly unknown[]]>([
    ['a mail address', ['x', 'anna.b@example.com'], ['x', pseudonym('email')]],
    ['an account before a host', ['ssh', '-p', '22', 'anna@zeus'], ['ssh', '-p', '22', 'anna@zeus']],
    [
      'credentials in a URL, not its host',
      ['curl', 'https://anna:pw@example.com/a'],
      ['curl', expect.stringMatching(/^https:\/\/credential-[a-z2-7]{14}@example\.com\/a$/)],
    ],
    [
      'a secret in a URL',
      ['curl', 'https://example.com/?a=1&access_token=xyzzy&b=2'],
      ['curl', expect.stringMatching(/\?a=1&access_token=secret-[a-z2-7]{14}&b=2$/)],
    ],
    [
      'a bearer',
      ['curl', '-H', 'Authorization: Bearer abc.def-1'],
      ['curl', '-H', expect.stringMatching(/^Authorization: Bearer token-[a-z2-7]{14}$/)],
    ],
    ['a JWT', ['x', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'], ['x', pseudonym('token')]],
    ['a long random word', ['x', 'kX9vQ2mTz7LpW4rYb8Nc3Hd6'], ['x', pseudonym('token')]],
    ['a key in hexadecimal', ['x', '5f4dcc3b5aa765d61d8327deb882cf99'], ['x', pseudonym('token')]],
    [
      'an option with its value',
      ['x', '--password=a b', '--client-secret', 'a b'],
      ['x', expect.stringMatching(/^--password=secret-[a-z2-7]{14}$/), '--client-secret', '[secret]'],
    ],
    [
      '-p of a program that takes a password',
      ['/usr/bin/security', 'unlock-keychain', '-p', 'hunter', 'x.keychain'],
      ['/usr/bin/security', 'unlock-keychain', '-p', '[secret]', 'x.keychain'],
    ],
    [
      '-p behind sudo',
      ['sudo', '-u', 'root', 'security', 'unlock', '-p', '12345'],
      ['sudo', '-u', 'root', 'security', 'unlock', '-p', '[secret]'],
    ],
    ['-p glued on', ['mysql', '-phunter2', 'db'], ['mysql', '-p[secret]', 'db']],
    [
      '-p of ssh, mkdir and strangers, where it is none',
      ['tool', '-p', '8080', '-p', '/a/b', '-p', 'tcp'],
      ['tool', '-p', '8080', '-p', '/a/b', '-p', 'tcp'],
    ],
    ['-p of a stranger, where it may be one', ['tool', '-p', 'Hunter2!'], ['tool', '-p', '[secret]']],
    [
      'what stands beside --stdinpass',
      ['/usr/sbin/softwareupdate', '--user', 'anna', '--stdinpass', 'hunter2'],
      ['/usr/sbin/softwareupdate', '--user', pseudonym('user'), '--stdinpass', '[secret]'],
    ],
    [
      'but not the label softwareupdate expects there',
      ['/usr/sbin/softwareupdate', '--stdinpass', 'macOS Tahoe 26.2-25C56'],
      ['/usr/sbin/softwareupdate', '--stdinpass', 'macOS Tahoe 26.2-25C56'],
    ],
    [
      'a new password without an option',
      ['dscl', '.', '-passwd', '/Users/anna', 'old', 'new'],
      ['dscl', '.', '-passwd', expect.stringMatching(/^\/Users\/user-/), '[secret]', '[secret]'],
    ],
    [
      'name and password',
      ['curl', '-u', 'anna:pw', 'example.com'],
      ['curl', '-u', '[secret]', 'example.com'],
    ],
    [
      'variables of env',
      ['/usr/bin/env', 'TOKEN=1', 'PATH=/usr/bin', 'ls'],
      ['/usr/bin/env', 'TOKEN=[dropped]', 'PATH=/usr/bin', 'ls'],
    ],
    [
      'an IP address',
      ['x', '203.0.113.9:22', '127.0.0.1', '26.2.0.1-beta'],
      ['x', expect.stringMatching(/^address-[a-z2-7]{14}:22$/), '127.0.0.1', '26.2.0.1-beta'],
    ],
    [
      'a disk',
      ['x', '/Volumes/Annas Disk/y', '/Volumes/Macintosh HD'],
      ['x', expect.stringMatching(/^\/Volumes\/volume-[a-z2-7]{14}/), '/Volumes/Macintosh HD'],
    ],
    [
      'a computer',
      ['x', 'Annas-MacBook-Pro.local'],
      ['x', expect.stringMatching(/^host-[a-z2-7]{14}\.local$/)],
    ],
    [
      'hardware',
      ['x', 'serial=C02XK0AAJG5H', '00008112-001A2B3C4D5E6F70', 'a4:83:e7:00:11:22'],
      ['x', expect.stringMatching(/^serial=serial-/), pseudonym('device'), pseudonym('address')],
    ],
    ['a private key', ['x', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl'], ['x', pseudonym('token')]],
    [
      'names that are no secrets',
      [
        'x',
        '--token-file',
        '/etc/t',
        '--password-policy=strong',
        'keyboard=us',
        'icon@2x.png',
        'python@3.11',
      ],
      [
        'x',
        '--token-file',
        '/etc/t',
        '--password-policy=strong',
        'keyboard=us',
        'icon@2x.png',
        'python@3.11',
      ],
    ],
    [
      'JSON in an argument',
      ['x', '{"user":{"password":"hun\\"ter","mail":"a\\u0040b.com"}}'],
      ['x', expect.not.stringMatching(/hun|ter"|b\.com/)],
    ],
  ])('%s', (_, args, expected) => {
    expect(argumentsAfter(args)).toEqual(expected);
  });

  it.each([
    [
      "echo 'hunter2' | sudo -S /usr/sbin/softwareupdate -i -a --user anna",
      '[script: echo * | sudo -S /usr/sbin/softwareupdate -i -a --user *]',
    ],
    [
      'PW=hunter2 sudo -u anna startosinstall --agreetolicense',
      '[script: * sudo -u * startosinstall --agreetolicense]',
    ],
    ['cat <<EOF\ntest\nEOF\nsecond', '[script: cat < *]'],
    ['hunter2', '[script: *]'],
    ['cd /Users/anna && ./run.sh > out; rm -rf "$X"', '[script: cd * && * > * ; rm -rf *]'],
  ])('inline script %j', (script, template) => {
    expect(argumentsAfter(['/bin/zsh', '-lc', script, 'anna0'])).toEqual([
      '/bin/zsh',
      '-lc',
      template,
      'anna0',
    ]);
    expect(argumentsAfter(['/bin/zsh', '-lc', template])).toEqual(['/bin/zsh', '-lc', template]);
  });

  it('keeps nothing of a script in another language', () => {
    expect(
      argumentsAfter([
        '/usr/bin/osascript',
        '-e',
        'do shell script "x" with administrator privileges password "y"',
      ]),
    ).toEqual(['/usr/bin/osascript', '-e', '[script]']);
  });

  it('under strict hide what nothing is known about', () => {
    const args = [
      '/usr/bin/tool',
      '--verbose',
      'quarterly report',
      '--title=Merger',
      'com.apple.x',
      '42',
      '/Users/anna/Documents/Merger plan.pdf',
    ];
    expect(argumentsAfter(args, { policy: 'strict' })).toEqual([
      '/usr/bin/tool',
      '--verbose',
      pseudonym('argument'),
      expect.stringMatching(/^--title=argument-[a-z2-7]{14}$/),
      'com.apple.x',
      '42',
      expect.stringMatching(/^\/Users\/user-[a-z2-7]{14}\/Documents\/name-[a-z2-7]{14}\.pdf$/),
    ]);
  });
});

describe('names of files under strict', () => {
  const destinationOf = (line: Buffer) =>
    record(record(eventOf(line)['destination'])['new_path'])['filename'];

  it('go in homes, where folder and name stand apart as where they stand in one path', () => {
    const one = redactor({ policy: 'strict' });
    const name = destinationOf(
      one.redactLine(renameLine('/private/tmp/x', '/Users/anna/Plans', 'Merger plan.pdf')),
    );
    expect(name).toMatch(/^name-[a-z2-7]{14}\.pdf$/);
    const line = one.redactLine(renameLine('/Users/anna/Plans/Merger plan.pdf', '/', 'x'));
    expect(record(eventOf(line)['source'])['path']).toContain(`/${String(name)}`);
    expect(one.redactLine(line)).toBe(line);
  });

  it('stay elsewhere, and stay under default', () => {
    expect(
      destinationOf(
        redactor({ policy: 'strict' }).redactLine(renameLine('/private/tmp/x', '/private/var/db', 'a.plist')),
      ),
    ).toBe('a.plist');
    expect(
      destinationOf(redactor().redactLine(renameLine('/private/tmp/x', '/Users/anna', 'plan.pdf'))),
    ).toBe('plan.pdf');
  });
});

describe('paths', () => {
  const pathAfter = (path: string) =>
    record(eventOf(redactor().redactLine(renameLine(path, '/', 'x')))['source'])['path'];
  it.each<[string, unknown]>([
    ['/Users/anna b/Library/x', expect.stringMatching(/^\/Users\/user-[a-z2-7]{14}\/Library\/x$/)],
    ['/System/Volumes/Data/Users/anna', expect.stringMatching(/Data\/Users\/user-[a-z2-7]{14}$/)],
    ['/Users/Shared/x', '/Users/Shared/x'],
    [
      '/private/var/db/dslocal/nodes/Default/users/anna.plist',
      expect.stringMatching(/users\/user-[a-z2-7]{14}\.plist$/),
    ],
    [
      '/private/var/db/dslocal/nodes/Default/users/_spotlight.plist',
      '/private/var/db/dslocal/nodes/Default/users/_spotlight.plist',
    ],
    [
      '/Library/Managed Preferences/anna/com.apple.x.plist',
      expect.stringMatching(/Preferences\/user-[a-z2-7]{14}\/com\.apple\.x\.plist$/),
    ],
    [
      '/private/var/folders/zz/zyxvpxvq6csfxvn_n00000y800007k/T/x',
      '/private/var/folders/zz/zyxvpxvq6csfxvn_n00000y800007k/T/x',
    ],
    [
      '/private/var/folders/04/rh7vng8164sd599dwgzzq_kh0000gn/T/x',
      expect.stringMatching(/^\/private\/var\/folders\/04\/folder-[a-z2-7]{14}\/T\/x$/),
    ],
    [
      '/Library/Preferences/ByHost/a.7f9d3e51-4c1b-4a33-9d0b-1b2c3d4e5f60.plist',
      expect.stringMatching(
        /ByHost\/a\.e5d21f7e-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.plist$/,
      ),
    ],
    ['/private/tmp/kX9vQ2mTz7LpW4rYb8Nc3Hd6', expect.stringMatching(/^\/private\/tmp\/token-/)],
    [
      '/System/Library/AssetsV2/x/5f4dcc3b5aa765d61d8327deb882cf99a0b1c2d3.asset',
      '/System/Library/AssetsV2/x/5f4dcc3b5aa765d61d8327deb882cf99a0b1c2d3.asset',
    ],
  ])('%s', (path, expected) => {
    expect(pathAfter(path)).toEqual(expected);
  });
});

const captures = process.env['ESDRIFT_CAPTURES'];

describe.skipIf(captures === undefined)(
  'real lines (set ESDRIFT_CAPTURES to the folder that holds them)',
  () => {
    const lines = readdirSync(captures ?? '.')
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(join(captures ?? '.', name), 'latin1').split('\n'))
      .filter((line) => line !== '')
      .map((line) => Buffer.from(line, 'latin1'));

    it('stay events, lose what is personal, and nothing else', () => {
      expect(lines.length).toBeGreaterThan(0);
      const one = redactor();
      const redacted = lines.map((line) => one.redactLine(line));
      for (const line of redacted) expect(decodeLine(line)).toMatchObject({ ok: true });
      expect(
        new SecretScanner().scan(
          Buffer.from(redacted.map((line) => `${line.toString('latin1')}\n`).join(''), 'latin1'),
        ),
      ).toEqual([]);
      expect(one.report().replaced).toMatchObject({ token: 0, unreadable: 0, host: 0 });
    });
  },
);

describe('lines that are no JSON', () => {
  it.each([
    'hello /Users/anna',
    '{"event":{"exec":{"args":["/Users/anna',
    '{"path":"/Users/an{"event":{"exec":{"env":["A=b"]}}}',
    '{"a" "b"}',
    '{"path":"/Users/anna}',
  ])('are replaced whole: %s', (text) => {
    const line = Buffer.from(text);
    const changed = redactor().redactLine(line);
    expect(changed.toString()).toBe(`[unreadable line, ${line.length} bytes]`);
    expect(redactor().redactLine(changed)).toBe(changed);
  });

  it('do not disturb their neighbours', () => {
    const line = renameLine('/Users/anna/a', '/', 'b');
    const out = redactor().redactLines(Buffer.concat([line, Buffer.from('\ngarbage anna\n'), line]));
    const [first, garbage, last] = out.toString().split('\n');
    expect(garbage).toBe('[unreadable line, 12 bytes]');
    expect(first).toBe(last);
    expect(first).not.toContain('anna');
  });
});

describe('the report', () => {
  it('counts lines and replacements by kind', () => {
    const one = redactor();
    one.redactLines(
      Buffer.concat([
        execLine(['x', 'a@example.com', 'b@example.com'], ['S=1']),
        Buffer.from('\n'),
        execLine(['/bin/ls']),
      ]),
    );
    expect(one.report()).toMatchObject({
      policy: 'default',
      lines: 2,
      changedLines: 1,
      replaced: { email: 2, environment: 1, user: 0 },
      namesKnown: 0,
    });
  });
});

describe('the scanner', () => {
  const line = execLine(['x', 'a@example.com'], ['S=1', 'HOME=/Users/anna']);

  it('says what is left and where, never the thing itself', () => {
    const left = findSecrets(line);
    expect(left).toEqual([
      { kind: 'email', key: 'args', lineOffset: 0 },
      { kind: 'environment', key: 'env', lineOffset: 0 },
      { kind: 'user', key: 'env', lineOffset: 0 },
    ]);
    expect(JSON.stringify(left)).not.toContain('example');
  });

  it('finds nothing in what was redacted, under any key', () => {
    for (const policy of ['default', 'strict'] as const)
      expect(new SecretScanner(policy).scan(redactor({ policy }).redactLine(line))).toEqual([]);
  });

  it('is not fooled by what merely looks like a pseudonym', () => {
    expect(findSecrets(renameLine('/Users/user-abcdefghijklmn/a', '/', 'b'))).toMatchObject([
      { kind: 'user' },
    ]);
  });
});

describe('text that is no line', () => {
  it('is treated like an argument', () => {
    expect(redactor().redactText('mail to anna@example.com')).toMatch(/^mail to email-[a-z2-7]{14}$/);
    expect(redactor().redactText('nothing "here"')).toBe('nothing "here"');
  });
});

describe('an empty value', () => {
  it('stays, and the line after it is read', () => {
    const line = eventLine('unlink', { target: { path: '' }, note: '', other: '/Users/anna/x' });
    expect(redactor().redactLine(line).toString()).toContain('"path":""');
    expect(redactor().redactLine(line).toString()).not.toContain('anna');
  });
});

describe('spelling of the line', () => {
  it.each([{ escapeSlashes: false }, { spaced: true }, { spaced: true, escapeSlashes: false }])(
    '%j',
    (options) => {
      for (const line of [
        renameLine('/Users/anna/a', '/', 'b', options),
        execLine(['/bin/cat', '/Users/anna'], ['S=hunter2'], options),
      ]) {
        const changed = redactor().redactLine(line).toString();
        expect(changed).not.toMatch(/anna|hunter2/);
        expect(() => JSON.parse(changed) as unknown).not.toThrow();
      }
    },
  );

  it('unknown keys and events are searched too', () => {
    const line = eventLine('brand_new', {
      shiny: 'anna@example.com',
      deep: [[{ x: ['/Users/anna'] }]],
      file: fileObject('/a'),
    });
    expect(redactor().redactLine(line).toString()).not.toMatch(/anna/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EsEvent } from '../../src/model/event.ts';
import { fromDocument, serializeFactSet } from '../../src/baseline/canonical.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { image, launchd, Recording, token } from './events.ts';

const daemon = image(100, '/usr/libexec/mobileassetd');
const shell = image(200, '/bin/bash');

describe('program facts', () => {
  it('count executions, and say how they were signed where an exec shows it', () => {
    const recording = new Recording()
      .file(daemon, 'create', '/x')
      .file(daemon, 'create', '/y')
      .spawn(launchd, image(101, '/usr/libexec/mobileassetd', { codesigningFlags: 0x0601_2b03 }));
    const fact = recording.profile().facts.find(({ key }) => key[0] === 'platform:com.apple.mobileassetd');
    expect(fact).toMatchObject({
      counts: [2],
      firstMs: [0],
      attributes: {
        path: { '/usr/libexec/mobileassetd': [2] },
        flags: { 'ADHOC|PLATFORM_BINARY|REQUIRE_LV|RESTRICT|RUNTIME': [1] },
        cdhash: { [`arm64:${'A'.repeat(40)}`]: [1] },
        category: { platform: [1] },
      },
      evidence: { segment: 0, globalSeq: 0 },
    });
  });

  it('do not count the copy that a fork leaves as another execution of the parent', () => {
    const recording = new Recording();
    for (const pid of [201, 202, 203]) recording.spawn(shell, image(pid, '/bin/ls'));
    expect(recording.facts('program')).toEqual(['platform:com.apple.bash ×1', 'platform:com.apple.ls ×3']);
  });

  it('stop telling apart the places of a program that is everywhere', () => {
    const recording = new Recording();
    for (let index = 0; index < 100; index++) {
      recording.spawn(
        launchd,
        image(1000 + index, `/opt/build${index}x/tool`, {
          signingId: 'tool',
          isPlatformBinary: false,
          codesigningFlags: 2,
        }),
      );
    }
    const profile = recording.profile();
    const fact = profile.facts.find(({ key }) => key[0] === 'adhoc:tool');
    expect(fact?.attributes?.path).toEqual({ '{any}': [100] });
    expect(profile.collapsed).toEqual(['["program","adhoc:tool","path","{any}"]']);
  });

  it('leave out what belongs to the recorder', () => {
    const recording = new Recording().file(shell, 'create', '/x').file(daemon, 'create', '/y');
    const isRecorder = ({ process }: EsEvent): boolean => process.token.pid === 200;
    expect(recording.facts('program', { isRecorder })).toEqual(['platform:com.apple.mobileassetd ×1']);
    expect(recording.facts('file', { isRecorder })).toHaveLength(1);
  });
});

describe('launch facts', () => {
  it('are one launch by launchd for the way through xpcproxy', () => {
    const proxy = image(300, '/usr/libexec/xpcproxy', {
      signingId: 'com.apple.xpc.proxy',
      token: token(300, 2),
    });
    const born = { ...launchd, token: token(300, 1), parentToken: launchd.token };
    const recording = new Recording()
      .fork(launchd, born)
      .exec(born, proxy, ['xpcproxy', 'com.apple.foo'])
      .exec(proxy, image(300, '/usr/libexec/food', { token: token(300, 3) }), ['/usr/libexec/food']);
    expect(recording.facts('launch')).toEqual([
      'platform:com.apple.xpc.launchd | platform:com.apple.food ×1',
    ]);
    expect(recording.facts('arguments')).toEqual(['platform:com.apple.food | ["/usr/libexec/food"] ×1']);
    expect(recording.facts('program')).toEqual([
      'platform:com.apple.food ×1',
      'platform:com.apple.xpc.launchd ×1',
    ]);
  });

  it('name launchd for a service that never came to run', () => {
    const proxy = image(300, '/usr/libexec/xpcproxy', {
      signingId: 'com.apple.xpc.proxy',
      token: token(300, 2),
    });
    const born = { ...launchd, token: token(300, 1), parentToken: launchd.token };
    const recording = new Recording()
      .fork(launchd, born)
      .exec(born, proxy, ['xpcproxy', 'com.apple.foo'])
      .exit(proxy, 78);
    expect(recording.facts('event')).toEqual([
      'platform:com.apple.xpc.launchd | exit | failed launch com.apple.foo: exit 78 ×1',
    ]);
    expect(recording.facts('launch')).toEqual([]);
  });

  it('go from the image before where a running process execs', () => {
    const sh = image(210, '/bin/sh', { token: token(210, 2) });
    const recording = new Recording()
      .spawn(shell, sh)
      .exec(
        { ...sh, parentToken: shell.token, originalPpid: 200 },
        image(210, '/bin/zsh', { token: token(210, 3) }),
      );
    expect(recording.facts('launch')).toEqual([
      'platform:com.apple.bash | platform:com.apple.sh ×1',
      'platform:com.apple.sh | platform:com.apple.zsh ×1',
    ]);
  });

  it('say that a program forks without exec, once the copy acts', () => {
    const copy = { ...daemon, token: token(101), parentToken: daemon.token, originalPpid: 100 };
    expect(new Recording().fork(daemon, copy).facts('launch')).toEqual([]);
    expect(new Recording().fork(daemon, copy).exit(copy).facts('launch')).toEqual([
      'platform:com.apple.mobileassetd | platform:com.apple.mobileassetd ×1',
    ]);
  });

  it('tell scripts from each other and from their interpreter, also in what they do later', () => {
    const script = image(220, '/bin/sh');
    const recording = new Recording()
      .spawn(launchd, script, ['/bin/sh', '/usr/local/bin/x.sh'], '/usr/local/bin/x.sh')
      .file(script, 'create', '/tmp/y');
    expect(recording.facts('file')).toEqual([
      'platform:com.apple.sh!/usr/local/bin/x.sh | create | /tmp/y ×1',
    ]);
    expect(recording.facts('launch')).toEqual([
      'platform:com.apple.xpc.launchd | platform:com.apple.sh!/usr/local/bin/x.sh ×1',
    ]);
  });
});

describe('responsible facts', () => {
  it('need another process, and wait until it is seen', () => {
    const app = image(400, '/Applications/App.app/Contents/MacOS/App', {
      signingId: 'com.example.App',
      isPlatformBinary: false,
      teamId: 'ABCDE12345',
    });
    const service = image(401, '/usr/libexec/service', { responsibleToken: app.token });
    const waiting = new Recording().spawn(launchd, service).spawn(launchd, image(402, '/usr/libexec/other'));
    expect(waiting.facts('responsible')).toEqual([]);
    expect(waiting.file(app, 'create', '/x').facts('responsible')).toEqual([
      'ABCDE12345:com.example.App | platform:com.apple.service ×1',
    ]);
  });

  it('forget tokens at a restart: they may name another process then', () => {
    const service = image(401, '/usr/libexec/service', { responsibleToken: token(400) });
    const recording = new Recording().spawn(launchd, service).reboot();
    recording.file(image(400, '/usr/libexec/stranger'), 'create', '/x', undefined, { machTime: 5 });
    expect(recording.facts('responsible')).toEqual([]);
  });
});

describe('file facts', () => {
  it('are two for an operation with two paths, none for a close without a write', () => {
    const recording = new Recording()
      .file(
        daemon,
        'rename',
        '/System/Volumes/Update/Update.plist',
        '/System/Volumes/Update/.Update.plist.aB3xYz',
      )
      .add(daemon, 'close', {
        kind: 'file',
        operation: 'close',
        path: '/x',
        source: undefined,
        modified: false,
        detail: undefined,
      })
      .add(daemon, 'setextattr', {
        kind: 'file',
        operation: 'setextattr',
        path: '/x',
        source: undefined,
        modified: undefined,
        detail: 'com.apple.quarantine',
      });
    expect(recording.facts('file')).toEqual([
      'platform:com.apple.mobileassetd | rename | /System/Volumes/Update/Update.plist ×1',
      'platform:com.apple.mobileassetd | rename-from | /System/Volumes/Update/.Update.plist.{tmp} ×1',
      'platform:com.apple.mobileassetd | setextattr:com.apple.quarantine | /x ×1',
    ]);
  });

  it('count the events of one call once', () => {
    const at = (timeMs: number, threadId = 7): object => ({ timeMs, threadId });
    const recording = new Recording()
      .file(daemon, 'create', '/x', undefined, at(1000))
      .file(daemon, 'create', '/x', undefined, at(1004))
      .file(daemon, 'create', '/x', undefined, at(1005, 8))
      .file(daemon, 'create', '/x', undefined, at(2000))
      .file(daemon, 'unlink', '/x', undefined, at(2001))
      .file(daemon, 'create', '/x', undefined, at(2002));
    expect(recording.facts('file')).toEqual([
      'platform:com.apple.mobileassetd | create | /x ×4',
      'platform:com.apple.mobileassetd | unlink | /x ×1',
    ]);
  });

  it('hold any number of names of one folder in one fact', () => {
    const recording = new Recording();
    for (let index = 0; index < 35_000; index++) recording.file(daemon, 'create', `/var/db/big/n${index}x`);
    const profile = recording.profile();
    expect(profile.collapsed).toEqual(['/var/db/big/{any}']);
    expect(profile.facts.filter((fact) => fact.kind === 'file')).toMatchObject([
      {
        key: ['platform:com.apple.mobileassetd', 'create', '/var/db/big/{any}'],
        counts: [35_000],
        firstMs: [0],
      },
    ]);
  });
});

describe('event facts', () => {
  const other = { kind: 'other', target: undefined } as const;

  it('take any type, also one that nobody knows', () => {
    const recording = new Recording()
      .add(daemon, 'mount', { ...other, object: '/System/Volumes/Update/mnt1', objectKind: 'path' })
      .add(daemon, 'xpc_connect', { ...other, object: 'com.apple.foo.4711', objectKind: 'text' })
      .add(daemon, 'reserved_3', { ...other, object: '', objectKind: 'text' })
      .add(launchd, 'signal', {
        kind: 'other',
        object: 'com.apple.mobileassetd 15',
        objectKind: 'text',
        target: daemon,
      })
      .exit(shell, 3);
    expect(recording.facts('event')).toEqual([
      'platform:com.apple.bash | exit | exit 3 ×1',
      'platform:com.apple.mobileassetd | mount | /System/Volumes/Update/mnt1 ×1',
      'platform:com.apple.mobileassetd | reserved_3 |  ×1',
      'platform:com.apple.mobileassetd | xpc_connect | com.apple.foo.{n} ×1',
      'platform:com.apple.xpc.launchd | signal | platform:com.apple.mobileassetd 15 ×1',
    ]);
  });

  it('call the other process by its program key', () => {
    const unsigned = image(500, '/Users/alice/bin/tool', { signingId: undefined, isPlatformBinary: false });
    const recording = new Recording().add(daemon, 'get_task', {
      kind: 'other',
      object: '/Users/alice/bin/tool',
      objectKind: 'text',
      target: unsigned,
    });
    expect(recording.facts('event')).toEqual([
      'platform:com.apple.mobileassetd | get_task | unsigned:/Users/{user}/bin/tool ×1',
    ]);
  });
});

describe('a profile', () => {
  it('takes any names, keeps different ones apart, and is a valid document', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '__proto__',
        'constructor',
        '/',
        '//',
        '',
        '\n',
        'a\nb',
        '{uuid}',
        '{{',
        '\u0000',
        '/x'.repeat(500),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name, name), { minLength: 1, maxLength: 20 }), (names) => {
        const recording = new Recording();
        names.forEach(([a, b, c], index) => {
          const actor = image(700 + index, a, {
            signingId: b,
            isPlatformBinary: false,
            teamId: index % 2 === 0 ? c : undefined,
          });
          recording
            .file(actor, 'rename', b, c)
            .add(actor, a, { kind: 'other', object: b, objectKind: 'text', target: actor })
            .spawn(
              actor,
              image(800 + index, b, { signingId: undefined, isPlatformBinary: false }),
              [a, b, c],
              c,
            );
        });
        const profile = recording.profile();
        const document = validateDocument('profile', JSON.parse(serializeFactSet(profile)), 'x');
        expect(fromDocument(document, 'x')).toEqual(profile);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps keys apart whose parts would join to the same text', () => {
    const tool = image(900, '/bin/a');
    const recording = new Recording()
      .add(tool, 'x', { kind: 'other', object: 'y\nz', objectKind: 'text', target: undefined })
      .add(tool, 'x\ny', { kind: 'other', object: 'z', objectKind: 'text', target: undefined });
    expect(recording.facts('event')).toHaveLength(2);
  });

  it('names no user, host, time of day or temporary file', () => {
    const recording = new Recording()
      .spawn(launchd, image(600, '/Users/mara/tool', { signingId: undefined, isPlatformBinary: false }), [
        '/Users/mara/tool',
        '--user',
        'mara',
        '/private/tmp/x.OgkMhN',
      ])
      .file(
        daemon,
        'rename',
        '/Users/mara/a',
        '/private/var/folders/zz/zyxvpxvq6csfxvn_n00000y800007k/T/qZ8Kp2',
      );
    const text = JSON.stringify(
      recording.profile().facts.map(({ key, attributes }) => ({ key, attributes })),
    );
    expect(text).not.toMatch(/mara|zyxvpxvq|OgkMhN|qZ8Kp2|2026/);
  });
});

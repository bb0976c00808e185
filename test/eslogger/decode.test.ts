import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import { decodeLine, type DecodedEvent } from '../../src/eslogger/decode.ts';
import { parseTimeMs } from '../../src/eslogger/decode-time.ts';
import { FILE_OPERATIONS } from '../../src/model/event.ts';
import { file, line, lineObject, processOf, tokenArray } from './line-builder.ts';

function decode(text: string): DecodedEvent {
  const result = decodeLine(text);
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`);
  return result.event;
}

function payloadOf(type: string, event: Readonly<Record<string, unknown>>): DecodedEvent['payload'] {
  return decode(line({ type, event })).payload;
}

function objectOf(type: string, event: Readonly<Record<string, unknown>>): string {
  const payload = payloadOf(type, event);
  if (payload.kind !== 'other') throw new Error(`${type} is ${payload.kind}`);
  return `${payload.objectKind}:${payload.object}`;
}

const target = processOf({ token: { pid: 9, pidversion: 10 }, path: '/usr/libexec/other' });

describe('a line', () => {
  it.each([
    ['not-json', '{"a":'],
    ['not-json', ''],
    ['not-object', '[1]'],
    ['not-object', 'null'],
    ['no-event', JSON.stringify({ ...lineObject({ type: 'exit' }), event: {} })],
    ['no-event', JSON.stringify({ ...lineObject({ type: 'exit' }), event: { exec: {}, exit: {} } })],
    ['no-event', JSON.stringify({ ...lineObject({ type: 'exit' }), event: 'exit' })],
    ['no-process', JSON.stringify({ ...lineObject({ type: 'exit' }), process: null })],
    [
      'no-process',
      line({
        type: 'exit',
        process: processOf({ token: { pid: 1, pidversion: 1 }, more: { audit_token: [1] } }),
      }),
    ],
    ['no-sequence', line({ type: 'exit', more: { global_seq_num: '1' } })],
    ['no-sequence', line({ type: 'exit', more: { seq_num: -1 } })],
    ['no-time', line({ type: 'exit', more: { time: 'yesterday' } })],
  ])('is refused as %s where it cannot be placed', (reason, text) => {
    expect(decodeLine(text)).toMatchObject({ ok: false, reason });
  });

  it('passes with unknown keys, omitted keys and null where nobody expects it', () => {
    const process = processOf({
      token: { pid: 1, pidversion: 2 },
      signingId: null,
      more: { tty: null, cdhash: null, executable: null, start_time: null, brand_new: { a: 1 } },
    });
    const event = decode(
      line({ type: 'exit', event: { stat: 0 }, process, more: { thread: null, new_key: [1] } }),
    );
    expect(event.process).toMatchObject({
      signingId: undefined,
      cdhash: undefined,
      executable: '',
      tty: undefined,
    });
    expect(event.threadId).toBeUndefined();
    expect(event.form.line['new_key']).toEqual([1]);
  });

  it('is read after the rubbish that a pseudo-terminal leaves', () => {
    const text = line({ type: 'exit', event: { stat: 9 } });
    expect(decode(`^D\b\b${text}\r`).payload).toEqual({
      kind: 'exit',
      status: { kind: 'signaled', signal: 9, coreDumped: false },
    });
    expect(decode(`\ufeff${text}`).type).toBe('exit');
  });

  it('reads audit tokens in both forms alike', () => {
    const parts = { pid: 20, pidversion: 30, euid: 501 };
    const asObject = processOf({ token: parts, parent: parts });
    const asArray = { ...asObject, audit_token: tokenArray(parts), parent_audit_token: tokenArray(parts) };
    const [one, other] = [asObject, asArray].map(
      (process) => decode(line({ type: 'exit', process })).process,
    );
    expect(one?.token).toEqual(other?.token);
    expect(one?.parentToken).toEqual(other?.parentToken);
  });

  it('keeps mach times above 2^53 in order', () => {
    const at = (ticks: string): number =>
      decode(line({ type: 'exit' }).replace(/"mach_time":\d+/, `"mach_time":${ticks}`)).machTime;
    expect(at('9107199254740993')).toBeLessThan(at('9107199254750993'));
  });

  it('reads code signing flags with bit 31 as a positive number', () => {
    const process = processOf({ token: { pid: 1, pidversion: 1 }, flags: 0x8000_0001 });
    expect(decode(line({ type: 'exit', process })).process.codesigningFlags).toBe(0x8000_0001);
  });
});

describe('the destination of create and rename', () => {
  const fresh = { dir: file('/a/b'), filename: 'c', mode: 420 };

  it('is an existing file, or a directory and a name', () => {
    expect(
      payloadOf('create', { destination_type: 0, destination: { existing_file: file('/x') } }),
    ).toMatchObject({ path: '/x' });
    expect(payloadOf('create', { destination_type: 1, destination: { new_path: fresh } })).toMatchObject({
      path: '/a/b/c',
    });
    const root = { ...fresh, dir: file('/') };
    expect(payloadOf('rename', { destination_type: 1, destination: { new_path: root } })).toMatchObject({
      path: '/c',
    });
  });

  it('goes by the key that is there when the number disagrees', () => {
    expect(payloadOf('rename', { destination_type: 0, destination: { new_path: fresh } })).toMatchObject({
      path: '/a/b/c',
    });
    expect(
      payloadOf('rename', { destination_type: 1, destination: { existing_file: file('/x') } }),
    ).toMatchObject({ path: '/x' });
  });

  it('goes by the number when both are there, and is empty when none is', () => {
    const both = { existing_file: file('/x'), new_path: fresh };
    expect(payloadOf('rename', { destination_type: 1, destination: both })).toMatchObject({ path: '/a/b/c' });
    expect(payloadOf('rename', { destination_type: 0, destination: both })).toMatchObject({ path: '/x' });
    expect(payloadOf('rename', { destination_type: 7 })).toMatchObject({ path: '', source: undefined });
  });
});

describe('file operations', () => {
  it('name what is made and where it came from', () => {
    const source = file('/from');
    const target_dir = file('/to');
    expect(payloadOf('link', { source, target_dir, target_filename: 'n' })).toMatchObject({
      path: '/to/n',
      source: '/from',
    });
    expect(payloadOf('clone', { source, target_dir, target_name: 'n' })).toMatchObject({
      path: '/to/n',
      source: '/from',
    });
    const copy = { source, target_dir, target_name: 'n' };
    expect(payloadOf('copyfile', { ...copy, target_file: null })).toMatchObject({ path: '/to/n' });
    expect(payloadOf('copyfile', { ...copy, target_file: file('/there') })).toMatchObject({ path: '/there' });
    expect(payloadOf('exchangedata', { file1: file('/1'), file2: file('/2') })).toMatchObject({
      path: '/1',
      source: '/2',
    });
  });

  it('say whether a closed file was modified, and which attribute was set', () => {
    expect(payloadOf('close', { target: file('/x'), modified: false })).toMatchObject({ modified: false });
    expect(payloadOf('setextattr', { target: file('/x'), extattr: 'com.apple.quarantine' })).toMatchObject({
      detail: 'com.apple.quarantine',
    });
  });

  it.each(FILE_OPERATIONS)('%s is in the catalogue and survives an empty event', (operation) => {
    expect(CATALOGUE.some(({ name }) => name === operation)).toBe(true);
    expect(payloadOf(operation, {})).toMatchObject({ kind: 'file', operation, path: '' });
  });
});

describe('wait statuses', () => {
  it.each([
    [0, { kind: 'exited', code: 0 }],
    [256, { kind: 'exited', code: 1 }],
    [19968, { kind: 'exited', code: 78 }],
    [9, { kind: 'signaled', signal: 9, coreDumped: false }],
    [139, { kind: 'signaled', signal: 11, coreDumped: true }],
  ])('%i', (stat, status) => {
    expect(payloadOf('exit', { stat })).toEqual({ kind: 'exit', status });
  });
});

describe('other events say what they are about', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['mount', { statfs: { f_mntonname: '/Volumes/X' } }, 'path:/Volumes/X'],
    ['signal', { target, sig: 15 }, 'text:com.apple.other 15'],
    ['get_task', { target, type: 0 }, 'text:com.apple.other'],
    ['proc_check', { target: null, type: 2 }, 'text:'],
    ['xpc_connect', { service_name: 'com.apple.x', service_domain_type: 1 }, 'text:com.apple.x'],
    ['kextload', { identifier: 'com.apple.kext' }, 'text:com.apple.kext'],
    ['iokit_open', { user_client_class: 'AppleKeyStoreUserClient' }, 'text:AppleKeyStoreUserClient'],
    ['btm_launch_item_add', { item: { item_url: 'file:///Library/A%20B.plist' } }, 'path:/Library/A B.plist'],
    ['btm_launch_item_add', { item: { item_url: 'Contents/x.plist' } }, 'text:Contents/x.plist'],
    ['btm_launch_item_add', { item: { item_url: 'file:///%zz' } }, 'path:/%zz'],
    ['uipc_bind', { dir: file('/var/run'), filename: 'sock' }, 'path:/var/run/sock'],
    ['uipc_connect', { file: file('/var/run/sock') }, 'path:/var/run/sock'],
    ['lookup', { source_dir: file('/a'), relative_target: 'b/c' }, 'path:/a/b/c'],
    ['lookup', { source_dir: file('/a'), relative_target: '/b' }, 'path:/b'],
    ['open', { file: file('/etc/hosts'), fflag: 1 }, 'path:/etc/hosts'],
    ['setreuid', { ruid: 501, euid: 0 }, 'text:501 0'],
    ['cs_invalidated', {}, 'text:'],
    ['tcc_modify', { service: 'kTCCServiceX', identity: 'com.x' }, 'text:kTCCServiceX com.x'],
    ['profile_add', { profile: { identifier: 'com.profile' } }, 'text:com.profile'],
    ['authorization_petition', { rights: ['system.b', 'system.a', 'system.b'] }, 'text:system.a, system.b'],
    ['authorization_judgement', { results: [{ right_name: 'r2' }, { right_name: 'r1' }] }, 'text:r1, r2'],
    ['gatekeeper_user_override', { file: '/Applications/X.app' }, 'path:/Applications/X.app'],
    ['gatekeeper_user_override', { file: file('/Applications/X.app') }, 'path:/Applications/X.app'],
    ['file_provider_update', { target_path: '/x' }, 'path:/x'],
  ])('%s', (type, event, expected) => {
    expect(objectOf(type, event)).toBe(expected);
  });

  it('and keep the other process', () => {
    expect(payloadOf('signal', { target, sig: 9 })).toMatchObject({ target: { token: { pid: 9 } } });
  });

  it.each([
    'login_login',
    'lw_session_login',
    'openssh_login',
    'sudo',
    'su',
    'screensharing_attach',
    'od_create_user',
  ])('%s names no person', (type) => {
    const event = {
      username: 'alice',
      user_name: 'alice',
      from_username: 'alice',
      to_username: 'alice',
      command: '/bin/ls alice',
    };
    expect(objectOf(type, event)).toBe('text:');
  });

  it('but system accounts have names', () => {
    expect(objectOf('od_create_user', { user_name: '_modelmanagerd' })).toBe('text:_modelmanagerd');
  });

  it('guess for an event that is in no catalogue: a file, then a word, then a process', () => {
    expect(objectOf('brand_new', { b: file('/b'), a: 'word' })).toBe('path:/b');
    expect(objectOf('brand_new', { b: 7, a: 'word' })).toBe('text:word');
    expect(objectOf('brand_new', { z: target })).toBe('text:com.apple.other');
    expect(objectOf('brand_new', {})).toBe('text:');
  });

  it.each(CATALOGUE.map(({ name }) => name))('%s survives an empty event and a null', (type) => {
    expect(decode(line({ type })).type).toBe(type);
    expect(decode(JSON.stringify({ ...lineObject({ type }), event: { [type]: null } })).type).toBe(type);
  });
});

describe('times', () => {
  it.each([
    '2026-08-12T15:28:33.510893468Z',
    '1970-01-01T00:00:07.772334000Z',
    '2024-02-29T23:59:59.999999999Z',
  ])('%s reads as Date does, with its fraction', (text) => {
    const ms = parseTimeMs(text);
    expect(ms).toBeGreaterThanOrEqual(Date.parse(text));
    expect(ms).toBeLessThan(Date.parse(text) + 1.001);
  });

  it('with other numbers of digits, and nothing else', () => {
    expect(parseTimeMs('1970-01-01T00:00:07.772334Z')).toBeCloseTo(7772, 0);
    expect(parseTimeMs('2026-01-01T00:00:00Z')).toBe(Date.parse('2026-01-01T00:00:00Z'));
    expect(parseTimeMs('2026-01-01')).toBeUndefined();
    expect(parseTimeMs('2026-01-01T00:00:0x.000000000Z')).toBeUndefined();
  });
});

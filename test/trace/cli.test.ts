/** The trace commands as built: exit codes, streams, signals and memory. */
import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateDocument } from '../../src/schema/validate.ts';
import { eventLines } from './lines.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'esdrift-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env['PATH'], TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', NO_COLOR: '1' };

function run(args: readonly string[], options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'trace', ...args], {
    cwd: folder,
    env,
    maxBuffer: 1 << 27,
    ...options,
  });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

const text = eventLines(50);

beforeAll(() => {
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'events.jsonl'), text);
  expect(run(['import', 'events.jsonl', '--method', 'ota', '--from-os', '26.1:25B78']).code).toBe(0);
});

describe('exit codes', () => {
  it('are the same with and without --json', () => {
    const whole = readFileSync(join(folder, 'events.jsonl.zst'));
    writeFileSync(join(folder, 'cut.jsonl.zst'), whole.subarray(0, -30));
    const damaged = Buffer.from(whole);
    damaged[600] = damaged.readUInt8(600) ^ 1;
    writeFileSync(join(folder, 'damaged.jsonl.zst'), damaged);
    writeFileSync(join(folder, 'empty.jsonl'), '');
    writeFileSync(join(folder, 'secret.jsonl.zst'), whole, { mode: 0 });
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const cases: readonly (readonly [readonly string[], number, string?, SpawnSyncOptions?])[] = [
      [['info', 'events.jsonl.zst'], 0],
      [['verify', 'events.jsonl.zst'], 0],
      [['info', 'cut.jsonl.zst'], 0],
      [['cat', 'cut.jsonl.zst'], 0],
      [['verify', 'cut.jsonl.zst'], 3],
      [['verify', 'damaged.jsonl.zst'], 5],
      [['cat', 'damaged.jsonl.zst'], 5, 'trace-damaged'],
      [['redact', 'events.jsonl.zst', '--out', 'redacted.jsonl.zst', '--force'], 0],
      [['verify', 'redacted.jsonl.zst', '--no-secrets'], 0],
      [['verify', 'events.jsonl.zst', '--no-secrets'], 5],
      [['redact', 'cut.jsonl.zst', '--out', 'never.jsonl.zst'], 3, 'trace-cut'],
      [['redact', 'events.jsonl.zst', '--out', 'events.jsonl.zst', '--force'], 2, 'usage'],
      [['redact', 'events.jsonl.zst', '--out', 'redacted.jsonl.zst'], 2, 'output-exists'],
      [['info', 'events.jsonl'], 5, 'not-a-trace'],
      [['info', 'nowhere'], 5, 'not-found'],
      [['info', '.'], 5, 'not-a-file'],
      [['info', 'secret.jsonl.zst'], 5, 'permission-denied', nobody],
      [['import', 'empty.jsonl'], 3, 'no-events'],
      [['import', 'events.jsonl'], 2, 'output-exists'],
      [['import', 'events.jsonl', '--out', 'no/where.zst'], 2, 'output-unwritable'],
      [['import', 'events.jsonl', '--from-os', 'Tahoe'], 2, 'usage'],
      [['import', 'events.jsonl', '--max-line-size', '1GB'], 2, 'usage'],
      [['import', 'events.jsonl', '--unheard-of'], 2, 'usage'],
      [['import'], 2, 'usage'],
      [['repair', 'events.jsonl.zst', '--out', 'events.jsonl.zst'], 2, 'usage'],
    ];
    for (const [args, code, error, options] of cases) {
      const plain = run(args, options);
      const json = run([...args, '--json'], options);
      const name = args.join(' ');
      expect([plain.code, json.code], `${name}: ${plain.err}`).toEqual([code, code]);
      if (error === undefined) continue;
      expect(plain.err, name).toMatch(new RegExp(`^error\\[${error}\\]: .*\n  next: .*\n$`));
      const document = json.out.slice(json.out.lastIndexOf('\n{\n') + 1);
      expect(JSON.parse(document), name).toMatchObject({
        kind: 'esdrift.error',
        code: error,
        exitCode: code,
      });
    }
    expect(readdirSync(folder).filter((name) => /\.(partial|lock)$/.test(name))).toEqual([]);
  });
});

describe('streams', () => {
  it('carry the lines on stdout, all else on stderr', () => {
    expect(run(['cat', 'events.jsonl.zst'])).toEqual({ code: 0, out: text, err: '' });
    expect(run(['cat', 'events.jsonl.zst', '--json']).out).toBe(text);
    const cut = run(['cat', 'cut.jsonl.zst']);
    expect(cut.out).toBe(text);
    expect(cut.err).toMatch(/^warning: .*ends early/);
    const piped = run(['import', '-', '--out', 'piped.jsonl.zst', '--json'], { input: `rubbish\n${text}` });
    expect(piped.err).toMatch(/^warning: standard input: line 1 /);
    expect(validateDocument('trace-info', JSON.parse(piped.out), 'stdout')).toMatchObject({
      events: 50,
      badLines: 1,
    });
    expect(run(['verify', 'events.jsonl.zst', '--json']).out).toContain('"state": "whole"');
    const repaired = run(['repair', 'cut.jsonl.zst', '--out', 'repaired.jsonl.zst', '--json']);
    expect(validateDocument('trace-repair', JSON.parse(repaired.out), 'stdout')).toMatchObject({
      keptEvents: 50,
    });
  });

  it('say the same in every zone and locale', () => {
    const elsewhere = { ...env, TZ: 'America/Los_Angeles', LANG: 'C' };
    for (const args of [
      ['info', 'events.jsonl.zst'],
      ['verify', 'cut.jsonl.zst'],
    ]) {
      expect(run(args, { env: elsewhere })).toEqual(run(args));
    }
  });

  it('may be closed early by a reader that has enough', () => {
    const big = join(folder, 'big.jsonl');
    writeFileSync(big, eventLines(20_000));
    expect(run(['import', 'big.jsonl']).code).toBe(0);
    const shell = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${cli}" trace cat big.jsonl.zst | head -n 2 | wc -l`],
      { cwd: folder, env },
    );
    expect(shell.stdout.toString().trim()).toBe('2');
    expect(shell.stderr.toString()).toBe('');
  });

  it('never bring control characters of a trace to a terminal', () => {
    const evil = eventLines(1).replace('"exit"', '"\\u001b]0;evil\\u0007\\u202e"');
    writeFileSync(join(folder, 'evil.jsonl'), `${evil}\u001b[2J\u202ebad\n`);
    run(['import', 'evil.jsonl', '--label', 'name=\u001b[31mred']);
    for (const args of [['info'], ['verify', '--schema'], ['cat', '--records']]) {
      const { out, err } = run([...args, 'evil.jsonl.zst']);
      expect(out + err, args.join(' ')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    expect(run(['info', 'evil.jsonl.zst']).out).toContain('\\u{1b}]0;evil\\u{7}\\u{202e}');
  });
});

describe('a large input', () => {
  it('of one endless line stays small in memory', async () => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(
          "process.on('exit', () => process.stderr.write('rss ' + process.resourceUsage().maxRSS + '\\n'))",
        )}`,
        cli,
        'trace',
        'import',
        '-',
        '--out',
        'endless.jsonl.zst',
        '--json',
      ],
      { cwd: folder, env },
    );
    let err = '';
    let out = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const piece = Buffer.alloc(1 << 20, 0x78);
    for (let count = 0; count < 100; count += 1) {
      if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
    }
    child.stdin.end(`\n${text}`);
    await once(child, 'close');
    expect(JSON.parse(out)).toMatchObject({ events: 50, oversizeLines: 1 });
    const rssMiB = Number(/rss (\d+)/.exec(err)?.[1]) / 1024;
    expect(rssMiB).toBeGreaterThan(10);
    expect(rssMiB).toBeLessThan(250);
  });

  it('that is interrupted leaves nothing behind', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const child = spawn(process.execPath, [cli, 'trace', 'import', '-', '--out', 'interrupted.jsonl.zst'], {
        cwd: folder,
        env,
      });
      child.stdin.write(text);
      const partial = join(folder, 'interrupted.jsonl.zst.partial');
      while (!existsSync(partial)) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      const [exit] = (await once(child, 'close')) as [number | null];
      expect(exit).toBe(code);
      expect(readdirSync(folder).filter((name) => name.startsWith('interrupted'))).toEqual([]);
    }
  });
});

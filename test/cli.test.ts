/** The process itself: what it does when its streams, its home or its own code fail. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'esdrift-process-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env['PATH'], HOME: folder };

/** A code that runs in the same process, before ours. */
const preload = (code: string) => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

describe('a full disk behind standard output', () => {
  it
    .runIf(existsSync('/dev/full'))
    .each([
      ['explain'],
      ['explain', 'drift'],
      ['--help'],
      ['--version'],
      ['diff', '--help'],
      ['explain', '--json'],
    ])('is told, and is no drift: %s %s', (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    expect(stderr).toMatch(/^error\[output-unwritable\]: .*the disk is full\.\n {2}next: .*\n$/);
    expect(status).toBe(2);
  });
});

describe('standard error', () => {
  it.runIf(existsSync('/dev/full'))('that takes nothing leaves the exit code as it is', () => {
    const { status } = spawnSync(process.execPath, [cli, 'trace', 'info', 'nowhere'], {
      env,
      stdio: ['ignore', 'ignore', openSync('/dev/full', 'w')],
    });
    expect(status).toBe(5);
  });
});

describe('an error nobody caught', () => {
  it.each([
    "setTimeout(() => { throw new Error('planted'); }, 200)",
    "setTimeout(() => void Promise.reject(new Error('planted')), 200)",
  ])('ends with 70, never with the code of drift: %s', async (code) => {
    const child = spawn(process.execPath, [...preload(code), cli, 'trace', 'import', '-', '--out', 'x.zst'], {
      cwd: folder,
      env,
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    expect(err).toMatch(/^error\[bug\]: planted\n {2}next: .*\n$/);
    expect(status).toBe(70);
  });
});

describe('the home folder', () => {
  it('brings no code into the process: sudo keeps the home of its caller', () => {
    const data = join(folder, '.local', 'share', 'esdrift');
    const plugin = join(data, 'node_modules', 'planted');
    mkdirSync(join(plugin, 'lib'), { recursive: true });
    const planted = { name: 'planted', type: 'user' };
    writeFileSync(
      join(data, 'package.json'),
      JSON.stringify({ dependencies: { planted: '1.0.0' }, oclif: { plugins: [planted] } }),
    );
    writeFileSync(
      join(plugin, 'package.json'),
      JSON.stringify({ name: 'planted', version: '1.0.0', oclif: { hooks: { init: './lib/init.js' } } }),
    );
    writeFileSync(
      join(plugin, 'lib', 'init.js'),
      "module.exports = async () => process.stderr.write('planted code ran\\n');",
    );
    const { stderr, status } = spawnSync(process.execPath, [cli, '--help'], { env, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('may be closed to the user', () => {
    const home = join(folder, 'file');
    writeFileSync(home, '');
    const { stderr } = spawnSync(process.execPath, [cli, '--help'], {
      env: { ...env, HOME: home },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
  });
});

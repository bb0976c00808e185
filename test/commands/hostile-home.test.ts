/** `esdrift record` where somebody prepared the place: it is refused with a reason, or does no harm; nothing that was there is changed. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bootId } from '../../src/platform/boot-id.ts';
import { MACOS_TOOLS } from '../../src/platform/macos/tools.ts';
import { sharedPlace } from '../../src/platform/shared-folder.ts';
import { eventLines } from '../trace/lines.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const base = mkdtempSync(join(tmpdir(), 'esdrift-hostile-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let home = base;
let victim = '';
let next = 0;
beforeEach(() => {
  home = join(base, String((next += 1)));
  mkdirSync(home);
  victim = join(home, 'victim');
  writeFileSync(victim, 'precious');
  writeFileSync(join(home, 'lines'), eventLines(5));
});

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

function record(args: readonly string[], more: Parameters<typeof spawnSync>[2] = {}): Ran {
  const words = [CLI, 'record', '--from', join(home, 'lines'), ...args];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: home, stdio: 'pipe', ...more });
  return { code: status, stderr: String(stderr) };
}

const isRefused = (code: string, words: string) => ({
  code: 2,
  stderr: expect.stringMatching(new RegExp(`^error\\[${code}\\].*${words}.*\n  next: .*`)) as string,
});

/** Makes what is at `path` before; afterwards it is still there, as it was. */
const TAKEN: Readonly<Record<string, (path: string) => void>> = {
  file: (path) => writeFileSync(path, 'theirs'),
  link: (path) => symlinkSync(victim, path),
  'dangling link': (path) => symlinkSync(join(home, 'to-be-made'), path),
  folder: (path) => mkdirSync(path),
  pipe: (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]),
};

describe.each(Object.entries(TAKEN))('a %s', (what, make) => {
  it('where the trace is to be is never replaced without --force', () => {
    const out = join(home, 'run.zst');
    make(out);
    const before = lstatSync(out);
    expect(record(['--out', out])).toMatchObject({ code: 2, stderr: expect.stringContaining(out) as string });
    if (what === 'folder' || what === 'pipe')
      expect(record(['--out', out, '--force'])).toMatchObject(
        isRefused('output-unwritable', what === 'pipe' ? 'pipe' : 'directory'),
      );
    expect(lstatSync(out)).toMatchObject({ ino: before.ino, mode: before.mode, size: before.size });
    expectNothingElse(['run.zst']);
  });

  it('where the unfinished trace is to be is refused', () => {
    const out = join(home, 'run.zst');
    make(`${out}.partial`);
    const code = what === 'folder' || what === 'pipe' ? 'output-unwritable' : 'output-exists';
    expect(record(['--out', out])).toMatchObject(isRefused(code, 'partial'));
    expectNothingElse(['run.zst.partial']);
  });

  it('where the lock is to be is refused, unless it is a file that names nobody', () => {
    const out = join(home, 'run.zst');
    make(`${out}.lock`);
    const ran = record(['--out', out]);
    if (what === 'file') expect(ran).toMatchObject({ code: 0 });
    else expect(ran).toMatchObject(isRefused('output-unwritable', 'lock'));
    expectNothingElse([what === 'file' ? 'run.zst' : 'run.zst.lock']);
  });
});

function expectNothingElse(names: readonly string[]): void {
  expect(readdirSync(home).sort()).toEqual(['lines', ...names, 'victim'].sort());
  expect(readFileSync(victim, 'utf8')).toBe('precious');
}

describe('a lock', () => {
  it('of a process that lives is respected, whatever is forced', () => {
    const out = join(home, 'run.zst');
    writeFileSync(`${out}.lock`, JSON.stringify({ pid: process.pid, boot: '' }));
    for (const force of [[], ['--force']])
      expect(record(['--out', out, ...force])).toMatchObject(
        isRefused('output-locked', `process ${process.pid}`),
      );
    expectNothingElse(['run.zst.lock']);
  });

  it('of a process that is gone is taken over, but not what it wrote', async () => {
    const out = join(home, 'run.zst');
    writeFileSync(`${out}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, boot: await bootId() }));
    writeFileSync(`${out}.partial`, 'saved');
    expect(record(['--out', out])).toMatchObject(isRefused('output-exists', 'did not finish'));
    expect(readFileSync(`${out}.partial`, 'utf8')).toBe('saved');
    expectNothingElse(['run.zst.partial']);
  });
});

describe('a folder', () => {
  it('that others may write to is refused to root, with or without the sticky bit', async () => {
    for (const mode of [0o777, 0o1777]) {
      const open = join(home, `open-${mode.toString(8)}`);
      mkdirSync(join(open, 'mine'), { recursive: true });
      chmodSync(open, mode);
      expect(await sharedPlace(open)).toEqual({ kind: 'folder', path: open });
      // Below, the sticky bit keeps others from putting another folder in its place.
      const below = mode === 0o777 ? { kind: 'folder', path: open } : undefined;
      expect(await sharedPlace(join(open, 'mine'))).toEqual(below);
      if (!isRoot) continue;
      expect(record(['--out', join(open, 'run.zst')])).toMatchObject(
        isRefused('output-unwritable', 'Everybody may write'),
      );
      expect(readdirSync(open)).toEqual(['mine']);
      expect(record(['--out', join(open, 'mine', 'run.zst')]).code).toBe(mode === 0o777 ? 2 : 0);
    }
  });

  it.runIf(isRoot)('behind a link that is not root’s is refused to root', () => {
    const [real, link] = [join(home, 'real'), join(home, 'link')];
    mkdirSync(join(real, 'deep'), { recursive: true });
    symlinkSync(real, link);
    expect(record(['--out', join(link, 'deep', 'root.zst')]).code).toBe(0);
    lchownSync(link, NOBODY, NOBODY);
    expect(record(['--out', join(link, 'deep', 'run.zst')])).toMatchObject(
      isRefused('output-unwritable', 'symbolic link'),
    );
    expect(record(['--out', 'link/run.zst'])).toMatchObject(isRefused('output-unwritable', 'symbolic link'));
    expect(readdirSync(join(real, 'deep'))).toEqual(['root.zst']);
  });

  it('that is read-only is refused', () => {
    const folder = join(home, 'read-only');
    mkdirSync(folder, { mode: 0o555 });
    chmodSync(base, 0o755);
    // Root may write everywhere.
    const more = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    expect(record(['--out', join(folder, 'run.zst')], more)).toMatchObject(
      isRefused('output-unwritable', 'permission denied'),
    );
  });

  it('that is not there, or is gone while one stands in it, is refused', () => {
    expect(record(['--out', 'no/where.zst'])).toMatchObject(isRefused('output-unwritable', 'does not exist'));
    const gone = join(home, 'gone');
    mkdirSync(gone);
    const words = [process.execPath, CLI, 'record', '--from', join(home, 'lines')];
    const script = `rmdir "$PWD"; exec "$@"`;
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', ...words], {
      cwd: gone,
      stdio: 'pipe',
    });
    expect(status).toBe(2);
    expect(stderr.toString()).toContain('error[output-unwritable]');
    expectNothingElse([]);
  });

  it('is named relative to where one stands', () => {
    mkdirSync(join(home, 'sub'));
    expect(record(['--out', '../up.zst'], { cwd: join(home, 'sub') }).code).toBe(0);
    expectNothingElse(['sub', 'up.zst']);
  });
});

it('runs nothing that is found by the search path, whatever its name', () => {
  const planted = join(home, 'planted');
  mkdirSync(planted);
  const tools = Object.values({ ...MACOS_TOOLS }).map((path) => basename(path));
  for (const name of [...tools, 'sh', 'env', 'node', 'zstd', 'uname']) {
    writeFileSync(join(planted, name), `#!/bin/sh\necho ${name} >> '${home}/ran'\n`);
    chmodSync(join(planted, name), 0o755);
  }
  const env = { ...process.env, PATH: `${planted}:${process.env['PATH'] ?? ''}` };
  expect(record(['--out', 'run.zst'], { env }).code).toBe(0);
  for (const command of ['doctor', 'record']) spawnSync(process.execPath, [CLI, command], { cwd: home, env });
  expect(existsSync(join(home, 'ran'))).toBe(false);
  const elsewhere = Object.values({ ...MACOS_TOOLS }).filter((path) => !/^\/(usr\/)?s?bin\/\w+$/.test(path));
  expect(elsewhere).toEqual([]);
});

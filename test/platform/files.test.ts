import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { bootId } from '../../src/platform/boot-id.ts';
import { crc32Portable } from '../../src/platform/crc32.ts';
import { listFiles, readTextFile, writeFileSafely } from '../../src/platform/files.ts';
import { ensureFolder } from '../../src/platform/folder.ts';
import { InputFile } from '../../src/platform/input-file.ts';
import { LockFile } from '../../src/platform/lock-file.ts';

const base = mkdtempSync(join(tmpdir(), 'esdrift-files-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let folder = base;
let next = 0;
beforeEach(() => {
  folder = join(base, String((next += 1)));
  mkdirSync(folder);
});

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('writing a document', () => {
  it('makes it whole, and replaces only when told', async () => {
    const path = join(folder, 'a.json');
    await writeFileSafely(path, 'one', { force: false });
    expect(await codeOf(writeFileSafely(path, 'two', { force: false }))).toBe('output-exists');
    expect(readFileSync(path, 'utf8')).toBe('one');
    await writeFileSafely(path, Buffer.from('two'), { force: true });
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('replaces a link, never what it leads to', async () => {
    const target = join(folder, 'target');
    const link = join(folder, 'link');
    writeFileSync(target, 'precious');
    symlinkSync(target, link);
    expect(await codeOf(writeFileSafely(link, 'new', { force: false }))).toBe('output-exists');
    await writeFileSafely(link, 'new', { force: true });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(lstatSync(link).isSymbolicLink()).toBe(false);
  });

  it('says why it cannot', async () => {
    expect(await codeOf(writeFileSafely(join(folder, 'no/where'), 'x', { force: false }))).toBe(
      'output-unwritable',
    );
    expect(await codeOf(writeFileSafely(folder, 'x', { force: true }))).toBe('output-unwritable');
    expect(await codeOf(writeFileSafely(join(folder, 'x'.repeat(300)), 'x', { force: false }))).toBe(
      'output-unwritable',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('making a folder', () => {
  it('makes those above it too, and takes one that is there', async () => {
    const path = join(folder, 'a/b/c');
    await ensureFolder(path);
    await ensureFolder(`${path}/`);
    expect(lstatSync(path).isDirectory()).toBe(true);
    symlinkSync(path, join(folder, 'link'));
    await ensureFolder(join(folder, 'link'));
  });

  it('says why it cannot', async () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    for (const name of ['file', 'file/below', 'dangling', 'dangling/below'])
      expect(await codeOf(ensureFolder(join(folder, name))), name).toBe('output-unwritable');
  });

  // Node's own recursive mkdir never returns here.
  it.runIf(existsSync('/proc/self'))('gives up where the system never lets it', async () => {
    expect(await codeOf(ensureFolder('/proc/nowhere/below'))).toBe('output-unwritable');
  });
});

describe('reading a file', () => {
  it('names what is wrong with it', async () => {
    expect(await codeOf(readTextFile(join(folder, 'none'), 10))).toBe('not-found');
    expect(await codeOf(readTextFile(folder, 10))).toBe('not-a-file');
    writeFileSync(join(folder, 'big'), 'x'.repeat(11));
    expect(await codeOf(readTextFile(join(folder, 'big'), 10))).toBe('limit-exceeded');
    writeFileSync(join(folder, 'latin'), Buffer.from([0xe9]));
    expect(await codeOf(readTextFile(join(folder, 'latin'), 10))).toBe('document-invalid');
    expect(await codeOf(InputFile.open(join(folder, 'big', 'below')))).toBe('not-found');
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'fifo')]);
    expect(await codeOf(InputFile.open(join(folder, 'fifo')))).toBe('not-a-file');
  });

  it('notices that it shrank', async () => {
    const path = join(folder, 'shrinking');
    writeFileSync(path, 'x'.repeat(100));
    await using file = await InputFile.open(path);
    writeFileSync(path, 'x');
    expect(await codeOf(file.read(0, 100))).toBe('read-failed');
  });
});

describe('patterns', () => {
  it('find files in code unit order, hidden ones only by name', async () => {
    for (const name of ['b.zst', 'a.zst', 'Z.zst', '.hidden.zst', 'x.json'])
      writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'sub/deep'), { recursive: true });
    mkdirSync(join(folder, 'dir.zst'));
    for (const name of ['sub/c.zst', 'sub/deep/d.zst']) writeFileSync(join(folder, name), '');
    symlinkSync(folder, join(folder, 'sub/loop'));
    expect(await listFiles('*.zst', folder)).toEqual(['Z.zst', 'a.zst', 'b.zst']);
    expect(await listFiles('**/*.zst', folder)).toEqual([
      'Z.zst',
      'a.zst',
      'b.zst',
      'sub/c.zst',
      'sub/deep/d.zst',
    ]);
    expect(await listFiles('./{a,x}.{zst,json}', folder)).toEqual(['a.zst', 'x.json']);
    expect(await listFiles('sub/?.zst', folder)).toEqual(['sub/c.zst']);
    expect(await listFiles('a.zst', folder)).toEqual(['a.zst']);
    expect(await listFiles('none*', folder)).toEqual([]);
    expect(await listFiles(join(folder, 'sub/*.zst'), '/')).toEqual([join(folder, 'sub/c.zst')]);
    expect(await listFiles('.h*', folder)).toEqual(['.hidden.zst']);
  });

  it('choose characters in brackets', async () => {
    for (const name of ['run-1', 'run-2', 'run-3', 'run-x', 'run-]', 'run-^'])
      writeFileSync(join(folder, name), '');
    expect(await listFiles('run-[12]', folder)).toEqual(['run-1', 'run-2']);
    expect(await listFiles('run-[1-3]', folder)).toEqual(['run-1', 'run-2', 'run-3']);
    expect(await listFiles('run-[!0-9]', folder)).toEqual(['run-]', 'run-^', 'run-x']);
    expect(await listFiles('run-[]^]', folder)).toEqual(['run-]', 'run-^']);
    expect(await listFiles('run-[', folder)).toEqual([]);
    expect(await listFiles('run-[3-1]', folder)).toEqual([]);
  });

  it('name a file that is called so, whatever it is called', async () => {
    const names = ['a[1].zst', 'b{c,d}.zst', 'e*.zst'];
    for (const name of [...names, 'a1.zst', 'bc.zst', 'ef.zst']) writeFileSync(join(folder, name), '');
    for (const name of names) expect(await listFiles(name, folder)).toEqual([name]);
  });

  it('find links to files, as tools that keep large files elsewhere make them, and none that lead nowhere', async () => {
    writeFileSync(join(folder, 'kept'), '');
    mkdirSync(join(folder, 'sub'));
    symlinkSync(join(folder, 'kept'), join(folder, 'a.zst'));
    symlinkSync(join(folder, 'none'), join(folder, 'b.zst'));
    symlinkSync(join(folder, 'sub'), join(folder, 'c.zst'));
    expect(await listFiles('*.zst', folder)).toEqual(['a.zst']);
    expect(await listFiles('a.zst', folder)).toEqual(['a.zst']);
  });
});

describe('a lock', () => {
  it('is held by one, and stale when its process or boot is gone', async () => {
    const path = join(folder, 'x.lock');
    const first = await LockFile.acquire(path);
    expect(await codeOf(LockFile.acquire(path))).toBe('output-locked');
    await first.release();
    const second = await LockFile.acquire(path);
    await first.release();
    expect(existsSync(path)).toBe(true);
    await second.release();
    expect(existsSync(path)).toBe(false);

    const boot = await bootId();
    const stale = [
      JSON.stringify({ pid: 2 ** 22 + 1, boot }),
      JSON.stringify({ pid: process.pid, boot: 'an earlier one' }),
      '',
      '{"pid":',
    ];
    for (const text of boot === '' ? [] : stale) {
      writeFileSync(path, text);
      const taken = await LockFile.acquire(path);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ pid: process.pid, boot });
      await taken.release();
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes to one of many who want it at once', async () => {
    const path = join(folder, 'x.lock');
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, boot: 'gone' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => LockFile.acquire(path)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('CRC-32', () => {
  it('is the same without zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => crc32Portable(bytes) === crc32(bytes)),
    );
  });
});

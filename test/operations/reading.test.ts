import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BytesRead, OnProgress } from '../../src/model/progress.ts';
import { Reading } from '../../src/operations/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'esdrift-reading-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: number): string => {
  writeFileSync(join(folder, name), Buffer.alloc(bytes));
  return join(folder, name);
};

const keep =
  (told: BytesRead[]): OnProgress =>
  (progress) => {
    if ('bytes' in progress) told.push(progress);
  };

describe('reading several files', () => {
  it('counts them together; a file is done when the next begins, however little of it was read', async () => {
    const [a, b] = [file('a', 100), file('b', 50)];
    const told: BytesRead[] = [];
    const reading = await Reading.of([a, b], keep(told));
    reading.begin(a);
    reading.add(30);
    reading.begin(b);
    reading.add(50);
    expect(
      told.map(({ file: at, files, path, bytes, totalBytes }) => [at, files, path, bytes, totalBytes]),
    ).toEqual([
      [1, 2, a, 0, 150],
      [1, 2, a, 30, 150],
      [2, 2, b, 100, 150],
      [2, 2, b, 150, 150],
    ]);
  });

  it('has no end where the size of one is not known', async () => {
    const a = file('a', 100);
    const told: BytesRead[] = [];
    const reading = await Reading.of(['-', a], keep(told));
    reading.begin('-');
    reading.add(7);
    reading.begin(a);
    expect(told.map(({ bytes, totalBytes }) => [bytes, totalBytes])).toEqual([
      [0, null],
      [7, null],
      [7, null],
    ]);
  });

  it('asks nothing of the disk where nobody watches', async () => {
    const reading = await Reading.of([join(folder, 'missing')], undefined);
    reading.begin('missing');
    expect(() => reading.add(1)).not.toThrow();
  });
});

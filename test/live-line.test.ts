/** The line that is drawn while something goes on, with a clock of our own. */
import { describe, expect, it } from 'vitest';
import { isWatched, LiveLine } from '../src/live-line.ts';
import type { BytesRead } from '../src/model/progress.ts';
import { progressLine } from '../src/report/progress-line.ts';

const MIB = 1024 * 1024;
const half: BytesRead = {
  file: 2,
  files: 3,
  path: 'traces/a.jsonl.zst',
  bytes: 2 * MIB,
  totalBytes: 8 * MIB,
};

function lineAt(columns: number) {
  const written: string[] = [];
  let now = 1000;
  const line = new LiveLine({ columns, write: (text) => written.push(text) }, () => now);
  return { line, written, wait: (ms: number) => (now += ms) };
}

describe('the text of progress', () => {
  it.each<[string, Partial<BytesRead>, number, string]>([
    [
      'counts all files, bytes and time',
      {},
      100,
      '[2/3]  25 %  2.0 MiB of 8.0 MiB  30s left  traces/a.jsonl.zst',
    ],
    [
      'leaves out one file of one',
      { file: 1, files: 1 },
      100,
      '25 %  2.0 MiB of 8.0 MiB  30s left  traces/a.jsonl.zst',
    ],
    [
      'knows no end of standard input',
      { totalBytes: null, files: 1, path: '-' },
      100,
      '2.0 MiB  standard input',
    ],
    [
      'says nothing of time at the start',
      { bytes: 0 },
      100,
      '[2/3]  0 %  0 bytes of 8.0 MiB  traces/a.jsonl.zst',
    ],
    ['is 100 % and no more', { bytes: 9 * MIB }, 100, '[2/3]  100 %  9.0 MiB of 8.0 MiB  traces/a.jsonl.zst'],
    [
      'of nothing is all',
      { bytes: 0, totalBytes: 0 },
      60,
      '[2/3]  100 %  0 bytes of 0 bytes  traces/a.jsonl.zst',
    ],
    [
      'cuts the middle of a path',
      { path: `traces/${'x'.repeat(60)}/end` },
      64,
      '[2/3]  25 %  2.0 MiB of 8.0 MiB  30s left  traces…xxxxxxxxxx/end',
    ],
    ['leaves out a path without room', {}, 48, '[2/3]  25 %  2.0 MiB of 8.0 MiB  30s left'],
    ['fits where there is hardly any', {}, 12, '[2/3]  25 %…'],
    [
      'shows what a name hides',
      { path: '\u001b[2Jx\n' },
      100,
      '[2/3]  25 %  2.0 MiB of 8.0 MiB  30s left  \\u{1b}[2Jx\\u{a}',
    ],
  ])('%s', (_name, change, columns, expected) => {
    const text = progressLine({ ...half, ...change }, 10_000, columns);
    expect(text).toBe(expected);
    expect(text.length).toBeLessThanOrEqual(columns);
  });
});

describe('the line', () => {
  it('stays quiet for short work, and leaves nothing to clear', () => {
    const { line, written, wait } = lineAt(80);
    const watch = line.watch();
    watch(half);
    wait(499);
    watch(half);
    line.clear();
    expect(written).toEqual([]);
  });

  it('is drawn after half a second, ten times a second at most, and leaves the last column free', () => {
    const { line, written, wait } = lineAt(20);
    const watch = line.watch();
    wait(500);
    watch(half);
    wait(99);
    watch(half);
    wait(1);
    watch(half);
    expect(written).toEqual(['\r[2/3]  25 %  2.0 M…\u001b[K', '\r[2/3]  25 %  2.0 M…\u001b[K']);
  });

  it('tells of other work at once, with a time of its own', () => {
    const { line, written, wait } = lineAt(100);
    const watch = line.watch();
    wait(60_000);
    watch({ ...half, bytes: 8 * MIB });
    wait(1);
    watch({ ...half, doing: 'drawing', file: 1, bytes: 0 });
    wait(10_000);
    watch({ ...half, doing: 'drawing', file: 1 });
    watch({ doing: 'holding each run against the others', step: 1, steps: 3 });
    wait(4000);
    watch({ doing: 'holding each run against the others', step: 2, steps: 3 });
    watch({ doing: 'asking', step: 1, steps: 1 });
    expect(written.map((text) => text.slice(1, -3))).toEqual([
      '[2/3]  100 %  8.0 MiB of 8.0 MiB  traces/a.jsonl.zst',
      '[1/3]  0 %  0 bytes of 8.0 MiB  drawing  traces/a.jsonl.zst',
      '[1/3]  25 %  2.0 MiB of 8.0 MiB  30s left  drawing  traces/a.jsonl.zst',
      'holding each run against the others  1 of 3',
      'holding each run against the others  2 of 3  8s left',
      'asking',
    ]);
  });

  it('is erased once', () => {
    const { line, written, wait } = lineAt(80);
    line.draw('x');
    wait(1);
    line.clear();
    line.clear();
    expect(written).toEqual(['\rx\u001b[K', '\r\u001b[K']);
  });

  it('counts time anew where work begins again', () => {
    const { line, written, wait } = lineAt(100);
    const watch = line.watch();
    wait(60_000);
    watch({ ...half, bytes: 8 * MIB });
    watch({ ...half, bytes: 0 });
    wait(2000);
    watch(half);
    expect(written.at(-1)).toContain('6s left');
  });
});

describe('a person watches', () => {
  const tty = { isTTY: true, write: () => undefined };
  const pipe = { write: () => undefined };
  it.each([
    [true, { stdout: tty, stderr: tty }, { json: false, term: 'xterm' }],
    [true, { stdout: pipe, stderr: tty }, { json: false, term: 'xterm' }],
    [true, { stdout: tty, stderr: tty }, { json: true, term: undefined }],
    [false, { stdout: pipe, stderr: tty }, { json: true, term: 'xterm' }],
    [false, { stdout: tty, stderr: pipe }, { json: false, term: 'xterm' }],
    [false, { stdout: tty, stderr: tty }, { json: false, term: 'dumb' }],
  ])('%s: %j %j', (expected, streams, options) => {
    expect(isWatched(streams, options)).toBe(expected);
  });
});

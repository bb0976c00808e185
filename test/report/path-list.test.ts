import { describe, expect, it } from 'vitest';
import { pathList } from '../../src/report/path-list.ts';

const runs = [1, 2, 13].map((run) => `traces/macos-26.2.ota.run-${run}.jsonl.zst`);

describe('several paths in one line', () => {
  it('are in full where they fit, and one is as it is', () => {
    expect(pathList(['a.zst', 'b.zst'], 40)).toBe('a.zst, b.zst');
    expect(pathList(['a.zst'], 40)).toBe('a.zst');
    expect(pathList([], 40)).toBe('');
  });

  it('say what they share once', () => {
    expect(pathList(runs, 60)).toBe('traces/macos-26.2.ota.run-{1,2,13}.jsonl.zst');
    expect(pathList(['x/long-name-1', 'x/long-name-1-b'], 20)).toBe('x/long-name-1{,-b}');
  });

  it('are the first and a number where nothing else fits', () => {
    expect(pathList(runs, 40)).toBe('traces/…run-1.jsonl.zst and 2 more files');
    expect(pathList(['one/thing.zst', 'quite/another/matter.zst'], 30)).toBe('one/thing.zst and 1 more file');
  });
});

/** The same recordings give the same report on any machine: time zone, locale, threads and the order of the files do not show. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const trace = (name: string): string => `traces/macos-${name}.jsonl.zst`;
const BASELINE = 'baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json';
const NEW = [1, 2].map((run) => trace(`26.2-25C56--26.3-25D125.ota.arm64.run-${run}`));

const report = (after: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = [`${root}dist/cli.js`, 'diff', BASELINE, ...after, '--json'];
    const options = { cwd: root, env: { PATH: process.env['PATH'], ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, stdout) => {
      // Drift ends with 1.
      if (error === null || error.code === 1) resolve(stdout);
      else reject(new Error(`diff ended with ${error.code ?? 'a signal'}`));
    });
  });

/** Files are named in the order in which they were given; nothing else may follow it. */
const unnamed = (text: string): string => {
  const { findings, comparability } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify({ findings, comparability });
};

describe.concurrent('a report', () => {
  it.each([
    ['Tokyo, in German', { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }],
    ['Los Angeles, in Turkish', { TZ: 'America/Los_Angeles', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
    ['one thread', { UV_THREADPOOL_SIZE: '1' }],
    ['many threads', { UV_THREADPOOL_SIZE: '16' }],
  ])('is the same with %s', async (_name, env) => {
    const [here, there] = await Promise.all([report(NEW), report(NEW, env)]);
    expect(JSON.parse(here)).toHaveProperty('kind', 'esdrift.drift-report');
    expect(there).toBe(here);
  });

  it('does not follow the order of the new recordings', async () => {
    const [one, other] = await Promise.all([report(NEW), report(NEW.toReversed())]);
    expect(unnamed(other)).toBe(unnamed(one));
  });
});

/** Files that end before their first event is whole: nothing in them can be saved, and no command says otherwise. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workplace } from '../trace/workplace.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const place = workplace('cut-trace');
const sample = readFileSync(`${root}traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst`);
const NOTHING = 'Record or import again; there is nothing to recover here.';

function esdrift(...args: readonly string[]) {
  return spawnSync(process.execPath, [`${root}dist/cli.js`, ...args], {
    encoding: 'utf8',
    cwd: place.folder,
  });
}

describe.each([
  ['within its header', 100],
  ['within its first frame', 30_000],
])('a trace that is cut %s', (_where, bytes) => {
  const path = place.write(sample.subarray(0, bytes));

  it('is not sent to be repaired', () => {
    const { status, stdout } = esdrift('trace', 'verify', path);
    expect(status).toBe(3);
    expect(stdout).toContain('ends early, and no event in it is whole.');
    expect(stdout).toContain(`next: ${NOTHING}`);
    const info = esdrift('trace', 'info', path);
    expect(info.stdout + info.stderr).toContain(`next: ${NOTHING}`);
    expect(info.stdout).not.toMatch(/smaller than its lines|\(0ms\)/);
  });

  it('is told to be cut where it is imported', () => {
    const { status, stderr } = esdrift('trace', 'import', path, '--out', place.path());
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /no-events\]: There is no event in .*: its compressed data is cut at or after byte \d+\./,
    );
    expect(stderr).not.toContain('Full Disk Access');
  });
});

it('keeps the facts of a trace within the terminal', () => {
  const sampled = place.write(sample);
  const { stdout } = spawnSync(process.execPath, [`${root}dist/cli.js`, 'trace', 'info', sampled], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '60' },
  });
  const facts = stdout.split('\n').filter((line) => line.startsWith('  ') && !line.includes(sampled));
  expect(facts.length).toBeGreaterThan(10);
  expect(Math.max(...facts.map((line) => line.length))).toBeLessThanOrEqual(60);
});

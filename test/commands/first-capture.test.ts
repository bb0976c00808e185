/** What somebody meets who imports a first capture, and what he is told to do next. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { eventLines } from '../trace/lines.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BASELINE = join(ROOT, 'baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json');
const folder = mkdtempSync(join(tmpdir(), 'esdrift-first-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function esdrift(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '200' },
  });
  return { status, stdout, stderr };
}

function capture(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

describe('a first capture', () => {
  it('whose upgrade nobody named is told what it will be compared with, and how to say it', () => {
    const { status, stderr } = esdrift(
      'trace',
      'import',
      capture('a.jsonl', eventLines(5)),
      '--out',
      'a.zst',
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /warning: not known: how this Mac was upgraded, its builds, its processor\..*--force --method ota\|full-installer\|control --from-os VERSION:BUILD --to-os VERSION:BUILD --arch arm64\|x86_64/,
    );
    const said = [
      '--method',
      'control',
      '--from-os',
      '26.1:25B78',
      '--arch',
      'arm64',
      '--out',
      'control.zst',
    ];
    expect(esdrift('trace', 'import', 'a.jsonl', ...said).stderr).toBe('');
  });

  it('that starts late says so', () => {
    const late = eventLines(9).split('\n').slice(4).join('\n');
    const { stdout } = esdrift('trace', 'import', capture('late.jsonl', late), '--out', 'late.zst');
    expect(stdout).toContain('segment 1 starts late: 4 events came before its first line');
    expect(esdrift('trace', 'info', 'a.zst').stdout).not.toContain('late');
  });

  it('that is empty is led to whoever may record', () => {
    const { status, stderr } = esdrift('trace', 'import', capture('empty.jsonl', ''), '--out', 'empty.zst');
    expect(status).toBe(3);
    expect(stderr).toMatch(/empty\.jsonl.*\n.*next: .*root or Full Disk Access.*esdrift doctor/);
  });

  it('is not held against what was simulated, and is led to a baseline of its own', () => {
    const { status, stdout } = esdrift('diff', BASELINE, 'a.zst');
    expect(status).toBe(3);
    expect(stdout).toMatch(/refused: one side is synthetic.*esdrift baseline create.*--allow-synthetic/);
  });
});

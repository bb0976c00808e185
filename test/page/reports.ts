/** HTML reports made by the built command, as a person would make them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const BASELINE = 'baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json';
export const BEFORE_TRACE = 'traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst';
export const AFTER_TRACE = 'traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst';
export const LATER_BASELINE = 'baselines/macos-26.2-25C56--26.3-25D125.ota.arm64.baseline.json';

export function workFolder(): string {
  return mkdtempSync(join(tmpdir(), 'esdrift-page-'));
}

export function esdrift(
  args: readonly string[],
  input?: string,
): { readonly stdout: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  if (status !== 0 && status !== 1)
    throw new Error(`esdrift ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return { stdout, status };
}

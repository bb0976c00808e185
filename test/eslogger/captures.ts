import { existsSync, readFileSync } from 'node:fs';

/**
 * Real lines that other people captured are not in this repository. ESDRIFT_CAPTURES names the folder that has them; without
 * it the tests on real lines are skipped, and say so.
 */
const capturesFolder = process.env['ESDRIFT_CAPTURES'] ?? '';
export const haveCaptures = capturesFolder !== '' && existsSync(capturesFolder);

if (!haveCaptures)
  console.warn('ESDRIFT_CAPTURES names no folder: the tests on real eslogger lines are skipped.');

export const CAPTURES = ['datadog-agent-v10', 'mullvad-v9-v10-v11', 'scratchingpost-v10'] as const;

export function captureBytes(name: (typeof CAPTURES)[number]): Buffer {
  return readFileSync(`${capturesFolder}/${name}.jsonl`);
}

export function captureLines(name: (typeof CAPTURES)[number]): readonly string[] {
  return captureBytes(name).toString('utf8').trimEnd().split('\n');
}

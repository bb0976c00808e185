import { basename, join } from 'node:path';
import { kindOfPath } from '../platform/path-kind.ts';
import type { TraceFacts } from './trace-facts.ts';

/**
 * Where an imported trace goes when nobody says: `macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst` in `cwd` when the
 * facts say all of that (the first free number), else the first input's own name with another ending.
 */
export async function defaultTracePath(facts: TraceFacts, firstInput: string, cwd: string): Promise<string> {
  const stem = seriesName(facts);
  if (stem === undefined) return join(cwd, `${plainName(firstInput)}.jsonl.zst`);
  for (let run = 1; ; run += 1) {
    const path = join(cwd, `${stem}.run-${run}.jsonl.zst`);
    const taken = await Promise.all([path, `${path}.partial`, `${path}.lock`].map(kindOfPath));
    if (taken.every((kind) => kind === 'none')) return path;
  }
}

function seriesName({ os, target, method, arch }: TraceFacts): string | undefined {
  if (!os || !arch || method === undefined || method === 'unknown') return undefined;
  if (!target && method !== 'control') return undefined;
  const builds = [os, target].filter((build) => build !== undefined);
  const versions = builds.map((build) => `${build.productVersion}-${build.buildVersion}`).join('--');
  return `macos-${versions}.${method}.${arch}`;
}

const ENDINGS = /\.(?:jsonl?|ndjson|log|txt|gz|zst|zstd|partial)$/i;

function plainName(input: string): string {
  if (input === '-') return 'capture';
  let name = basename(input);
  while (ENDINGS.test(name) && name.replace(ENDINGS, '') !== '') name = name.replace(ENDINGS, '');
  return name;
}

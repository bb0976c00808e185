/** What long work tells of itself: every pass over a file from its first byte to its last, and every step of what comes then. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnProgress, Progress } from '../../src/model/progress.ts';
import { createBaseline } from '../../src/operations/baseline-create.ts';
import { diff } from '../../src/operations/diff.ts';
import { exportData } from '../../src/operations/export/export-data.ts';
import { history } from '../../src/operations/history.ts';
import { processTree } from '../../src/operations/process-tree.ts';
import { timeline } from '../../src/operations/timeline.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { OTA, jittered, profile } from '../drift/story.ts';
import { Workbench } from '../drift/workbench.ts';

const SAMPLE = fileURLToPath(
  new URL('../../traces/macos-26.2-25C56.negative.arm64.createinstallmedia.jsonl.zst', import.meta.url),
);
const size = statSync(SAMPLE).size;
let inFrames = 0;
beforeAll(async () => {
  await using reader = await openTrace(SAMPLE);
  inFrames = reader.frames.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
});
const bench = new Workbench();
afterAll(() => bench.remove());
const at = (name: string): string => join(bench.folder, name);

/** One line a kind of work, in the order in which it began. */
async function told(work: (onProgress: OnProgress) => Promise<unknown>): Promise<readonly string[]> {
  const all: Progress[] = [];
  await work((progress) => all.push(progress));
  return [...Map.groupBy(all, ({ doing }) => doing ?? 'reading')].map(([doing, own]) => {
    const [first, last] = [own.at(0), own.at(-1)];
    if (first === undefined || last === undefined) return doing;
    if ('steps' in last) return `${doing}: ${own.length} steps told of ${last.steps}`;
    const isWhole =
      'bytes' in first && first.bytes === 0 && last.bytes === (last.files - 1) * size + inFrames;
    return `${doing}: ${last.file} of ${last.files}${isWhole ? ', whole' : ''}`;
  });
}

const exported = (target: 'perfetto' | 'otlp' | 'csv') => (onProgress: OnProgress) =>
  exportData({
    target,
    traces: [SAMPLE],
    out: at(target),
    force: false,
    strict: false,
    events: undefined,
    tables: undefined,
    control: true,
    raw: false,
    onProgress,
  });

const runs = [1, 2, 3].map((run) =>
  at(bench.write(`run-${run}.json`, profile(`run-${run}`, jittered(OTA, run)))),
);
const builds = ['25C56', '25D5031i', '25D125'].map((buildVersion, index) => {
  const target = { productVersion: `26.${index + 2}`, buildVersion };
  return at(bench.write(`build-${index}.json`, profile(`build-${index}`, OTA, { target })));
});

describe('progress', () => {
  it.each<[string, (onProgress: OnProgress) => Promise<unknown>, readonly string[]]>([
    [
      'trace tree',
      (onProgress) => processTree(SAMPLE, { by: 'parent', onProgress }),
      ['reading: 1 of 1, whole'],
    ],
    [
      'trace timeline',
      (onProgress) => timeline(SAMPLE, { limit: 0, fold: true, onProgress }),
      ['reading: 1 of 1, whole'],
    ],
    ['perfetto', exported('perfetto'), ['reading: 1 of 1, whole', 'writing: 1 of 1, whole']],
    ['otlp', exported('otlp'), ['reading: 1 of 1, whole']],
    ['csv', exported('csv'), ['reading: 1 of 1, whole', 'profiling: 1 of 1, whole']],
    [
      'the data of a page',
      (onProgress) =>
        diff({ before: [SAMPLE], after: [SAMPLE], allowSynthetic: true, page: true, onProgress }),
      ['reading: 2 of 2, whole', 'drawing: 2 of 2, whole'],
    ],
    [
      'a baseline',
      (onProgress) => createBaseline({ inputs: runs, out: at('of-runs.baseline.json'), onProgress }),
      ['reading: 3 of 3', 'holding each run against the others: 3 steps told of 3'],
    ],
    [
      'a history',
      (onProgress) =>
        history({ files: builds, least: 'medium', names: [], allowSynthetic: true, onProgress }),
      ['reading: 3 of 3', 'comparing builds: 2 steps told of 2'],
    ],
  ])('of %s', async (_name, work, expected) => {
    expect(await told(work)).toEqual(expected);
  });
});

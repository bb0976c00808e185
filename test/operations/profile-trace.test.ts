/** What a profile keeps of the end of its recording: behind it, nothing that is missing counts as gone. */
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { importTrace } from '../../src/operations/trace-import.ts';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { eventLine, eventLines } from '../trace/lines.ts';
import { Recordings } from './recordings.ts';

const recordings = new Recordings();
afterAll(() => recordings.remove());

const fixed = { now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };
const later = [1, 2, 3].map((globalSeq) => eventLine({ globalSeq, atMs: 90_000 + globalSeq })).join('\n');

async function imported(name: string, inputs: readonly (string | Uint8Array)[]): Promise<string> {
  const paths = inputs.map((bytes, index) => {
    const path = recordings.path(`${name}-${index}.input`);
    writeFileSync(path, bytes);
    return path;
  });
  const out = recordings.path(`${name}.jsonl.zst`);
  await importTrace({ inputs: paths, out, cwd: recordings.folder, ...fixed });
  return out;
}

const isCut = async (path: string): Promise<boolean | undefined> => (await profileTrace(path)).runs[0]?.cut;

describe('the end of a recording', () => {
  const gzip = gzipSync(eventLines(400));
  const cutGzip = gzip.subarray(0, gzip.length - 500);

  it('is known where the input was whole', async () => {
    expect(await isCut(await imported('whole', [gzip]))).toBe(false);
  });

  it('is missing where the compressed input was cut', async () => {
    expect(await isCut(await imported('cut-input', [cutGzip]))).toBe(true);
  });

  it('is known where only an input before the last was cut', async () => {
    expect(await isCut(await imported('cut-first', [cutGzip, `${later}\n`]))).toBe(false);
  });

  it('is missing where the trace was cut, and stays so after a repair', async () => {
    const path = await imported('cut-trace', [`${eventLines(5)}${later}\n`]);
    truncateSync(path, statSync(path).size - 400);
    expect(await isCut(path)).toBe(true);
    const out = recordings.path('repaired.jsonl.zst');
    await repairTrace(path, { out, force: false, ...fixed });
    expect(await isCut(out)).toBe(true);
    expect(await isCut(await imported('imported-again', [readFileSync(out)]))).toBe(true);
  });
});

/** The committed sample traces are what the simulator makes now, and say that they are synthetic. `npm run traces` writes them again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openTrace, type TraceReader } from '../../src/trace/reader.ts';
import { writeBaselines } from '../tooling/sample-traces.ts';
import { baselinesReadme, tracesReadme } from './readme.ts';
import { NEGATIVE_RUNS, playSample, SAMPLE_FAMILIES } from './samples.ts';

const folder = fileURLToPath(new URL('../../traces/', import.meta.url));
const all = [...SAMPLE_FAMILIES.flatMap(({ runs }) => runs), ...NEGATIVE_RUNS];
/** One run of every scenario and version step; the rest is made by the same code. */
const some = all.filter(({ name, negative }) => negative !== undefined || name.includes('.run-1.'));

async function linesOf(trace: TraceReader): Promise<string[]> {
  let text = '';
  for (const frame of trace.frames) text += (await trace.decodeFrame(frame)).toString('utf8');
  return text.trimEnd().split('\n');
}

describe('traces/', () => {
  it('holds every sample and nothing else', () => {
    const expected = [...all.map(({ name }) => name), 'README.md'].sort();
    expect(readdirSync(folder).sort()).toEqual(expected);
  });

  it('stays small enough for git', () => {
    const sizes = all.map(({ name }) => readFileSync(join(folder, name)).length);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_200_000);
  });

  it('explains itself: provenance, guesses, version changes', () => {
    const families = SAMPLE_FAMILIES.map(({ step, runs }) => ({
      step,
      traces: runs.map(({ name }) => name),
    }));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(tracesReadme(families));
  });

  it.each(some.map((run) => [run.name, run] as const))('%s', async (name, run) => {
    await using trace = await openTrace(join(folder, name));
    const { header } = trace;
    expect(trace.closed).toBe(true);
    expect(header.provenance).toBe('synthetic');
    expect(header.method).toBe(run.method);
    expect(header.labels['signing-ids']).toContain('guesses');
    expect(header.os?.buildVersion).toBe(run.step.from.build);
    expect(await linesOf(trace)).toEqual([...playSample(run).lines]);
  });
});

describe('baselines/', () => {
  it('are what the traces make now: `npm run traces` writes them again', async () => {
    const committed = fileURLToPath(new URL('../../baselines/', import.meta.url));
    const fresh = mkdtempSync(join(tmpdir(), 'esdrift-baselines-'));
    try {
      for (const family of SAMPLE_FAMILIES) await writeBaselines(family, fresh);
      const names = readdirSync(fresh).sort();
      expect([...names, 'README.md'].sort()).toEqual(readdirSync(committed).sort());
      for (const name of names) {
        const same = readFileSync(join(fresh, name)).equals(readFileSync(join(committed, name)));
        expect(same, `${name} is stale`).toBe(true);
      }
      const families = SAMPLE_FAMILIES.map(({ step, runs }) => ({
        step,
        traces: runs.map(({ name }) => name),
      }));
      expect(readFileSync(join(committed, 'README.md'), 'utf8')).toBe(baselinesReadme(families));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  });
});

import fc from 'fast-check';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { processTree } from '../../src/operations/process-tree.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { Story } from '../processes/story.ts';
import { temporaryPath, traceFile } from './trace-file.ts';

function busy(processes: number): Story {
  const story = new Story();
  const zsh = story.older({ path: '/bin/zsh' });
  for (let index = 0; index < processes; index += 1) {
    const tool = story.spawn(zsh, { path: `/bin/tool-${index % 7}`, args: ['tool', String(index)] });
    if (index % 3 === 0) story.emit('rename', tool);
    if (index % 5 !== 0) story.exit(tool, (index % 4) * 256);
    if (index % 11 === 0) story.service(`com.job.${index}`, { path: '/usr/libexec/job' });
  }
  return story;
}

const options = { by: 'parent', withArgs: true } as const;

describe('a process tree', () => {
  it('is the same bytes for any number of workers', async () => {
    const path = await traceFile(busy(200).lines, { linesPerFrame: 40 });
    const [one, two, four] = await Promise.all(
      [1, 2, 4].map((workers) => processTree(path, { ...options, workers })),
    );
    expect(one?.processes.length).toBeGreaterThan(200);
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    expect(JSON.stringify(four)).toBe(JSON.stringify(one));
  });

  it('is the same however the lines lie in frames, and a little out of order', async () => {
    const { lines } = busy(30);
    const whole = await processTree(await traceFile(lines), { ...options, workers: 1 });
    const delays = fc.array(fc.nat({ max: 20 }), { minLength: lines.length, maxLength: lines.length });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), delays, async (linesPerFrame, shifts) => {
        const moved = lines
          .map((text, index) => ({ text, at: index + (shifts[index] ?? 0) }))
          .sort((a, b) => a.at - b.at)
          .map(({ text }) => text);
        const other = await processTree(await traceFile(moved, { linesPerFrame }), {
          ...options,
          workers: 1,
        });
        expect(other.processes).toEqual(whole.processes);
      }),
      { numRuns: 12 },
    );
  });

  it('observes no line twice', async () => {
    const { lines } = busy(20);
    const once = await processTree(await traceFile(lines), { ...options, workers: 1 });
    const twice = await processTree(await traceFile(lines.flatMap((text) => [text, text])), {
      ...options,
      workers: 1,
    });
    expect(twice.processes).toEqual(once.processes);
  });

  it('keeps to its schema, in both views', async () => {
    const story = busy(20);
    story.exit(story.proxy('com.failed'), 78 << 8);
    const path = await traceFile(story.lines);
    for (const by of ['parent', 'responsible'] as const) {
      const tree = await processTree(path, {
        ...options,
        by,
        program: '*',
        since: '0s',
        depth: 9,
        limit: 10,
      });
      const printed: unknown = JSON.parse(JSON.stringify(tree));
      expect(validateDocument('process-tree', printed, 'tree')).toEqual(printed);
      expect(tree.processes).toHaveLength(10);
      expect(tree.totals.omittedByLimit).toBe(tree.totals.processes - tree.totals.omittedByFilter - 10);
    }
  });

  it('lists parents before children', async () => {
    const { processes } = await processTree(await traceFile(busy(60).lines), { ...options, workers: 1 });
    const seen = new Set<number | null>([null]);
    for (const { id, parent } of processes) {
      expect(seen.has(parent)).toBe(true);
      seen.add(id);
    }
  });

  it('draws what is left of a cut trace, and says so', async () => {
    const path = await traceFile(busy(100).lines, { linesPerFrame: 50 });
    truncateSync(path, Math.floor(statSync(path).size * 0.6));
    const { recording, processes } = await processTree(path, { ...options, workers: 2 });
    expect(recording.cut).toBe(true);
    expect(processes.length).toBeGreaterThan(10);
  });
});

describe('errors', () => {
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );

  it('say that there is no process, no such time, no such file', async () => {
    const story = new Story();
    story.emit('rename', story.launchd);
    const empty = await traceFile(story.lines);
    expect(await codeOf(processTree(empty, options))).toBe('no-events');
    expect(await codeOf(processTree(await traceFile(busy(2).lines), { ...options, since: 'soon' }))).toBe(
      'usage',
    );
    expect(await codeOf(processTree(temporaryPath('none'), options))).toBe('not-found');
  });

  it('with strict, refuse a trace with lines that are no events', async () => {
    const path = await traceFile(busy(5).lines, { badLines: { 3: '[]' } });
    expect(await codeOf(processTree(path, { ...options, strict: true }))).toBe('bad-lines');
    expect((await processTree(path, options)).totals.badLines).toBe(1);
  });

  it('keep their code and hint on the way out of a worker', async () => {
    const path = await traceFile(busy(100).lines, { linesPerFrame: 20 });
    await using reader = await openTrace(path);
    const bytes = readFileSync(path);
    const at = (reader.frames[3]?.offset ?? 0) + 20;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    writeFileSync(path, bytes);
    for (const workers of [1, 2])
      expect(await codeOf(processTree(path, { ...options, workers }))).toBe('trace-damaged');
  });
});

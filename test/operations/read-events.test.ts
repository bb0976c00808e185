import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { EsEvent } from '../../src/model/event.ts';
import { newTally, readEvents, type ReadEventsOptions } from '../../src/operations/read-events.ts';
import { Story } from '../processes/story.ts';
import { traceFile } from './trace-file.ts';

async function read(path: string, options: ReadEventsOptions = {}): Promise<EsEvent[]> {
  const events: EsEvent[] = [];
  for await (const event of readEvents(path, options)) events.push(event);
  return events;
}

function mixed(): readonly string[] {
  const story = new Story();
  const zsh = story.older({ path: '/bin/zsh' });
  for (let index = 0; index < 40; index += 1) {
    story.emit(['rename', 'unlink', 'create', 'open'][index % 4] ?? 'open', zsh);
    if (index % 10 === 0) story.exit(story.spawn(zsh, { path: '/bin/ls' }));
  }
  return story.lines;
}

const order = (events: readonly EsEvent[]): string[] =>
  events.map(({ segment, globalSeq }) => `${segment}:${globalSeq}`);

describe('reading events', () => {
  it('gives every event once, in the order of their numbers, whatever the frames and the arrival', async () => {
    const lines = mixed();
    const expected = lines.map((_, index) => `0:${index}`);
    const moves = fc.array(fc.nat({ max: 10 }), { minLength: lines.length, maxLength: lines.length });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), moves, async (linesPerFrame, shifts) => {
        const moved = lines
          .map((text, index) => ({ text, at: index + (shifts[index] ?? 0) }))
          .sort((a, b) => a.at - b.at)
          .flatMap(({ text }, index) => (index % 7 === 0 ? [text, text] : [text]));
        const tally = newTally();
        const path = await traceFile(moved, { linesPerFrame });
        expect(order(await read(path, { tally }))).toEqual(expected);
        expect(tally).toMatchObject({
          events: lines.length,
          duplicates: moved.length - lines.length,
          late: 0,
          badLines: 0,
        });
      }),
      { numRuns: 10 },
    );
  });

  it('gives only the types asked for', async () => {
    const path = await traceFile(mixed(), { linesPerFrame: 9 });
    const events = await read(path, { types: new Set(['rename', 'exit']) });
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['rename', 'exit']));
    expect(events).toHaveLength(14);
  });

  it('reads on threads that decoded before, one trace or two at once, each time what is asked', async () => {
    const path = await traceFile(mixed(), { linesPerFrame: 3 });
    const asked: readonly ReadEventsOptions[] = [
      { types: new Set(['rename', 'exit']) },
      {},
      { types: new Set(['create']) },
      { types: new Set(['create']), templates: true },
      {},
    ];
    const expected = await Promise.all(asked.map((options) => read(path, { ...options, workers: 1 })));
    const comparable = (events: readonly EsEvent[]): unknown =>
      events.map(({ type, globalSeq, payload }) => ({ type, globalSeq, payload }));
    for (const [index, options] of asked.entries()) {
      const [once, again] = await Promise.all([
        read(path, { ...options, workers: 2 }),
        read(path, { ...options, workers: 2 }),
      ]);
      expect(comparable(once)).toEqual(comparable(expected[index] ?? []));
      expect(again).toHaveLength(once.length);
    }
  });

  it('numbers segments, and puts a late line of one before the next', async () => {
    const one = [...mixed()];
    const late = one.splice(30, 1);
    const two = new Story({ startMs: 60_000, machTime: 1_000_000 + 60_000 * 24_000 });
    two.exit(two.spawn(two.launchd, { path: '/x' }));
    const path = await traceFile([...one, ...two.lines.slice(0, 1), ...late, ...two.lines.slice(1)]);
    const numbers = order(await read(path));
    expect(numbers).toHaveLength(one.length + 4);
    expect(numbers.indexOf('0:30')).toBeLessThan(numbers.indexOf('1:0'));
    expect(numbers.slice(-3)).toEqual(['1:0', '1:1', '1:2']);
  });

  it('counts and locates lines that are no events; with strict they are an error', async () => {
    const path = await traceFile(mixed(), { badLines: { 2: '[]', 5: '{"event":{"x":{}}}' } });
    const tally = newTally();
    expect(await read(path, { tally })).toHaveLength(mixed().length);
    expect(tally.badLines).toBe(2);
    expect(tally.firstBadLines.map(({ reason, line }) => [reason, line])).toEqual([
      ['not-object', 3],
      ['no-process', 7],
    ]);
    await expect(read(path, { strict: true })).rejects.toThrow(AppError);
  });
});

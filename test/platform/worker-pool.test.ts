import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { mapInOrder, openThreads } from '../../src/platform/worker-pool.ts';
import type { DoubleTask } from './worker-double.ts';

const module = new URL('worker-double.ts', import.meta.url);
const isNumber = (value: unknown): value is number => typeof value === 'number';

async function double(values: readonly number[], workers: number): Promise<readonly number[]> {
  const pool = await openThreads<DoubleTask, number>(module, workers, isNumber);
  const results: number[] = [];
  try {
    // The first tasks take longest.
    const tasks = values.map((value, index) => ({ value, turns: (values.length - index) * 5 }));
    for await (const result of mapInOrder(pool, tasks)) results.push(result);
  } finally {
    await pool.close();
  }
  return results;
}

describe.each([1, 2, 3])('with %i workers', (workers) => {
  it('results come in the order of their tasks', async () => {
    expect(await double([5, 4, 3, 2, 1, 0], workers)).toEqual([10, 8, 6, 4, 2, 0]);
    expect(await double([], workers)).toEqual([]);
  });

  it('an error of ours keeps its code and hint, any other stays a bug', async () => {
    const damaged = await double([1, 13, 2], workers).catch((error: unknown) => error);
    expect(damaged).toBeInstanceOf(AppError);
    expect(damaged).toMatchObject({
      code: 'trace-damaged',
      message: 'Thirteen is damaged.',
      hint: 'Take another number.',
    });
    const bug = await double([14], workers).catch((error: unknown) => error);
    expect(bug).not.toBeInstanceOf(AppError);
    expect(bug).toMatchObject({ message: expect.stringContaining('Fourteen') as unknown });
  });

  it('an answer of the wrong form is refused', async () => {
    const isText = (value: unknown): value is string => typeof value === 'string';
    const pool = await openThreads<DoubleTask, string>(module, workers, isText);
    await expect(pool.run({ value: 1, turns: 0 })).rejects.toThrow('answered something unexpected');
    await pool.close();
  });
});

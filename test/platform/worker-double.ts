/** A worker module for tests: doubles numbers, slowly where asked, and fails in two ways. */
import { AppError } from '../../src/errors.ts';
import { asWorker } from '../../src/platform/worker-pool.ts';

export interface DoubleTask {
  readonly value: number;
  /** Turns of the event loop to wait. */
  readonly turns: number;
}

export default asWorker(async ({ value, turns }: DoubleTask) => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  if (value === 13) throw new AppError('trace-damaged', 'Thirteen is damaged.', 'Take another number.');
  if (value === 14) throw new TypeError('Fourteen is a bug.');
  return value * 2;
});

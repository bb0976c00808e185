/** A short sample of `npm run test:faults`, so that a promise broken for good shows in every run of the tests. */
import { expect, it } from 'vitest';
import { breakEveryOperation } from './broken-disk.ts';
import { limitFile } from './full-disk.ts';
import { killAtRandom } from './killed.ts';
import { losePower } from './power-loss.ts';
import type { Row } from './row.ts';
import { makeWait } from './slow-disk.ts';

function expectKept(rows: readonly Row[]): void {
  expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
}

it('keeps what was saved, and says what was not, when an operation on the disk fails', async () => {
  const rows = await breakEveryOperation('pipe', 6);
  expectKept(rows);
  expect(rows.reduce((sum, { cut }) => sum + cut, 0)).toBeGreaterThan(0);
});

it('leaves a valid prefix with everything flushed when it is killed', async () => {
  expectKept([await killAtRandom('live', 3, 2)]);
});

it('says how far it came when the disk is full', async () => {
  const row = await limitFile([120]);
  expectKept([row]);
  expect(row).toMatchObject({ cut: 1 });
});

it('loses nothing unsaid on a slow disk', async () => {
  expectKept([await makeWait(400)]);
});

it('keeps what was synced when the power goes', async () => {
  expectKept([await losePower(15, 3)]);
});

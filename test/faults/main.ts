/**
 * Recorders on broken, full and slow disks, and recorders that are killed: `npm run test:faults`. Takes some minutes; ends with 1 where a promise of
 * the trace format was broken. `--kills N` and `--seed N` change how often, and when, recorders are killed.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { breakEveryOperation } from './broken-disk.ts';
import { fillFileSystem, limitFile } from './full-disk.ts';
import { killAtRandom } from './killed.ts';
import { losePower } from './power-loss.ts';
import { tableOf, type Row } from './row.ts';
import { makeDrop, makeWait } from './slow-disk.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '240' }, seed: { type: 'string', default: '1' } },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const rows: Row[] = [];
const add = (row: Row | undefined) => {
  if (row === undefined) return;
  rows.push(row);
  process.stderr.write(`${row.what}: ${row.runs} runs, ${row.problems.length} broken\n`);
};
for (const mode of ['pipe', 'live'] as const)
  for (const row of await breakEveryOperation(mode, 150)) add(row);
for (const mode of ['pipe', 'live'] as const) add(await killAtRandom(mode, Math.ceil(kills / 2), seed));
add(await limitFile());
add(await fillFileSystem(false));
add(await fillFileSystem(true));
add(await makeWait(400));
add(await makeDrop(400));
add(await losePower(500, seed));
const problems = rows.flatMap((row) => row.problems);
console.log(tableOf(rows));
for (const problem of problems) console.log(`broken: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/**
 * `npm run bench:drift`: how many changes a comparison finds, and how often it cries wolf, by kind and by the number of runs in the baseline.
 *
 *   npm run bench:drift -- [--final] [--seeds 20] [--worlds 5] [--quick] [--only NAME] [--method ota] [--workers 2] [--said] [--json FILE]
 *
 * Ends with 1 where a goal is missed. --final draws the seeds that nobody looked at while the judge was worked on; without it, development seeds.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TARGET, type World } from './cases.ts';
import { unfeltChanges, unplayedKinds } from './felt.ts';
import { missedGoals, tables } from './tally.ts';
import type { Result } from './world-worker.ts';

/** Once a judge was changed after a look at what its final seeds said, they are development seeds: `final` was for the judge of 868c3b5. */
const FINAL_SET = 'second final';

const { values } = parseArgs({
  options: {
    final: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    seeds: { type: 'string' },
    worlds: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
    method: { type: 'string', default: '' },
    said: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const seeds = Number(values.seeds ?? (values.quick ? 2 : 20));
const count = Math.min(Number(values.worlds ?? (values.quick ? 1 : 5)), seeds / 2);
const unfelt = {
  ota: unfeltChanges('ota', TARGET),
  'full-installer': unfeltChanges('full-installer', TARGET),
};
const METHODS = ['ota', 'full-installer'] as const;
const worlds: readonly World[] = METHODS.filter((method) => method.startsWith(values.method)).flatMap(
  (method) =>
    Array.from({ length: count }, (_, number) => ({
      set: values.final ? FINAL_SET : 'development',
      method,
      number,
      worlds: count,
      seeds,
      unfelt: unfelt[method],
      own: unplayedKinds(unfelt[method === 'ota' ? 'full-installer' : 'ota']),
      only: values.only,
    })),
);

const worker = fileURLToPath(new URL('./world-worker.ts', import.meta.url));

function play(world: World): Promise<readonly Result[]> {
  return new Promise((resolve, reject) => {
    const results: Result[] = [];
    const child = fork(worker, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (some: readonly Result[]) => {
      results.push(...some);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      process.stderr.write(`${world.method} ${world.number + 1} of ${world.worlds}\n`);
      if (code === 0) resolve(results);
      else reject(new Error(`The world ${world.method} ${world.number} ended with ${code ?? 'a signal'}`));
    });
    child.send(world);
  });
}

async function playAll(): Promise<readonly Result[]> {
  const waiting = [...worlds];
  const results: Result[] = [];
  const drain = async (): Promise<void> => {
    for (let world = waiting.shift(); world !== undefined; world = waiting.shift())
      results.push(...(await play(world)));
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.workers)) }, drain));
  return results.sort((a, b) => (a.seed < b.seed ? -1 : a.seed > b.seed ? 1 : a.runs - b.runs));
}

const results = await playAll();
const goals = missedGoals(results);
process.stdout.write(
  `${values.final ? 'final' : 'development'} seeds, ${seeds} for each kind and method\n\n`,
);
process.stdout.write(`${tables(results)}\n`);
if (values.said) {
  for (const { right, runs, name, note, seed, said } of results)
    if (!right) process.stdout.write(`\n${runs} runs, ${name}: ${note} (${seed})\n${said}\n`);
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results));
process.stdout.write(goals.length === 0 ? '\nevery goal is met\n' : `\n${goals.join('\n')}\n`);
process.exitCode = goals.length === 0 ? 0 : 1;

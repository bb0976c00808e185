/** Runs whole commands in turn and compares them pair by pair, so that a machine whose speed drifts still gives a fair ratio. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Command {
  readonly label: string;
  readonly argv: readonly [string, ...string[]];
}

export interface Run {
  readonly seconds: number;
  /** Peak resident set in MiB of the largest process, 0 where the system does not say. */
  readonly peakMiB: number;
  /** User and system time of it and its children, 0 where the system does not say. A busy machine disturbs it less than the clock. */
  readonly cpuSeconds: number;
}

/** GNU time tells the peak of a command and its children; without it only seconds are measured. */
const gnuTime = existsSync('/usr/bin/time') ? '/usr/bin/time' : undefined;

/** Runs a command with its output thrown away. Exit codes above `maxExit` are an error: a failed run must not look fast. */
export function run(command: Command, maxExit = 1): Promise<Run> {
  const [program, ...args] =
    gnuTime === undefined ? command.argv : [gnuTime, '-f', 'peak %M cpu %U %S', ...command.argv];
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === null || code > maxExit) {
        reject(new Error(`${command.label} ended with ${String(code)}: ${errors}`));
        return;
      }
      const [, peak = 0, user = 0, system = 0] = /^peak (\d+) cpu ([\d.]+) ([\d.]+)$/m.exec(errors) ?? [];
      resolve({
        seconds,
        peakMiB: Math.round(Number(peak) / 1024),
        cpuSeconds: Number(user) + Number(system),
      });
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Pairing {
  /** Median of other/ours, pair by pair: above 1 means ours is faster. */
  readonly speedup: number;
  readonly low: number;
  readonly high: number;
  readonly ours: number;
  readonly other: number;
  readonly oursPeakMiB: number;
  /** Medians. */
  readonly oursCpu: number;
  readonly otherCpu: number;
}

/** One warm-up of each, then `rounds` pairs. */
export async function pair(ours: Command, other: Command, rounds: number): Promise<Pairing> {
  await run(ours);
  await run(other);
  const mine: Run[] = [];
  const theirs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    mine.push(await run(ours));
    theirs.push(await run(other));
  }
  const ratios = mine.map((entry, index) => (theirs[index]?.seconds ?? Number.NaN) / entry.seconds);
  return {
    speedup: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    ours: median(mine.map((entry) => entry.seconds)),
    other: median(theirs.map((entry) => entry.seconds)),
    oursCpu: median(mine.map((entry) => entry.cpuSeconds)),
    otherCpu: median(theirs.map((entry) => entry.cpuSeconds)),
    oursPeakMiB: Math.max(...mine.map((entry) => entry.peakMiB)),
  };
}

export function machine(): string {
  const cpu = existsSync('/proc/cpuinfo')
    ? /model name\s*:\s*(.+)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]
    : undefined;
  return cpu ?? process.arch;
}

/**
 * Live detection: how long after the deciding event it answers, and what it holds in memory over a stream without end.
 * `npm run bench:live [-- --events 10000000] [--lines 1000000] [--around 5]`. Ends with 1 where an answer took longer than a second.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../../src/detection/engine.ts';
import type { EsEvent } from '../../../src/model/event.ts';
import { machine } from '../measure.ts';
import { measureDelays } from './delay.ts';
import { decoded, endlessLines } from './endless.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    lines: { type: 'string', default: '1000000' },
    around: { type: 'string', default: '5' },
  },
});
const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const MOST_DELAY_MS = 1_000;
const REPORTS = 10;
const MIB = 1024 ** 2;
const LAP_EVENTS = 20_000;
const LAP_MS = 90 * 24 * 3_600_000;

async function delays(): Promise<void> {
  const measured = await measureDelays(Number(values.around) * 1_000);
  for (const { rule, ms } of measured) console.log(`  ${rule.padEnd(20)} ${ms.toFixed(0).padStart(5)} ms`);
  const worst = Math.max(...measured.map(({ ms }) => ms));
  console.log(`  worst ${worst.toFixed(0)} ms of ${measured.length} firings`);
  if (measured.length === 0 || worst > MOST_DELAY_MS) process.exitCode = 1;
}

/** Resident memory of the built command while lines come as fast as it takes them. */
async function wholeCommand(lines: number): Promise<void> {
  const child = spawn(process.execPath, [cli, 'detect', '-', '--jsonl'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let firings = 0;
  child.stdout.on(
    'data',
    (chunk: Buffer) => (firings += chunk.toString().split('"esdrift.detection-event"').length - 1),
  );
  const began = performance.now();
  let chunk = '';
  let count = 0;
  for (const line of endlessLines()) {
    chunk += `${line}\n`;
    count += 1;
    if (chunk.length > 500_000 || count === lines) {
      if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
      chunk = '';
    }
    if (count % (lines / REPORTS) === 0)
      console.log(`  ${count} lines: resident ${residentMib(child.pid ?? 0)} MiB, ${firings} firings`);
    if (count === lines) break;
  }
  child.stdin.end();
  await once(child, 'close');
  const seconds = (performance.now() - began) / 1_000;
  console.log(`  ${(lines / seconds).toFixed(0)} lines a second, making them included`);
}

function residentMib(pid: number): string {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return ((pages * 4096) / MIB).toFixed(0);
}

/** The engine alone: some events again and again, with later numbers and times, other processes and other paths. */
function engineAlone(wanted: number): void {
  let firings = 0;
  const detector = new Detector(BUILT_IN_RULES, { onFiring: () => (firings += 1) });
  const some: EsEvent[] = [];
  for (const line of endlessLines()) {
    some.push(decoded(line));
    if (some.length === LAP_EVENTS) break;
  }
  const began = performance.now();
  for (let count = 0; count < wanted; count++) {
    const event = some[count % some.length];
    if (event === undefined) return;
    detector.observe(later(event, Math.floor(count / some.length)));
    if ((count + 1) % (wanted / REPORTS) !== 0) continue;
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    console.log(
      `  ${count + 1} events: heap ${(heapUsed / MIB).toFixed(1)} MiB, resident ${(rss / MIB).toFixed(0)} MiB, ${firings} firings`,
    );
  }
  console.log(`  ${((wanted * 1_000) / (performance.now() - began)).toFixed(0)} events a second`);
}

function later(event: EsEvent, lap: number): EsEvent {
  if (lap === 0) return event;
  const { process: actor, payload } = event;
  const token = { ...actor.token, pidversion: actor.token.pidversion + lap * 50_000_000 };
  const moved = payload.kind === 'file' ? { ...payload, path: `${payload.path}.${lap}` } : payload;
  return {
    ...event,
    process: { ...actor, token },
    payload: moved,
    timeMs: event.timeMs + lap * LAP_MS,
    machTime: event.machTime + lap * 1e12,
  };
}

console.log(
  `machine: ${machine()}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.versions.node}`,
);
console.log(`from the deciding event to the answer, at real speed, ${values.around} s before each:`);
await delays();
if (Number(values.lines) > 0) {
  console.log('memory of the command over lines:');
  await wholeCommand(Number(values.lines));
}
if (Number(values.events) > 0) {
  console.log('memory of the engine alone:');
  engineAlone(Number(values.events));
}

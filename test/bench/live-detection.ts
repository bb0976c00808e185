/**
 * Live detection over a stream without end: a simulated Mac, over and over, every time with new processes, paths, numbers and times.
 * By hand: node --expose-gc test/bench/live-detection.ts [--events 10000000] [--lines]. Prints what the heap holds after a collection, and the resident memory.
 */
import { parseArgs } from 'node:util';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../src/detection/engine.ts';
import { decodeLine } from '../../src/eslogger/decode.ts';
import type { EsEvent } from '../../src/model/event.ts';
import { detectLive } from '../../src/operations/detect-live.ts';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000000' }, lines: { type: 'boolean', default: false } },
});
const wanted = Number(values.events);
const REPORTS = 10;
const MIB = 1024 ** 2;

/** Round after round: fresh pids, versions, folders, numbers and hours. */
function* rounds(): Generator<string, void, void> {
  const { lines } = simulate({ scenario: 'ota', step: findStep('26.3'), seed: 'endless', noise: 2 });
  const all = [...lines];
  const first = all.slice(
    0,
    all.findIndex((line) => line.includes('FirstBootAfterUpdate')),
  );
  for (let round = 0, number = 0; ; round++) {
    for (const line of first) {
      yield line
        .replace(/"global_seq_num":\d+/, `"global_seq_num":${number++}`)
        .replace(/"mach_time":\d+/, `"mach_time":${1_000_000 + number * 1000}`)
        .replace(/"pid":(\d{3,})/g, (_text, pid: string) => `"pid":${(Number(pid) + round * 137) % 99_000}`)
        .replace(
          /"pidversion":(\d{4,})/g,
          (_text, version: string) => `"pidversion":${Number(version) + round * 100_000}`,
        )
        .replace(/[0-9a-f]{40}/g, (hash) => `${round.toString(16).padStart(8, '0')}${hash.slice(8)}`)
        .replace(/"time":"(\d{4})/, (_text, year: string) => `"time":"${Number(year) + round}`);
    }
  }
}

function report(events: number, firings: number): void {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  console.log(
    `${events} events: heap ${(heapUsed / MIB).toFixed(1)} MiB, resident ${(rss / MIB).toFixed(0)} MiB, ${firings} firings`,
  );
}

function decoded(line: string): EsEvent {
  const result = decodeLine(line);
  if (!result.ok) throw new Error(result.message);
  return { segment: 0, ...result.event };
}

/** The engine alone: events of some rounds, again and again, with later numbers and times. */
function engineOnly(): void {
  let firings = 0;
  const detector = new Detector(BUILT_IN_RULES, { onFiring: () => (firings += 1) });
  const some: EsEvent[] = [];
  for (const line of rounds()) {
    some.push(decoded(line));
    if (some.length === 100_000) break;
  }
  const every = wanted / REPORTS;
  for (let count = 0; count < wanted; count++) {
    const event = some[count % some.length];
    if (event === undefined) return;
    const lap = Math.floor(count / some.length);
    detector.observe(lap === 0 ? event : later(event, lap));
    if ((count + 1) % every === 0) report(count + 1, firings);
  }
}

const LAP_MS = 90 * 24 * 3_600_000;

function later(event: EsEvent, lap: number): EsEvent {
  const { process: actor, payload } = event;
  const process = {
    ...actor,
    token: { ...actor.token, pidversion: actor.token.pidversion + lap * 50_000_000 },
  };
  const moved = payload.kind === 'file' ? { ...payload, path: `${payload.path}.${lap}` } : payload;
  return {
    ...event,
    process,
    payload: moved,
    timeMs: event.timeMs + lap * LAP_MS,
    machTime: event.machTime + lap * 1e12,
  };
}

async function* asBytes(count: number, onProgress: (lines: number) => void): AsyncGenerator<Buffer, void> {
  let chunk = '';
  let lines = 0;
  for (const line of rounds()) {
    chunk += `${line}\n`;
    lines += 1;
    if (chunk.length > 500_000 || lines === count) {
      yield await Promise.resolve(Buffer.from(chunk));
      chunk = '';
    }
    if (lines % (count / REPORTS) === 0) onProgress(lines);
    if (lines === count) return;
  }
}

async function wholeLines(): Promise<void> {
  let firings = 0;
  const chunks = asBytes(wanted, (lines) => report(lines, firings));
  await detectLive({
    rules: BUILT_IN_RULES,
    input: { name: 'rounds', chunks },
    onFiring: () => (firings += 1),
  });
}

if (values.lines) await wholeLines();
else engineOnly();

/** A replay at the speed of the recording, through a pipe into the built command: from writing the deciding line to reading the answer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../../src/detection/engine.ts';
import { decoded, upgradeLines } from './endless.ts';

export interface Delay {
  readonly rule: string;
  readonly ms: number;
}

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
/** The answer may still be on its way when the last line is written. */
const AFTERWARDS_MS = 3_000;

/** `aroundMs`: so long before each deciding event the replay is at real speed; what lies further away is skipped over. */
export async function measureDelays(aroundMs: number): Promise<readonly Delay[]> {
  const lines = upgradeLines(1);
  const events = lines.map(decoded);
  const decidedBy = decidingLines(events);
  const written = new Map<string, number>();
  const delays: Delay[] = [];
  const child = spawn(process.execPath, [cli, 'detect', '-', '--jsonl'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const now = performance.now();
    const answers = (rest + chunk.toString()).split('\n');
    rest = answers.pop() ?? '';
    for (const answer of answers) {
      const rule = /"esdrift.detection-event".*?"rule":"([a-z-]+)"/.exec(answer)?.[1];
      const at = rule === undefined ? undefined : written.get(rule);
      if (rule !== undefined && at !== undefined) delays.push({ rule, ms: now - at });
    }
  });
  let previous: number | undefined;
  for (const [index, event] of events.entries()) {
    const nearest = [...decidedBy.keys()].find((line) => line >= index);
    const decides = nearest === undefined ? undefined : events[nearest];
    const isNear = decides !== undefined && decides.timeMs - event.timeMs <= aroundMs;
    if (isNear && previous !== undefined)
      await pause(Math.max(0, Math.min(aroundMs, event.timeMs - previous)));
    previous = event.timeMs;
    if (!child.stdin.write(`${lines[index] ?? ''}\n`)) await once(child.stdin, 'drain');
    for (const rule of decidedBy.get(index) ?? []) written.set(rule, performance.now());
  }
  await pause(AFTERWARDS_MS);
  child.stdin.end();
  await once(child, 'close');
  return delays;
}

/** Line → rules that fire at it. */
function decidingLines(
  events: readonly ReturnType<typeof decoded>[],
): ReadonlyMap<number, readonly string[]> {
  const lines = new Map<number, string[]>();
  let line = 0;
  const detector = new Detector(BUILT_IN_RULES, {
    onFiring: ({ rule }) => lines.set(line, [...(lines.get(line) ?? []), rule.id]),
  });
  for (const event of events) {
    detector.observe(event);
    line += 1;
  }
  return lines;
}

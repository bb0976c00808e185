/**
 * `npm run test:soak [-- --rate 100000] [--seconds 60] [--redact none|default|strict] [--lines 20000]`: the recorder under a steady load from the
 * stand-in for eslogger, through a pipe, as the built command. Prints what was sent, recorded and lost, and what it took; ends with 1 where a
 * line is missing. Events that wait longer than a second for the recorder are lost, as the kernel would lose them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import type { RecordingReport } from '../../src/model/recording-report.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { createStandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';
import { machine } from './measure.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    redact: { type: 'string', default: 'default' },
    lines: { type: 'string', default: '20000' },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const sent = rate * seconds;
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const HEAD_START_SECONDS = 2;
const folder = mkdtempSync(join(tmpdir(), 'esdrift-soak-'));
const source = join(folder, 'lines.jsonl');
const out = join(folder, 'soak.jsonl.zst');

/** Lines that come again and again, as the same programs and folders do; the stand-in makes their numbers and times anew. */
function writeSource(): void {
  const { lines } = simulate({
    scenario: 'ota',
    step: findStep('26.2'),
    seed: 'soak',
    minimumEvents: Number(values.lines),
  });
  writeFileSync(source, [...lines].slice(0, Number(values.lines)).join('\n'));
}

/** The pid of the recorder is the first line on stderr; the shell becomes it. */
function start(standIn: string) {
  const quoted = (words: readonly string[]) =>
    words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const record = [
    process.execPath,
    cli,
    'record',
    '--from',
    '-',
    '--out',
    out,
    '--redact',
    values.redact,
    '--json',
  ];
  // A recorder starts eslogger when it is ready itself; so it gets a head start here.
  const script = `{ sleep ${HEAD_START_SECONDS}; exec ${quoted([standIn, ...CATALOGUE.map(({ name }) => name)])}; } | { echo $BASHPID >&2; exec ${quoted(record)}; }`;
  return spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Resident MiB, once a second. */
function watchMemory(pid: () => number | undefined): {
  readonly mib: readonly number[];
  readonly stop: () => void;
} {
  const mib: number[] = [];
  const timer = setInterval(() => {
    const known = pid();
    if (known === undefined) return;
    const kib = Number(
      spawnSync('ps', ['-o', 'rss=', '-p', String(known)], { encoding: 'utf8' }).stdout.trim(),
    );
    if (kib > 0) mib.push(Math.round(kib / 1024));
  }, 1_000);
  return { mib, stop: () => clearInterval(timer) };
}

async function recorderSeconds(path: string): Promise<{ readonly cpu: number; readonly waits: number }> {
  await using reader = await openTrace(path);
  let cpu = 0;
  let waits = 0;
  for await (const record of reader.records()) {
    if (record.kind === 'recorder-cost') cpu = record.cpuMs / 1_000;
    if (record.kind === 'backpressure') waits += 1;
  }
  return { cpu, waits };
}

writeSource();
const standIn = createStandIn([
  { source, events: sent, eventsPerSecond: rate, queue: rate, keyOrders: 1, whenDone: 'end' },
]);
try {
  console.log(
    `machine: ${machine()}, ${String(availableParallelism())} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.versions.node}`,
  );
  const began = performance.now();
  const child = start(standIn.path);
  let said = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const memory = watchMemory(() => (errors === '' ? undefined : Number.parseInt(errors, 10)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  memory.stop();
  const took = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`the recorder ended with ${String(code)}: ${errors}`);
  const report = JSON.parse(said) as RecordingReport;
  const { cpu, waits } = await recorderSeconds(out);
  const perLine = report.rawBytes / report.events;
  const { mib } = memory;
  const rows: readonly (readonly [string, string])[] = [
    ['redaction', `${values.redact}, ${String(report.redaction.changedLines)} lines changed`],
    ['sent', `${String(sent)} lines at ${values.rate}/s for ${values.seconds} s`],
    ['recorded', `${String(report.events)} lines of ${perLine.toFixed(0)} bytes in ${took.toFixed(1)} s`],
    [
      'lost',
      `${String(sent - report.events)} by the count, ${String(report.lost)} by the numbers; the recorder held up its input ${String(waits)} times`,
    ],
    [
      'throughput',
      `${(report.events / took).toFixed(0)} lines/s, ${(report.rawBytes / took / 1e6).toFixed(0)} MB/s`,
    ],
    [
      'recorder CPU',
      `${cpu.toFixed(1)} s: ${((cpu * 1e6) / report.events).toFixed(2)} µs a line, compression included`,
    ],
    [
      'memory',
      `peak ${String(Math.max(...mib))} MiB; after a quarter, half, and at the end: ${[0.25, 0.5, 1].map((share) => String(mib[Math.ceil(mib.length * share) - 1])).join(', ')}`,
    ],
    [
      'file',
      `${(statSync(out).size / 1e6).toFixed(0)} MB, ${(report.rawBytes / report.bytes).toFixed(1)} times smaller`,
    ],
  ];
  for (const [name, text] of rows) console.log(`${name.padEnd(13)} ${text}`);
  if (report.events !== sent || report.lost > 0) process.exitCode = 1;
} finally {
  standIn.remove();
  rmSync(folder, { recursive: true, force: true });
}

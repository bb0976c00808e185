/** One recorder process and one stand-in for eslogger, from the start of both to the end of the recorder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createStandIn, type StandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { sampleLines, writeLines } from '../eslogger-stand-in/sample-lines.ts';
import type { StandInRun } from '../eslogger-stand-in/settings.ts';
import { createTools } from '../fake-macos/create-tools.ts';
import { PLAN_VARIABLE, type DiskOperation, type DiskPlan } from './disk-plan.ts';
import type { LiveRecorderSettings } from './live-recorder.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const CLI = here('../../dist/cli.js');
const EVENTS = ['rename', 'unlink', 'exit'];
const SOURCE = writeLines(sampleLines(300));

export interface RecorderRun {
  /** `pipe`: the built command line reads what eslogger writes. `live`: the same operation starts eslogger itself, as on a Mac. */
  readonly mode: 'pipe' | 'live';
  readonly eslogger: Omit<StandInRun, 'source'> & { readonly events: number; readonly startTimeMs: number };
  readonly sync?: 'interval' | 'always' | 'none';
  readonly flags?: readonly string[];
  readonly disk?: Pick<DiskPlan, 'fault' | 'delayMs'>;
  /** SIGKILL so long after the recorder first touched the disk. */
  readonly killAfterMs?: number;
  /** Of the live one: how much may wait for the disk before eslogger has to. */
  readonly queueBytes?: number;
  /** Where the trace goes; default a folder of its own. */
  readonly folder?: string;
  /** Largest file the recorder may write, in blocks of 1024 bytes (`ulimit -f`). */
  readonly fileBlocks?: number;
}

export interface RanRecorder {
  readonly out: string;
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
  readonly operations: readonly DiskOperation[];
  readonly eslogger: StandIn;
  readonly remove: () => void;
}

/** What eslogger writes with these settings, byte for byte, and nothing goes wrong. */
export async function everyLine(eslogger: RecorderRun['eslogger']): Promise<Buffer> {
  const { events, startTimeMs } = eslogger;
  const one = createStandIn([{ events, startTimeMs, source: SOURCE, whenDone: 'end' }]);
  const child = spawn(one.path, EVENTS, { stdio: ['ignore', 'pipe', 'inherit'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  await ended(child);
  one.remove();
  return Buffer.concat(pieces);
}

export async function runRecorder(run: RecorderRun): Promise<RanRecorder> {
  const own = mkdtempSync(join(tmpdir(), 'esdrift-faults-'));
  const out = join(run.folder ?? own, 'run.jsonl.zst');
  const journal = join(own, 'journal');
  // A second start, where a recorder is to start it anew, shows nothing.
  const eslogger = createStandIn([
    { source: SOURCE, whenDone: 'end', ...run.eslogger },
    { source: SOURCE, refuse: 'internal' },
  ]);
  const tools = createTools(eslogger.path);
  const plan: DiskPlan = { under: run.folder ?? own, journal, ...run.disk };
  const words = ['--import', here('faulty-disk.ts'), ...programOf(run, out, eslogger, tools.paths)];
  const env = { ...process.env, [PLAN_VARIABLE]: JSON.stringify(plan) };
  const recorder = start(words, env, run.fileBlocks);
  const feeding = run.mode === 'pipe' ? feed(eslogger, recorder) : undefined;
  if (run.killAfterMs !== undefined) void killAfter(recorder, journal, run.killAfterMs);
  const said = { stdout: '', stderr: '' };
  recorder.stdout?.on('data', (text: Buffer) => (said.stdout += text.toString()));
  recorder.stderr?.on('data', (text: Buffer) => (said.stderr += text.toString()));
  const code = await ended(recorder);
  await feeding;
  const told = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];
  return {
    out,
    code,
    ...said,
    operations: told.map((line) => JSON.parse(line) as DiskOperation),
    eslogger,
    remove: () => {
      eslogger.remove();
      tools.remove();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

function programOf(
  { mode, sync = 'interval', flags = [], queueBytes }: RecorderRun,
  out: string,
  eslogger: StandIn,
  tools: LiveRecorderSettings['tools'],
): readonly string[] {
  if (mode === 'pipe')
    return [
      CLI,
      'record',
      '--from',
      '-',
      '--redact',
      'none',
      '--sync',
      sync,
      '--out',
      out,
      '--json',
      ...flags,
    ];
  const settings: LiveRecorderSettings = {
    out,
    sync,
    tools: { ...tools, eslogger: eslogger.path },
    events: EVENTS.join(),
    queueBytes,
  };
  return [here('live-recorder.ts'), JSON.stringify(settings)];
}

/** Through a shell only where a limit must be set before. */
function start(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  fileBlocks: number | undefined,
): ChildProcess {
  const stdio = ['pipe', 'pipe', 'pipe'] as const;
  if (fileBlocks === undefined) return spawn(process.execPath, words, { stdio: [...stdio], env });
  const script = `ulimit -f ${fileBlocks}; exec "$0" "$@"`;
  return spawn('/bin/bash', ['-c', script, process.execPath, ...words], { stdio: [...stdio], env });
}

/** Until eslogger has ended: it does when it is done, or when nobody reads any more. */
async function feed(eslogger: StandIn, recorder: ChildProcess): Promise<void> {
  const { stdin } = recorder;
  if (stdin === null) throw new Error('the recorder has no standard input');
  const child = spawn(eslogger.path, EVENTS, { stdio: ['ignore', 'pipe', 'inherit'] });
  // A pipe that lost its reader only rests; eslogger must meet a closed one.
  recorder.once('exit', () => child.stdout.destroy());
  stdin.on('error', () => child.stdout.destroy());
  child.stdout.pipe(stdin);
  await ended(child);
}

async function killAfter(recorder: ChildProcess, journal: string, ms: number): Promise<void> {
  const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  while (recorder.exitCode === null && !(existsSync(journal) && statSync(journal).size > 0)) await pause(10);
  await pause(ms);
  recorder.kill('SIGKILL');
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

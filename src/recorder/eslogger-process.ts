/**
 * eslogger as a running process: started, watched, stopped, and its end explained.
 *
 * Process groups. eslogger leaves out every event of its *own process group*, without a word: a workload started beside it from the same script
 * would vanish, while system daemons still show. So it gets a session and group to itself (Node's `detached`, setsid(2)): everything else is seen.
 * COMMAND keeps the caller's group and terminal, so that password prompts work. The recorder is seen too; it says which pid is its own, and what that
 * process and its tools do is left out of facts. Under launchd each job has a group of its own anyway.
 * eslogger has no controlling terminal then: Ctrl-C reaches the recorder only, which ends it in an orderly way.
 *
 * If the recorder dies, eslogger's next write meets a closed pipe and ends it: none is left behind.
 */
import type { Readable } from 'node:stream';
import { startProgram, type ProgramExit, type RunningProgram } from '../platform/macos/start-process.ts';
import { parseRefusal, type EsloggerRefusal } from './eslogger-refusal.ts';

/** A run of eslogger, whoever started it. */
export interface EsloggerRun {
  /** Lines as bytes, in pieces of any size; the last line may be cut. */
  readonly stdout: Readable;
  /** Settles when the process is gone; what it wrote may still wait in stdout. */
  readonly ended: Promise<EsloggerEnd>;
  stop(): Promise<EsloggerEnd>;
}

export type NotStarted = Extract<EsloggerEnd, { kind: 'not-started' }>;

export interface EsloggerOptions {
  /** Absolute; MACOS_TOOLS.eslogger but in tests. */
  readonly path: string;
  /** Every one must be offered on this boot: see selectEvents. */
  readonly events: readonly string[];
  /** Keeps only events whose acting process has an executable below one of these. An exec *into* such a program is lost: then another acts. */
  readonly select?: readonly string[];
  /** Each line it writes to stderr while it runs. May name files and people: redact before it is kept. */
  readonly onMessage?: (line: string) => void;
}

export type EsloggerEnd =
  /** It never recorded anything. */
  | { readonly kind: 'refused'; readonly refusal: EsloggerRefusal; readonly stderr: string }
  | { readonly kind: 'not-started'; readonly reason: 'missing' | 'not-runnable'; readonly detail: string }
  /** After `stop`. */
  | { readonly kind: 'stopped'; readonly exit: ProgramExit }
  /** By itself, or by somebody else's signal. */
  | { readonly kind: 'died'; readonly exit: ProgramExit; readonly stderr: string };

export const STDERR_CHARACTERS = 16_384;
const STOP_GRACE_MS = 2_000;

export class EsloggerProcess implements EsloggerRun {
  readonly pid: number;
  readonly stdout: Readable;
  readonly ended: Promise<EsloggerEnd>;
  readonly #program: RunningProgram;
  #stopping = false;

  private constructor(program: RunningProgram, onMessage: ((line: string) => void) | undefined) {
    this.#program = program;
    this.pid = program.pid;
    this.stdout = program.stdout;
    const said = collectMessages(program.stderr, onMessage);
    this.ended = program.exited.then(async (exit) => explainEnd(exit, await said, this.#stopping));
  }

  static async start(options: EsloggerOptions): Promise<EsloggerProcess | NotStarted> {
    const started = await startProgram(options.path, esloggerArguments(options));
    if (!started.ok) return { kind: 'not-started', reason: started.reason, detail: started.detail };
    return new EsloggerProcess(started.program, options.onMessage);
  }

  /** SIGTERM, and SIGKILL where that does not help. SIGINT would: it is ignored in the background. */
  async stop(graceMs = STOP_GRACE_MS): Promise<EsloggerEnd> {
    this.#stopping = true;
    this.#program.signal('SIGTERM');
    const timer = setTimeout(() => this.#program.signal('SIGKILL'), graceMs);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }
}

/** `stopping`: we asked it to end. */
export function explainEnd(exit: ProgramExit, stderr: string, stopping: boolean): EsloggerEnd {
  const refusal = parseRefusal(stderr);
  if (refusal !== undefined && exit.kind === 'code' && exit.code !== 0)
    return { kind: 'refused', refusal, stderr };
  return stopping ? { kind: 'stopped', exit } : { kind: 'died', exit, stderr };
}

export function esloggerArguments({
  events,
  select = [],
}: Pick<EsloggerOptions, 'events' | 'select'>): readonly string[] {
  return ['--format', 'json', ...select.flatMap((prefix) => ['--select', prefix]), ...events];
}

/** All it said, up to a limit; a program that repeats itself must not fill our memory. */
async function collectMessages(
  stderr: Readable,
  onMessage: ((line: string) => void) | undefined,
): Promise<string> {
  let text = '';
  let line = '';
  try {
    for await (const piece of stderr.setEncoding('utf8')) {
      const said = String(piece);
      text = (text + said).slice(0, STDERR_CHARACTERS);
      line += said;
      const lines = line.split('\n');
      line = (lines.pop() ?? '').slice(-STDERR_CHARACTERS);
      for (const whole of lines) if (whole !== '') onMessage?.(whole);
    }
  } catch {
    // A stream that breaks has said what it had to say.
  }
  if (line !== '') onMessage?.(line);
  return text;
}

/**
 * eslogger as a job of launchd: the same contract as a child process of ours, for a recorder that has no grant.
 *
 * Its output comes through a named pipe. That launchd opens one for a job's output is not documented; where it does not, a file takes its place that is read
 * while it grows. What eslogger wrote is then on the disk as it came, not redacted, in a folder that only root may enter, until the next start of eslogger.
 */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Transport } from '../../model/armed.ts';
import { endProcess } from '../../platform/end-process.ts';
import { createExclusively, readTextFile, writeFileSafely } from '../../platform/files.ts';
import { readGrowing } from '../../platform/growing-file.ts';
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import type { ProgramExit } from '../../platform/macos/start-process.ts';
import { openNamedPipe } from '../../platform/named-pipe.ts';
import { removeAll } from '../../platform/remove-files.ts';
import {
  explainEnd,
  STDERR_CHARACTERS,
  type EsloggerEnd,
  type EsloggerRun,
  type NotStarted,
} from '../eslogger-process.ts';
import { ESLOGGER_JOB } from '../launchd-labels.ts';
import { esloggerPlist } from './jobs.ts';
import { removeJob } from './remove-job.ts';
import type { ArmedPaths } from './paths.ts';

export interface EsloggerJobOptions {
  readonly host: MacHost;
  readonly paths: ArmedPaths;
  readonly events: readonly string[];
  readonly transport: Transport;
  /** Between looks at whether the job still runs. */
  readonly pollMs: number;
}

const OWNER_ONLY = 0o600;
const MOST_IDLE_POLLS = 20;
const MESSAGE_BYTES = 1024 * 1024;

export async function startEsloggerJob(options: EsloggerJobOptions): Promise<EsloggerRun | NotStarted> {
  const { host, paths, events, transport } = options;
  await removeJob(host, ESLOGGER_JOB, options.pollMs);
  const output = await openOutput(options);
  await writeFileSafely(paths.esloggerPlist, esloggerPlist(paths, host.tools.eslogger, events, transport), {
    force: true,
    mode: OWNER_ONLY,
  });
  const loaded = await host.loadJob(paths.esloggerPlist);
  if (loaded.ok) return new EsloggerJob(options, output);
  output.letGo();
  output.stream.destroy();
  return {
    kind: 'not-started',
    reason: 'not-runnable',
    detail: `launchd would not load it: ${loaded.detail}`,
  };
}

interface Output {
  readonly stream: Readable;
  /** Nobody writes any more: what is there is the rest. */
  readonly letGo: () => void;
}

async function openOutput({ host, paths, transport }: EsloggerJobOptions): Promise<Output> {
  await removeAll([paths.pipe, paths.spool, paths.messages]);
  await (await createExclusively(paths.messages, OWNER_ONLY)).close();
  if (transport === 'pipe') {
    const made = await host.makePipe(paths.pipe);
    if (!made.ok) throw new Error(`no named pipe could be made: ${made.detail}`);
    return openNamedPipe(paths.pipe);
  }
  await (await createExclusively(paths.spool, OWNER_ONLY)).close();
  let isOver = false;
  return {
    stream: Readable.from(
      readGrowing(paths.spool, () => isOver),
      { objectMode: false },
    ),
    letGo: () => {
      isOver = true;
    },
  };
}

class EsloggerJob implements EsloggerRun {
  readonly stdout: Readable;
  readonly ended: Promise<EsloggerEnd>;
  readonly #options: EsloggerJobOptions;
  #stopping = false;
  /** When it was last looked at. */
  #pid: number | undefined;

  constructor(options: EsloggerJobOptions, output: Output) {
    this.#options = options;
    this.stdout = output.stream;
    // With the first bytes the pipe has a writer: from then on its end is the end.
    if (options.transport === 'pipe') output.stream.once('data', output.letGo);
    output.stream.pause();
    this.ended = this.#untilGone().then(async (exit) => {
      output.letGo();
      const said = await readTextFile(options.paths.messages, MESSAGE_BYTES).catch(() => '');
      return explainEnd(exit, said.slice(0, STDERR_CHARACTERS), this.#stopping);
    });
  }

  async stop(): Promise<EsloggerEnd> {
    this.#stopping = true;
    const removed = await removeJob(this.#options.host, ESLOGGER_JOB, this.#options.pollMs);
    // Where launchd does not answer, eslogger would write for ever, and nobody could end.
    if (!removed.ok && this.#pid !== undefined) endProcess(this.#pid);
    return this.ended;
  }

  async #untilGone(): Promise<ProgramExit> {
    const { host, pollMs } = this.#options;
    for (let idle = 0; ;) {
      await pause(pollMs);
      const job = valueOf(await host.launchdJob(ESLOGGER_JOB));
      if (job === undefined) {
        // Told to end and nobody to ask: whoever waits for it must not wait for ever.
        if (this.#stopping) return { kind: 'signal', signal: 'unknown' };
        continue;
      }
      if (!job.loaded) return { kind: 'signal', signal: 'SIGTERM' };
      if (job.pid !== undefined) {
        this.#pid = job.pid;
        continue;
      }
      if (job.lastExitCode !== undefined) return { kind: 'code', code: job.lastExitCode };
      // Not running and no exit code: ended by a signal, or launchd is still about to start it.
      idle += 1;
      if (this.#pid !== undefined || idle > MOST_IDLE_POLLS) return { kind: 'signal', signal: 'unknown' };
    }
  }
}

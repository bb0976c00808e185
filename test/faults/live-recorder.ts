/** A process that records as on a Mac: `record` starts the stand-in itself, on a Mac of fake tools. Ends when eslogger has, or at a limit. */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { AppError } from '../../src/errors.ts';
import { record } from '../../src/operations/record.ts';
import { openMacHost } from '../../src/platform/macos/mac-host.ts';
import type { ToolPaths } from '../../src/platform/macos/tools.ts';
import type { SyncPolicy } from '../../src/recorder/recording.ts';

export interface LiveRecorderSettings {
  readonly out: string;
  readonly sync: SyncPolicy;
  readonly events: string;
  readonly queueBytes?: number | undefined;
  readonly tools: ToolPaths;
}

const { out, sync, events, tools, queueBytes } = JSON.parse(process.argv[2] ?? '') as LiveRecorderSettings;
try {
  const report = await record({
    platform: 'darwin',
    uid: 0,
    pid: process.pid,
    events,
    out,
    cwd: '.',
    redact: 'none',
    sync,
    warn: () => undefined,
    now: () => Date.now(),
    clock: () => performance.now(),
    randomBytes,
    ...(queueBytes !== undefined && { queueBytes }),
    host: openMacHost({ tools }),
    timing: { flushMs: 50, backOffMs: 10, mostFruitlessRuns: 1, watchMs: 100 },
  });
  process.stdout.write(JSON.stringify(report));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));
  process.exitCode = error.exitCode;
}

/** The recorder of an armed recording on a fake Mac: what src/recorder-daemon.ts does, with other folders, other tools and a quicker clock. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { runRecorder, type RecorderTiming } from '../../src/operations/armed/run-recorder.ts';
import { openMacHost } from '../../src/platform/macos/mac-host.ts';
import type { ToolPaths } from '../../src/platform/macos/tools.ts';
import { armedPaths } from '../../src/recorder/armed/paths.ts';
import { stopOnSignal } from '../../src/stop-signals.ts';

export interface RecorderProgram {
  readonly folder: string;
  readonly daemonsFolder: string;
  readonly tools: ToolPaths;
  readonly timing: Partial<RecorderTiming>;
  /** Outlives the state folder. */
  readonly log: string;
}

export async function run({ folder, daemonsFolder, tools, timing, log }: RecorderProgram): Promise<void> {
  const say = (message: string) => appendFileSync(log, `${message}\n`);
  try {
    const end = await runRecorder({
      paths: armedPaths(folder, daemonsFolder),
      host: openMacHost({ tools }),
      platform: 'darwin',
      uid: 0,
      owner: process.getuid?.() ?? 0,
      pid: process.pid,
      signal: stopOnSignal(),
      now: () => Date.now(),
      clock: () => performance.now(),
      randomBytes,
      timing,
      log: say,
    });
    say(end);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 6;
  }
}

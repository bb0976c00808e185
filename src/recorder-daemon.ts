/**
 * The program of the LaunchDaemon that `esdrift arm` installs, started by launchd at every boot as root. It takes no argument: all that it does follows from
 * the state in its folder. The build makes one file of it and all that it imports, because nothing outside its own folder is to be trusted.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { runRecorder } from './operations/armed/run-recorder.ts';
import { openMacHost } from './platform/macos/mac-host.ts';
import { armedPaths } from './recorder/armed/paths.ts';
import { stopOnSignal } from './stop-signals.ts';

/** launchd starts what failed again after a second; what is missing seldom comes that soon. */
const PAUSE_AFTER_FAILURE_MS = 30_000;

function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${JSON.stringify(message).slice(1, -1)}\n`);
}

const signal = stopOnSignal();
try {
  const end = await runRecorder({
    paths: armedPaths(),
    host: openMacHost(),
    platform: process.platform,
    uid: process.getuid?.() ?? 0,
    pid: process.pid,
    signal,
    now: () => Date.now(),
    clock: () => performance.now(),
    randomBytes,
    log,
  });
  log(
    end === 'ended'
      ? 'The recording has ended.'
      : 'This boot has ended; the recording goes on at the next one.',
  );
} catch (error) {
  const { message, hint } = error instanceof AppError ? error : { message: String(error), hint: '' };
  log(`${message} ${hint}`);
  process.exitCode = error instanceof AppError ? error.exitCode : EXIT.bug;
  await pause(PAUSE_AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
}

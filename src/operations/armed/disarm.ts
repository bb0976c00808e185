/** Takes an armed recording off this Mac. */
import { AppError } from '../../errors.ts';
import type { Disarmed } from '../../model/armed.ts';
import { PRODUCER } from '../../model/version.ts';
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { kindOfPath } from '../../platform/path-kind.ts';
import { removeAll } from '../../platform/remove-files.ts';
import type { ArmedPaths } from '../../recorder/armed/paths.ts';
import { endJobs, removeMachinery } from '../../recorder/armed/stand-down.ts';
import { requireRootOnMac, type ArmedOptions } from './status.ts';

export interface DisarmOptions extends ArmedOptions {
  /** What was recorded goes as well. */
  readonly discard: boolean;
  readonly pollMs?: number;
}

export const JOB_POLL_MS = 250;

/** Errors: unsupported-here; usage where a recording would be lost; output-unwritable. */
export async function disarm(options: DisarmOptions): Promise<Disarmed> {
  requireRootOnMac(options);
  const { paths, host, discard } = options;
  if (!discard && (await hasRecording(paths))) {
    throw new AppError(
      'usage',
      `${paths.folder} holds a recording that was not collected.`,
      'Take it: sudo esdrift collect --out FILE. Or give it up: sudo esdrift disarm --discard',
    );
  }
  const removed = await removeArmed(paths, host, options.pollMs ?? JOB_POLL_MS);
  return { kind: 'esdrift.disarmed', producer: PRODUCER, removed };
}

/** Ends the jobs and removes every file. Errors: unsupported-here where launchd does not let go: then nothing is removed. */
export async function removeArmed(
  paths: ArmedPaths,
  host: MacHost,
  pollMs: number,
): Promise<readonly string[]> {
  const { ended, problems } = await endJobs(host, pollMs);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new AppError(
      'unsupported-here',
      `${problem}.`,
      'Restart the Mac and run the command again; nothing was removed yet.',
    );
  }
  return [...ended, ...(await removeMachinery(paths)), ...(await removeAll([paths.folder]))];
}

async function hasRecording({ trace }: ArmedPaths): Promise<boolean> {
  const kinds = await Promise.all([trace, `${trace}.partial`].map(kindOfPath));
  return kinds.some((kind) => kind !== 'none');
}

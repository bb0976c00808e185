/** What of an armed recording is on this Mac, and how it does. */
import { AppError } from '../../errors.ts';
import type { ArmedPhase, ArmedState, ArmedStatus } from '../../model/armed.ts';
import { PRODUCER } from '../../model/version.ts';
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import { readArmedState } from '../../recorder/armed/armed-state.ts';
import type { ArmedPaths } from '../../recorder/armed/paths.ts';
import { ESLOGGER_JOB, RECORDER_JOB } from '../../recorder/launchd-labels.ts';

export interface ArmedOptions {
  readonly platform: string;
  readonly uid: number | undefined;
  readonly paths: ArmedPaths;
  readonly host: MacHost;
  readonly now: () => number;
}

/** Errors: unsupported-here. */
export function requireRootOnMac({ platform, uid }: Pick<ArmedOptions, 'platform' | 'uid'>): number {
  if (platform !== 'darwin') {
    throw new AppError(
      'unsupported-here',
      'This is not macOS: there is no launchd here, and no eslogger to record with.',
      'See what works here: esdrift doctor',
    );
  }
  if (uid === undefined || uid !== 0)
    throw new AppError(
      'unsupported-here',
      'An armed recording belongs to root.',
      'Run the command again with sudo.',
    );
  return uid;
}

/** Longer than the recorder ever goes without writing its state. */
const STALE_MS = 60_000;

/** Errors: unsupported-here, those of reading the state. */
export async function armedStatus(options: ArmedOptions): Promise<ArmedStatus> {
  requireRootOnMac(options);
  return statusOf(options);
}

export async function statusOf({ paths, host, now }: ArmedOptions): Promise<ArmedStatus> {
  const state = await readArmedState(paths);
  const [recorder, eslogger, disabled] = await Promise.all([
    host.launchdJob(RECORDER_JOB),
    host.launchdJob(ESLOGGER_JOB),
    host.isJobDisabled(RECORDER_JOB),
  ]);
  const recorderJob = valueOf(recorder);
  const runs = recorderJob?.pid !== undefined;
  const phase = phaseOf(state, runs);
  const isStale = state !== undefined && now() - Date.parse(state.progress.updatedAt) > STALE_MS;
  return {
    kind: 'esdrift.armed-status',
    producer: PRODUCER,
    phase,
    folder: paths.folder,
    state: state ?? null,
    jobs: { recorder: recorderJob?.loaded ?? null, eslogger: valueOf(eslogger)?.loaded ?? null },
    warnings: [
      ...(valueOf(disabled) === true && state?.ended === null
        ? [
            `launchd does not start ${RECORDER_JOB}: it is switched off in System Settings → General → Login Items & Extensions.`,
          ]
        : []),
      ...(phase === 'stopped'
        ? [`The recorder does not run. Its messages: ${paths.log}`]
        : isStale && runs
          ? [`The recorder has written nothing into its state since ${state.progress.updatedAt}.`]
          : []),
    ],
  };
}

function phaseOf(state: ArmedState | undefined, runs: boolean): ArmedPhase {
  if (state === undefined) return 'none';
  if (state.ended !== null) return 'ended';
  if (!runs) return 'stopped';
  return state.progress.events === 0 || state.problem !== null ? 'waiting' : 'recording';
}

/** Takes off this Mac what arming put on it. */
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { removeAll } from '../../platform/remove-files.ts';
import { ESLOGGER_JOB, RECORDER_JOB } from '../launchd-labels.ts';
import type { ArmedPaths } from './paths.ts';
import { removeJob } from './remove-job.ts';

/** Whatever works only while recording goes on. The trace and the state stay. Returns what was there. */
export function removeMachinery(paths: ArmedPaths): Promise<readonly string[]> {
  return removeAll([
    paths.recorderPlist,
    paths.esloggerPlist,
    paths.pipe,
    paths.spool,
    paths.messages,
    paths.redactionKey,
    paths.runtime,
  ]);
}

/** Ends both jobs, the recorder first: it says what it has seen before eslogger goes. Returns those that launchd had, and what it would not do. */
export async function endJobs(
  host: MacHost,
  pollMs: number,
): Promise<{ readonly ended: readonly string[]; readonly problems: readonly string[] }> {
  const ended: string[] = [];
  const problems: string[] = [];
  for (const label of [RECORDER_JOB, ESLOGGER_JOB]) {
    const before = await host.launchdJob(label);
    const removed = await removeJob(host, label, pollMs);
    if (!removed.ok) problems.push(`launchd would not end ${label}: ${removed.detail}`);
    else if (before.ok && before.value.loaded) ended.push(`launchd job ${label}`);
  }
  return { ended, problems };
}

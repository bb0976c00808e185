import { setTimeout as pause } from 'node:timers/promises';
import type { MacHost } from '../../platform/macos/mac-host.ts';
import { unread, valueOf, type Reading } from '../../platform/macos/reading.ts';

/** launchd gives a job a minute to end, and answers before it has. */
const PATIENCE_MS = 70_000;

/** Ends a job and waits until launchd has it no more. Fine where it never had it. */
export async function removeJob(host: MacHost, label: string, pollMs: number): Promise<Reading<true>> {
  const asked = await host.unloadJob(label);
  for (let waited = 0; waited <= PATIENCE_MS; waited += pollMs) {
    const job = valueOf(await host.launchdJob(label));
    if (job?.loaded === false) return { ok: true, value: true };
    // Where it cannot be asked, its answer to the order must do.
    if (job === undefined) return asked;
    await pause(pollMs);
  }
  return asked.ok ? unread('timed-out', 'launchd did not end it') : asked;
}

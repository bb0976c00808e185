/** Ends an armed recording, where it has not ended by itself, and hands the trace to the person who asked. */
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { ArmedEnd, ArmedState, Collected } from '../../model/armed.ts';
import type { TraceSummary, UpgradeOutcome } from '../../model/trace.ts';
import { PRODUCER } from '../../model/version.ts';
import { handOver } from '../../platform/hand-over.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import { kindOfPath } from '../../platform/path-kind.ts';
import { checkOutputPath } from '../../platform/files.ts';
import { readArmedState } from '../../recorder/armed/armed-state.ts';
import { openArmedTrace } from '../../recorder/armed/open-trace.ts';
import type { ArmedPaths } from '../../recorder/armed/paths.ts';
import { endJobs } from '../../recorder/armed/stand-down.ts';
import { UpgradeWatch } from '../../recorder/armed/upgrade-watch.ts';
import { openTrace } from '../../trace/reader.ts';
import { refuseSharedFolder } from '../refuse-shared-folder.ts';
import { JOB_POLL_MS, removeArmed } from './disarm.ts';
import { requireRootOnMac, type ArmedOptions } from './status.ts';

export interface CollectOptions extends ArmedOptions {
  readonly out: string | undefined;
  readonly cwd: string;
  readonly force: boolean;
  /** Whose the trace shall be: who called sudo. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  readonly pollMs?: number;
}

/**
 * Errors: unsupported-here; no-events where nothing is armed or nothing was recorded; output-exists, output-unwritable (then the recording stays where it is).
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const uid = requireRootOnMac(options);
  const { paths, host } = options;
  const pollMs = options.pollMs ?? JOB_POLL_MS;
  const state = await readArmedState(paths);
  if (state === undefined) throw nothingArmed();
  const path = options.out ?? join(options.cwd, nameOf(state));
  await refuseSharedFolder(path, uid);
  await checkOutputPath(path, { force: options.force });
  const { problems } = await endJobs(host, pollMs);
  if (problems[0] !== undefined)
    throw new AppError('unsupported-here', `${problems[0]}.`, 'Restart the Mac, and run the command again.');
  const end = await ensureClosed(options, (await readArmedState(paths)) ?? state);
  const summary = await summaryOf(paths);
  const bytes = await handOver(paths.trace, path, { force: options.force, owner: options.owner });
  const removed = await removeArmed(paths, host, pollMs);
  const { builds } = state.progress;
  return {
    kind: 'esdrift.collected',
    producer: PRODUCER,
    path,
    id: summary.id,
    bytes,
    events: summary.events,
    segments: summary.segments.length,
    lost: summary.segments.reduce((sum, { lost }) => sum + lost, 0),
    reason: end.reason,
    outcome: end.outcome,
    from: state.armedOn,
    to: builds.at(-1) ?? state.armedOn,
    removed,
  };
}

interface End {
  readonly reason: ArmedEnd;
  readonly outcome: UpgradeOutcome;
}

/** The trace, closed: by the recorder when the upgrade had settled, or else here. */
async function ensureClosed({ paths, host, now }: CollectOptions, state: ArmedState): Promise<End> {
  const watch = new UpgradeWatch(state.plan, state.progress);
  const os = valueOf(await host.osVersion());
  if (os !== undefined) watch.start(os, false);
  const { from = state.armedOn, running: to = state.armedOn, outcome } = watch;
  const end = state.ended ?? { reason: 'collected', outcome };
  if ((await kindOfPath(paths.trace)) === 'file') return end;
  const refuse = () => {
    throw nothingRecorded(state);
  };
  if ((await kindOfPath(`${paths.trace}.partial`)) === 'none') refuse();
  const { writer } = await openArmedTrace(paths, refuse, 'collected');
  writer.record({ kind: 'upgrade-outcome', outcome, from, to, time: new Date(now()).toISOString() });
  await writer.close('collected');
  return end;
}

async function summaryOf(paths: ArmedPaths): Promise<TraceSummary & { readonly id: string }> {
  await using reader = await openTrace(paths.trace);
  return { ...reader.summary, id: reader.header.id };
}

/** `macos-26.1-25B78--26.2-25C56.ota.jsonl.zst`: what it was, and what it became. */
function nameOf({ armedOn, plan, progress }: ArmedState): string {
  const to = progress.builds.at(-1) ?? armedOn;
  const word = (text: string) => text.replace(/[^A-Za-z0-9.]/g, '_');
  const version = (os: typeof armedOn) => `${word(os.productVersion)}-${word(os.buildVersion)}`;
  const versions =
    to.buildVersion === armedOn.buildVersion ? version(armedOn) : `${version(armedOn)}--${version(to)}`;
  return `macos-${versions}.${plan.method}.jsonl.zst`;
}

function nothingArmed(): AppError {
  return new AppError(
    'no-events',
    'Nothing is armed on this Mac.',
    'Arm a recording: sudo esdrift arm --method ota',
  );
}

function nothingRecorded({ problem }: ArmedState): AppError {
  return new AppError(
    'no-events',
    `Nothing was recorded.${problem === null ? '' : ` ${problem.message}`}`,
    problem?.hint ?? 'See why: sudo esdrift status. Take it off this Mac: sudo esdrift disarm',
  );
}

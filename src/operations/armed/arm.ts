/** Arms one recording across restarts: everything is checked first, and taken off again where the first event does not come for want of a permission. */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { ArmedPlan, ArmedState, ArmedStatus } from '../../model/armed.ts';
import type { OsVersion } from '../../model/trace.ts';
import { writeFileSafely } from '../../platform/files.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import { kindOfPath } from '../../platform/path-kind.ts';
import { makeOwnFolder, refuseDistrusted } from '../../platform/trusted-path.ts';
import { newArmedState, readArmedState, writeArmedState } from '../../recorder/armed/armed-state.ts';
import { recorderPlist } from '../../recorder/armed/jobs.ts';
import type { ArmedPaths } from '../../recorder/armed/paths.ts';
import { writeRedactionKey } from '../../recorder/armed/redaction-key.ts';
import { installRuntime, type RuntimeSource } from '../../recorder/armed/runtime.ts';
import { doctor } from '../doctor/doctor.ts';
import { JOB_POLL_MS, removeArmed } from './disarm.ts';
import { requireRootOnMac, statusOf, type ArmedOptions } from './status.ts';

export interface ArmOptions extends ArmedOptions {
  readonly pid: number;
  readonly nodeVersion: string;
  readonly nodeArch: string;
  readonly plan: ArmedPlan;
  readonly runtime: RuntimeSource;
  /** Of whoever may own the files: root, but in tests. */
  readonly owner?: number;
  /** How long the first event may take. */
  readonly waitMs?: number;
  readonly pollMs?: number;
  readonly dataVolume?: string;
}

const WAIT_MS = 30_000;
/** launchd takes no property list that others may write; everybody may read this one. */
const PLIST_MODE = 0o644;

/** Errors: unsupported-here, with what stands in the way; usage where something is armed; output-unwritable where a folder cannot be trusted. */
export async function arm(options: ArmOptions): Promise<ArmedStatus> {
  requireRootOnMac(options);
  const { paths, host } = options;
  await refuseArmed(paths);
  const os = await readyMac(options);
  const pollMs = options.pollMs ?? JOB_POLL_MS;
  await refuseDistrusted(paths.daemonsFolder, ownerOf(options));
  await makeOwnFolder(paths.folder, ownerOf(options));
  try {
    await install(options, os);
    const state = await firstEvent(options, pollMs);
    if (state.progress.events === 0 && state.problem !== null)
      throw new AppError('unsupported-here', state.problem.message, state.problem.hint);
  } catch (error) {
    await removeArmed(paths, host, pollMs).catch(() => undefined);
    throw error;
  }
  return statusOf(options);
}

const ownerOf = ({ owner = 0 }: ArmOptions): number => owner;

async function refuseArmed({ folder, state, recorderPlist: plist }: ArmedPaths): Promise<void> {
  const kinds = await Promise.all([folder, state, plist].map(kindOfPath));
  if (kinds.every((kind) => kind === 'none')) return;
  const isArmed = kinds[1] !== 'none';
  throw new AppError(
    'usage',
    isArmed
      ? 'A recording is armed on this Mac already, or waits to be collected.'
      : `Something is left of an earlier recording: ${kinds[0] === 'none' ? plist : folder}.`,
    isArmed
      ? 'See how it does: sudo esdrift status. Take it: sudo esdrift collect --out FILE'
      : 'Take it off this Mac: sudo esdrift disarm',
  );
}

/** Everything doctor looks at, but whether eslogger may record: the LaunchDaemon itself is asked that. */
async function readyMac(options: ArmOptions): Promise<OsVersion> {
  const { platform, uid, pid, nodeVersion, nodeArch, host, now, plan } = options;
  const { checks } = await doctor({
    platform,
    uid,
    pid,
    nodeVersion,
    nodeArch,
    now: new Date(now()),
    events: plan.events,
    host,
    tries: false,
    ...(options.dataVolume !== undefined && { dataVolume: options.dataVolume }),
  });
  const [failed] = checks.filter(({ level }) => level === 'fail');
  if (failed !== undefined)
    throw new AppError(
      'unsupported-here',
      failed.found,
      failed.remedy ?? 'See all of it: sudo esdrift doctor',
    );
  const os = valueOf(await host.osVersion());
  if (os !== undefined) return { productVersion: os.productVersion, buildVersion: os.buildVersion };
  throw new AppError(
    'unsupported-here',
    'Which macOS this is could not be read, so a change of it could not be seen.',
    'Run /usr/bin/sw_vers: it should print product and build version.',
  );
}

async function install(options: ArmOptions, os: OsVersion): Promise<void> {
  const { paths, host, plan, runtime, now } = options;
  const owner = ownerOf(options);
  const entry = await installRuntime(runtime, paths, owner);
  await writeRedactionKey(paths.redactionKey);
  await writeArmedState(paths, newArmedState(plan, os, new Date(now()).toISOString()));
  for (const path of [host.tools.eslogger, paths.node, entry]) await refuseDistrusted(path, owner);
  await writeFileSafely(paths.recorderPlist, recorderPlist(paths, entry), { force: false, mode: PLIST_MODE });
  await refuseDistrusted(paths.recorderPlist, owner);
  const loaded = await host.loadJob(paths.recorderPlist);
  if (loaded.ok) return;
  throw new AppError(
    'unsupported-here',
    `launchd did not take the job: ${loaded.detail}`,
    'Allow esdrift in System Settings → General → Login Items & Extensions, then run the command again.',
  );
}

/** The state as soon as an event came, or as the recorder says why none does, or after a while. */
async function firstEvent({ paths, waitMs = WAIT_MS }: ArmOptions, pollMs: number): Promise<ArmedState> {
  for (let waited = 0; ; waited += pollMs) {
    const state = await readArmedState(paths);
    if (state === undefined) throw new AppError('bug', 'The state is gone.', 'Please report this.');
    if (state.progress.events > 0 || state.problem !== null || waited >= waitMs) return state;
    await pause(pollMs);
  }
}

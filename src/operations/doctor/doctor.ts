/** Can this machine record? Every check, in the order in which a person would put things right. */
import type { DoctorCheck, DoctorReport } from '../../model/doctor.ts';
import { PRODUCER } from '../../model/version.ts';
import { openMacHost, type MacHost } from '../../platform/macos/mac-host.ts';
import { ancestry } from '../../platform/macos/processes.ts';
import { valueOf } from '../../platform/macos/reading.ts';
import { ESLOGGER_JOB, RECORDER_JOB } from '../../recorder/launchd-labels.ts';
import { describeResponsible, launchContextOf } from '../../recorder/launch-context.ts';
import { tryEslogger } from '../../recorder/permission-trial.ts';
import { selectEvents } from '../../recorder/presets.ts';
import { zstdEngine } from '../../platform/zstd.ts';
import { fail, ok, warn } from './check.ts';
import {
  checkEslogger,
  checkEvents,
  checkFullDiskAccess,
  checkJobs,
  checkRecorders,
  checkRoot,
  type Permission,
} from './recording-checks.ts';
import { checkClock, checkDisk, checkFileVault, checkMacos, checkPower } from './system-checks.ts';

export interface DoctorOptions {
  /** As the runtime names it. */
  readonly platform: string;
  readonly nodeVersion: string;
  /** The runtime's own architecture: `x64` on an arm64 Mac is Rosetta. */
  readonly nodeArch: string;
  /** Undefined where the system has no users. */
  readonly uid: number | undefined;
  readonly pid: number;
  readonly now: Date;
  /** Presets and event names, as `record --events` takes them. */
  readonly events: string;
  /** Tests hand in a Mac of their own. */
  readonly host?: MacHost;
  readonly trialMs?: number;
  /** Whether eslogger is started to see if it may record: it would be asked for whoever runs this, not for a LaunchDaemon. Default yes. */
  readonly tries?: boolean;
  readonly dataVolume?: string;
}

const DATA_VOLUME = '/System/Volumes/Data';
/** Longer than an idle Mac ever takes; the first event ends the wait. */
const TRIAL_MS = 10_000;
/** What a program that does nothing causes. */
const TRIAL_EVENTS = ['exec', 'exit'];

export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const runtime = [checkNode(options, undefined), await checkZstd()];
  if (options.platform !== 'darwin') return report(options, null, [notAMac(options.platform), ...runtime]);
  const host = options.host ?? openMacHost();
  const [os, kernel, sip, offered, processes, space, networkTime, power, fileVault, managed] =
    await Promise.all([
      host.osVersion(),
      host.kernel(),
      host.systemIntegrityProtection(),
      host.offeredEvents(),
      host.processes(),
      host.diskSpace(options.dataVolume ?? DATA_VOLUME),
      host.networkTime(),
      host.power(),
      host.fileVault(),
      host.managed(),
    ]);
  const jobs = await Promise.all(
    [ESLOGGER_JOB, RECORDER_JOB].map(async (label) => ({
      label,
      job: await host.launchdJob(label),
      disabled: await host.isJobDisabled(label),
    })),
  );
  const ancestors = ancestry(valueOf(processes) ?? [], options.pid);
  const context = launchContextOf(ancestors);
  const permission = await tryPermission(
    options,
    host,
    offered.ok ? offered.value : undefined,
    !offered.ok && offered.reason === 'missing',
  );
  return report(options, describeResponsible(context), [
    checkMacos({ os, kernel, sip }),
    checkEslogger(host.tools.eslogger, offered),
    checkEvents(options.events, selectEvents(options.events, valueOf(offered)), offered),
    checkRoot(options.uid),
    checkFullDiskAccess(permission, context, managed),
    checkDisk(space),
    checkRecorders(processes, new Set(ancestors.map(({ pid }) => pid))),
    checkJobs(jobs),
    checkClock(networkTime, kernel, options.now),
    checkPower(power),
    checkFileVault(fileVault),
    checkNode(options, valueOf(kernel)?.arch),
    ...runtime.slice(1),
  ]);
}

async function tryPermission(
  options: DoctorOptions,
  host: MacHost,
  offered: readonly string[] | undefined,
  missing: boolean,
): Promise<Permission> {
  if (missing) return { kind: 'no-eslogger' };
  if (options.uid !== 0 || options.tries === false) return { kind: 'not-tried' };
  const events = TRIAL_EVENTS.filter((name) => offered?.includes(name) ?? true);
  return tryEslogger(host.tools.eslogger, {
    events: events.length > 0 ? events : (offered ?? []),
    provoke: () => host.runNothing(),
    waitMs: options.trialMs ?? TRIAL_MS,
  });
}

function notAMac(platform: string): DoctorCheck {
  const name = platform === 'linux' ? 'Linux' : platform === 'win32' ? 'Windows' : platform;
  return fail(
    'macos',
    `This is ${name}. Endpoint Security, and eslogger with it, exist on macOS only.`,
    'Record on a Mac, bring the trace here, and go on with: esdrift trace info TRACE',
  );
}

function checkNode(
  { nodeVersion, nodeArch }: DoctorOptions,
  macArch: 'arm64' | 'x86_64' | undefined,
): DoctorCheck {
  if (macArch === 'arm64' && nodeArch === 'x64') {
    return warn(
      'node',
      `Node ${nodeVersion} for Intel, under Rosetta.`,
      'Use a Node for Apple silicon: what it starts may run under Rosetta too, where mach_time has another scale.',
    );
  }
  return ok('node', `Node ${nodeVersion}, ${nodeArch}`);
}

async function checkZstd(): Promise<DoctorCheck> {
  const engine = await zstdEngine();
  if (engine.name === 'native') return ok('zstd', 'the one built into Node');
  return warn(
    'zstd',
    'zstd 1.3.6 as WebAssembly, which is several times slower.',
    'Use Node 22.15 or newer: it has zstd built in.',
  );
}

function report(
  options: DoctorOptions,
  responsible: string | null,
  checks: readonly DoctorCheck[],
): DoctorReport {
  return {
    kind: 'esdrift.doctor',
    producer: PRODUCER,
    platform: options.platform,
    canRecord: checks.every(({ level }) => level !== 'fail'),
    responsible,
    checks,
  };
}

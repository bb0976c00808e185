/**
 * The two launchd jobs of an armed recording.
 *
 * Full Disk Access is asked of whoever macOS holds *responsible*, and for a LaunchDaemon that is its own program. A grant follows the code signature: given
 * to node it would hold for every script that any officially signed node runs. So eslogger is the program of a job of its own, and the grant is for Apple's
 * eslogger alone; the recorder, which reads what that writes, needs none. Each job has a process group of its own, so that eslogger hides nobody's events.
 */
import type { Transport } from '../../model/armed.ts';
import { TOOL_ENVIRONMENT } from '../../platform/macos/run-tool.ts';
import { esloggerArguments } from '../eslogger-process.ts';
import { ESLOGGER_JOB, RECORDER_JOB } from '../launchd-labels.ts';
import type { ArmedPaths } from './paths.ts';
import { propertyList } from '../../model/property-list.ts';

/** Owner only: what they write is not for others. */
const UMASK = 0o077;
/** Without it launchd waits 10 seconds before it starts a job again. */
const THROTTLE_SECONDS = 1;
/** Between SIGTERM and SIGKILL, also when the Mac shuts down. */
const EXIT_SECONDS = 60;

/** Loaded by the recorder, which ends and starts it as it needs; launchd never starts it by itself again. */
export function esloggerPlist(
  paths: ArmedPaths,
  eslogger: string,
  events: readonly string[],
  transport: Transport,
): string {
  return propertyList({
    Label: ESLOGGER_JOB,
    ProgramArguments: [eslogger, ...esloggerArguments({ events })],
    RunAtLoad: true,
    KeepAlive: false,
    ProcessType: 'Interactive',
    ExitTimeOut: EXIT_SECONDS,
    Umask: UMASK,
    WorkingDirectory: '/',
    EnvironmentVariables: TOOL_ENVIRONMENT,
    StandardOutPath: transport === 'pipe' ? paths.pipe : paths.spool,
    StandardErrorPath: paths.messages,
  });
}

/** Started at every boot, and again where it fails; an orderly end of its own is the end of the recording. */
export function recorderPlist(paths: ArmedPaths, entry: string): string {
  return propertyList({
    Label: RECORDER_JOB,
    ProgramArguments: [paths.node, entry],
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ProcessType: 'Interactive',
    ThrottleInterval: THROTTLE_SECONDS,
    ExitTimeOut: EXIT_SECONDS,
    Umask: UMASK,
    WorkingDirectory: '/',
    EnvironmentVariables: TOOL_ENVIRONMENT,
    StandardOutPath: paths.log,
    StandardErrorPath: paths.log,
  });
}

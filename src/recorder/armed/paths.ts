import { join } from 'node:path';
import { RECORDER_JOB } from '../launchd-labels.ts';

/** Where an armed recording lives. Every one of these belongs to root, and nobody else may enter the folder. */
export interface ArmedPaths {
  readonly folder: string;
  readonly state: string;
  /** Its name while it grows ends in `.partial`. */
  readonly trace: string;
  /** The key of the pseudonyms, so that they are the same in all segments. Gone when the recording ends. */
  readonly redactionKey: string;
  readonly pipe: string;
  readonly spool: string;
  /** What eslogger says on stderr. */
  readonly messages: string;
  readonly log: string;
  readonly esloggerPlist: string;
  readonly runtime: string;
  readonly node: string;
  readonly program: string;
  readonly daemonsFolder: string;
  readonly recorderPlist: string;
}

const FOLDER = '/Library/Application Support/esdrift';
const DAEMONS_FOLDER = '/Library/LaunchDaemons';

/** Other folders are for tests. */
export function armedPaths(folder = FOLDER, daemonsFolder = DAEMONS_FOLDER): ArmedPaths {
  const runtime = join(folder, 'runtime');
  return {
    folder,
    state: join(folder, 'state.json'),
    trace: join(folder, 'recording.jsonl.zst'),
    redactionKey: join(folder, 'redaction.key'),
    pipe: join(folder, 'eslogger.pipe'),
    spool: join(folder, 'eslogger.spool'),
    messages: join(folder, 'eslogger.messages'),
    log: join(folder, 'recorder.log'),
    // Not among the LaunchDaemons: its list of events is made anew at every boot, before launchd sees it.
    esloggerPlist: join(folder, 'esdrift.eslogger.plist'),
    runtime,
    node: join(runtime, 'node'),
    program: join(runtime, 'program'),
    daemonsFolder,
    recorderPlist: join(daemonsFolder, `${RECORDER_JOB}.plist`),
  };
}

import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { duration } from '../limit-flags.ts';
import type { ArmedStatus } from '../model/armed.ts';
import { arm } from '../operations/armed/arm.ts';
import { thisMac } from '../operations/armed/this-mac.ts';
import { parseLabels } from '../operations/trace-facts.ts';
import { packageFile } from '../package-root.ts';
import { DISK_FLOOR_BYTES, recordingFlags, RECORDED_METHODS } from '../recording-flags.ts';
import { renderArmed } from '../report/armed.ts';
import { terminalOf } from '../report/terminal.ts';

const HOUR_MS = 3_600_000;

export default class Arm extends BaseCommand {
  static override summary = 'Record this Mac over every restart, until its upgrade is over';
  static override description =
    'Installs a LaunchDaemon that records one segment in every boot into one trace, and says what was not seen in between. It checks first what `esdrift ' +
    'doctor` checks, and goes away again if no recording is possible. It ends by itself when another build of macOS has run for a while, at a deadline, or ' +
    'before the disk is full; then `esdrift collect` hands out the trace. Full Disk Access is needed by /usr/bin/eslogger alone. root runs a copy of node that ' +
    'only root can change; `esdrift disarm` and `esdrift collect` remove everything again. Times are counted while the Mac is awake.';
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %> --method ota',
    'sudo <%= config.bin %> <%= command.id %> --method full-installer --label initiator=cli --settle 30m',
  ];

  static override flags = {
    method: Flags.option({
      options: RECORDED_METHODS,
      required: true,
      summary: 'How the Mac will be upgraded; control: it will not.',
    })(),
    ...recordingFlags,
    settle: duration({ summary: 'How long another build must have run. [default: 20m]' }),
    deadline: duration({ summary: 'End after so long in any case. [default: 48h]' }),
    node: Flags.string({
      helpValue: 'FILE',
      summary: 'The node to copy for the LaunchDaemon. [default: the one that runs this]',
    }),
  };

  async run(): Promise<ArmedStatus> {
    const { flags } = await this.parse(Arm);
    const status = await arm({
      ...thisMac(),
      pid: process.pid,
      nodeVersion: process.versions.node,
      nodeArch: process.arch,
      plan: {
        method: flags.method,
        labels: parseLabels(flags.label ?? []),
        events: flags.events,
        redact: flags.redact,
        sync: flags.sync,
        settleMs: flags.settle ?? HOUR_MS / 3,
        deadlineMs: flags.deadline ?? 48 * HOUR_MS,
        maxBytes: flags['max-size'] ?? null,
        diskFloorBytes: flags['disk-floor'] ?? DISK_FLOOR_BYTES,
      },
      runtime: {
        node: flags.node ?? process.execPath,
        program: packageFile('dist/daemon'),
        entry: 'recorder-daemon.mjs',
      },
    });
    return this.finish({
      document: status,
      text: renderArmed(status, terminalOf(process.stdout, process.env)),
    });
  }
}

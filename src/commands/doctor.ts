import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { EXIT } from '../exit-codes.ts';
import type { DoctorReport } from '../model/doctor.ts';
import { doctor } from '../operations/doctor/doctor.ts';
import { renderDoctor } from '../report/doctor.ts';
import { terminalOf } from '../report/terminal.ts';

export default class Doctor extends BaseCommand {
  static override summary = 'Say whether this machine can record, and what to do if not';
  static override description =
    'Looks at macOS, eslogger and the events it offers, root, Full Disk Access (and who needs it), disk, other recorders, clock, power, ' +
    'FileVault and the runtime. As root it starts eslogger for a moment: nothing else tells for certain whether it may record. Ends with 6 where ' +
    'recording is not possible.';
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json | jq \'.checks[] | select(.level != "ok")\'',
  ];

  static override flags = {
    events: Flags.string({
      default: 'upgrade',
      description: 'Presets (lifecycle, upgrade, full) or event names, separated by commas.',
      helpValue: 'PRESET|LIST',
    }),
  };

  async run(): Promise<DoctorReport> {
    const { flags } = await this.parse(Doctor);
    const report = await doctor({
      platform: process.platform,
      nodeVersion: process.versions.node,
      nodeArch: process.arch,
      uid: process.getuid?.(),
      pid: process.pid,
      now: new Date(),
      events: flags.events,
    });
    return this.finish({
      document: report,
      text: renderDoctor(report, terminalOf(process.stdout, process.env)),
      exitCode: report.canRecord ? EXIT.ok : EXIT.unable,
    });
  }
}

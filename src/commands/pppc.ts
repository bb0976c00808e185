import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import type { PppcWritten } from '../model/pppc.ts';
import { writePppc } from '../operations/pppc.ts';
import { renderPppc } from '../report/pppc.ts';

export default class Pppc extends BaseCommand {
  static override summary = 'Write the profile with which an MDM gives eslogger Full Disk Access';
  static override description =
    'A Privacy Preferences Policy Control profile (.mobileconfig) for /usr/bin/eslogger as a job of launchd, which is all that `esdrift arm` needs; not for ' +
    '`esdrift record`, where the terminal or SSH needs the access. It works only when a user-approved MDM delivers it: macOS ignores one that is installed by ' +
    'hand. The same identifier gives the same file, UUIDs included. The code requirement it holds by itself is what Apple’s own tools have, and was never seen ' +
    'for eslogger: compare it with what codesign says on a Mac, or give that.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --out eslogger.mobileconfig --organization Example',
    `<%= config.bin %> <%= command.id %> --out eslogger.mobileconfig --code-requirement "$(codesign -dr - /usr/bin/eslogger 2>/dev/null | grep 'designated =>')"`,
  ];

  static override flags = {
    out: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      summary: 'Profile to write (.mobileconfig).',
    }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
    'code-requirement': Flags.string({
      helpValue: 'TEXT',
      summary: 'What `codesign -dr - /usr/bin/eslogger` says on your Macs.',
    }),
    identifier: Flags.string({
      default: 'esdrift.eslogger.full-disk-access',
      helpValue: 'NAME',
      summary: 'Of the profile: an MDM replaces one by the next of the same name.',
    }),
    organization: Flags.string({ helpValue: 'NAME', summary: 'Who it is from.' }),
  };

  async run(): Promise<PppcWritten> {
    const { flags } = await this.parse(Pppc);
    const written = await writePppc({
      out: flags.out,
      force: flags.force,
      payloadIdentifier: flags.identifier,
      organization: flags.organization,
      codeRequirement: flags['code-requirement'],
    });
    return this.finish({ document: written, text: renderPppc(written) });
  }
}

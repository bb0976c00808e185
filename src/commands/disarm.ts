import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import type { Disarmed } from '../model/armed.ts';
import { disarm } from '../operations/armed/disarm.ts';
import { thisMac } from '../operations/armed/this-mac.ts';
import { renderDisarmed } from '../report/armed.ts';

export default class Disarm extends BaseCommand {
  static override summary = 'Take an armed recording off this Mac';
  static override description =
    'Ends the launchd jobs and removes all files that `esdrift arm` made, and says which. It keeps nothing, so where something was recorded it wants ' +
    '`--discard`; `esdrift collect` takes the trace and removes the rest as well.';
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %>',
    'sudo <%= config.bin %> <%= command.id %> --discard',
  ];

  static override flags = {
    discard: Flags.boolean({ summary: 'Remove what was recorded as well.' }),
  };

  async run(): Promise<Disarmed> {
    const { flags } = await this.parse(Disarm);
    const disarmed = await disarm({ ...thisMac(), discard: flags.discard });
    return this.finish({ document: disarmed, text: renderDisarmed(disarmed) });
  }
}

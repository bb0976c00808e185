import { BaseCommand } from '../base-command.ts';
import type { ArmedStatus } from '../model/armed.ts';
import { armedStatus } from '../operations/armed/status.ts';
import { thisMac } from '../operations/armed/this-mac.ts';
import { renderStatus } from '../report/armed.ts';
import { terminalOf } from '../report/terminal.ts';

export default class Status extends BaseCommand {
  static override summary = 'Say how an armed recording does';
  static override description =
    'Shows what `esdrift arm` left on this Mac: what was recorded over how many restarts, on which builds, whether the upgrade has settled, and what keeps it ' +
    'from recording. Needs root; changes nothing.';
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %>',
    'sudo <%= config.bin %> <%= command.id %> --json | jq -r .phase',
  ];

  async run(): Promise<ArmedStatus> {
    await this.parse(Status);
    const status = await armedStatus(thisMac());
    return this.finish({
      document: status,
      text: renderStatus(status, terminalOf(process.stdout, process.env)),
    });
  }
}

import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import type { Collected } from '../model/armed.ts';
import { collect } from '../operations/armed/collect.ts';
import { callerOf, thisMac } from '../operations/armed/this-mac.ts';
import { renderCollected } from '../report/armed.ts';
import { terminalOf } from '../report/terminal.ts';

export default class Collect extends BaseCommand {
  static override summary = 'End an armed recording and take its trace';
  static override description =
    'Ends the recording where it still goes on, closes the trace, copies it out for whoever called sudo, and removes everything that `esdrift arm` put on this ' +
    'Mac. If the copy fails, the recording stays where it is.';
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %>',
    'sudo <%= config.bin %> <%= command.id %> --out ~/recordings/macos-26.3.jsonl.zst',
  ];

  static override flags = {
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      summary: 'Trace to write. [default: named after the builds and the method, here]',
    }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
  };

  async run(): Promise<Collected> {
    const { flags } = await this.parse(Collect);
    const collected = await collect({
      ...thisMac(),
      out: flags.out,
      cwd: '.',
      force: flags.force,
      owner: callerOf(process.env),
    });
    return this.finish({
      document: collected,
      text: renderCollected(collected, terminalOf(process.stdout, process.env)),
    });
  }
}

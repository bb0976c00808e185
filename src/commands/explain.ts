import * as Args from '@oclif/core/args';
import { BaseCommand } from '../base-command.ts';
import type { Explanation } from '../model/explanation.ts';
import { explain } from '../operations/explain/explain.ts';
import { renderExplanation } from '../report/explanation.ts';
import { terminalOf } from '../report/terminal.ts';

export default class Explain extends BaseCommand {
  static override summary = 'Say what a change, an error or a word of a report means';
  static override description =
    'One page: what it means, how it is decided, what to do. Without a term it lists all pages.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> program-resigned',
    '<%= config.bin %> <%= command.id %> 3',
  ];

  static override args = {
    term: Args.string({
      description: 'Change kind, error code, severity, certainty, verdict, stage or exit code.',
    }),
  };

  async run(): Promise<Explanation> {
    const { args } = await this.parse(Explain);
    const document = explain(args.term);
    return this.finish({
      document,
      text: renderExplanation(document, terminalOf(process.stdout, process.env)),
    });
  }
}

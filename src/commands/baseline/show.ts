import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import { FACT_KINDS, type FactSetDocument } from '../../model/facts.ts';
import { showBaseline } from '../../operations/baseline-show.ts';
import { renderBaseline } from '../../report/baseline.ts';
import { terminalOf } from '../../report/terminal.ts';

export default class BaselineShow extends BaseCommand {
  static override summary = 'Say what a baseline holds, and how well it is supported';
  static override description =
    'Its recordings, what they covered and lost, how many facts of each kind, and the programs with the runs that show them. ' +
    'A filter lists the facts it chooses. --json prints the document, cut to those facts.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ota.baseline.json',
    "<%= config.bin %> <%= command.id %> ota.baseline.json --program '*UpdateBrainService' --kind file",
    '<%= config.bin %> <%= command.id %> ota.baseline.json --kind handoff --min-support 5',
  ];

  static override args = {
    baseline: Args.string({ required: true, description: 'Baseline or profile.' }),
  };

  static override flags = {
    program: Flags.string({ helpValue: 'GLOB', summary: 'Facts of programs whose key matches.' }),
    kind: Flags.option({
      options: FACT_KINDS,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Facts of this kind; may be repeated.',
    })(),
    'min-support': Flags.integer({
      min: 1,
      helpValue: 'RUNS',
      summary: 'Facts that at least so many runs show.',
    }),
    noise: Flags.boolean({
      summary:
        'Hold each run against the others again, and name what raises false alarms and what would calm it.',
    }),
  };

  async run(): Promise<FactSetDocument> {
    const { args, flags } = await this.parse(BaselineShow);
    const { document, view } = await showBaseline({
      path: args.baseline,
      program: flags.program,
      kinds: flags.kind,
      minSupport: flags['min-support'],
      noise: flags.noise,
    });
    return this.finish({ document, text: renderBaseline(view, terminalOf(process.stdout, process.env)) });
  }
}

import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { SignalsGenerated } from '../../model/signal-generate.ts';
import { exitOfGenerated, generateSignals } from '../../operations/signal-generate.ts';
import { renderSignalsGenerated } from '../../report/signals-generated.ts';
import { terminalOf } from '../../report/terminal.ts';

export default class SignalsGenerate extends BaseCommand {
  static override summary = 'Make detection rules of recordings, and prove them';
  static override description =
    'Chooses signals of independent programs, so that no single change silences a rule: what every upgrade shows and no control does, and ' +
    'what tells the methods apart. Each upgrade is left out once, rules are made of the others and tried on it; then the rules are tried on ' +
    'all recordings. Rules that miss an upgrade or fire on anything else are told and not written.\n\nEnds with 0 when the rules hold, 1 when they do not, ' +
    '3 when the recordings carry none.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst --out mine.rules.json',
    '<%= config.bin %> detect upgrade.jsonl.zst --rules mine.rules.json',
  ];
  static override strict = false;

  static override args = {
    trace: Args.string({ required: true, description: 'Recordings of upgrades, and some without.' }),
  };

  static override flags = {
    out: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE',
      summary: 'Rules to write (.rules.json).',
    }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
    name: Flags.string({ default: 'generated', helpValue: 'NAME', summary: 'What the set calls itself.' }),
    'allow-synthetic': Flags.boolean({ summary: 'Take synthetic recordings together with real ones.' }),
  };

  async run(): Promise<SignalsGenerated> {
    const { argv, flags } = await this.parse(SignalsGenerate);
    const result = await generateSignals({
      ...this.watchProgress(),
      inputs: argv.map(String),
      out: flags.out,
      force: flags.force,
      name: flags.name,
      allowSynthetic: flags['allow-synthetic'],
    });
    return this.finish({
      document: result,
      text: renderSignalsGenerated(result, terminalOf(process.stdout, process.env)),
      exitCode: exitOfGenerated(result),
    });
  }
}

import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import { EXPORT_TARGETS, type RulesExported } from '../../model/rules-export.ts';
import { loadRules } from '../../operations/rules-file.ts';
import { exitOfExport, exportSignals } from '../../operations/signal-export.ts';
import { exportNotes, renderRulesExported } from '../../report/rules-exported.ts';

export default class SignalsExport extends BaseCommand {
  static override summary = 'Write detection rules in the language of another tool';
  static override description =
    'Sigma (specification 2.1, with correlations), osquery SQL, Elastic EQL over what Elastic Defend reports, or a configuration of Santa. ' +
    'What that language cannot say is told on standard error and in the file, with what it does to the rule: narrower (it misses more), broader (it ' +
    'fires on more), or the same. A signal is never made broader by leaving a condition out: it is left out whole. A rule whose quorum or ' +
    'needs cannot be met any more is refused, with the reason.\n\nEnds with 0; with 3 when a rule that --rule names was refused, or nothing is left.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --to sigma --out ours.sigma.yml',
    '<%= config.bin %> <%= command.id %> --to osquery --rules mine.rules.json --out osquery/',
    '<%= config.bin %> <%= command.id %> --to eql --rule update-staged --strict',
  ];

  static override flags = {
    to: Flags.option({ options: EXPORT_TARGETS, required: true })({ summary: 'Language to write.' }),
    rules: Flags.string({ helpValue: 'FILE', summary: 'Rules to export. [default: the built-in ones]' }),
    rule: Flags.string({ multiple: true, helpValue: 'ID', summary: 'Only this rule; can be repeated.' }),
    strict: Flags.boolean({ summary: 'Refuse rules that would fire on more than here.' }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE or DIR/',
      summary: 'Write into one file, or one file a rule into a folder.',
    }),
    force: Flags.boolean({ summary: 'Replace files that are there.' }),
  };

  async run(): Promise<RulesExported> {
    const { flags } = await this.parse(SignalsExport);
    const { rule: only = [] } = flags;
    const result = await exportSignals({
      target: flags.to,
      rules: await loadRules(flags.rules),
      only,
      isStrict: flags.strict,
      out: flags.out,
      force: flags.force,
    });
    for (const line of exportNotes(result)) this.note(line);
    return this.finish({
      document: result,
      text:
        flags.out === undefined
          ? result.files.map(({ text }) => text).join('\n')
          : renderRulesExported(result),
      exitCode: exitOfExport(result, only),
    });
  }
}

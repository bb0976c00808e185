import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { BaselineCreatedDocument } from '../../model/baseline-view.ts';
import { createBaseline } from '../../operations/baseline-create.ts';
import { createdDocument } from '../../operations/baseline-show.ts';
import { renderBaselineCreated } from '../../report/baseline.ts';
import { terminalOf } from '../../report/terminal.ts';

export default class BaselineCreate extends BaseCommand {
  static override summary = 'Make a baseline of recordings of the same kind of upgrade';
  static override description =
    'Reads traces and profiles one at a time and merges what they show into one file, to be reviewed and committed. Every fact keeps ' +
    'its count in each run, so the file can be merged again with further runs. Recordings without an upgrade, named with --control, ' +
    'tell what is background. Each run is held against the others, to say how often the baseline would raise a false alarm and ' +
    'whether one more recording would change it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> traces/macos-26.1-*.ota.arm64.run-*.jsonl.zst -o baselines/macos-26.2.ota.arm64.baseline.json',
    '<%= config.bin %> <%= command.id %> run-*.jsonl.zst --control idle-1.jsonl.zst --control idle-2.jsonl.zst -o ota.baseline.json',
    '<%= config.bin %> <%= command.id %> ota.baseline.json run-6.jsonl.zst -o ota.baseline.json --force',
  ];
  static override strict = false;

  static override args = {
    trace: Args.string({ description: 'Traces, profiles or baselines.' }),
  };

  static override flags = {
    out: Flags.string({ char: 'o', required: true, helpValue: 'FILE', summary: 'Baseline to write.' }),
    control: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TRACE',
      summary:
        'Recording without an upgrade: what it shows is background. May be repeated; a trace imported as a control is one by itself.',
    }),
    force: Flags.boolean({ summary: 'Replace the baseline if it is there.' }),
    'allow-synthetic': Flags.boolean({ summary: 'Take synthetic and recorded runs into one baseline.' }),
    mixed: Flags.boolean({
      summary:
        'Take runs of different methods, scopes, processors, kinds of Mac or initiators into one baseline.',
    }),
    rules: Flags.string({
      helpValue: 'FILE',
      summary:
        'Detection rules whose outcome is kept beside that of the built-in ones. [default: NAME.rules.json beside the baseline, where it is there]',
    }),
    strict: Flags.boolean({ summary: 'Stop at the first line that is no event.' }),
  };

  async run(): Promise<BaselineCreatedDocument> {
    const { argv, flags } = await this.parse(BaselineCreate);
    const created = await createBaseline({
      inputs: argv.map(String),
      controls: flags.control ?? [],
      out: flags.out,
      force: flags.force,
      allowSynthetic: flags['allow-synthetic'],
      allowMixed: flags.mixed,
      strict: flags.strict,
      rules: flags.rules,
      ...this.watchProgress(),
    });
    const document = createdDocument(created, flags.out);
    for (const warning of document.warnings) this.note(`warning: ${warning}`);
    return this.finish({
      document,
      text: renderBaselineCreated(document, terminalOf(process.stdout, process.env)),
    });
  }
}

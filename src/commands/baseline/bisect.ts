import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { Bisect } from '../../model/history.ts';
import { bisect } from '../../operations/bisect.ts';
import { renderBisect } from '../../report/bisect.ts';
import { terminalOf } from '../../report/terminal.ts';

const DEFAULT_FACTS = 20;

export default class BaselineBisect extends BaseCommand {
  static override summary = 'Find the first build with which a finding or a fact changed';
  static override description =
    'Looks at every build, earliest first, and names the one with which it turned; with gone and back, all of them. The id is the one a ' +
    'report prints; the baseline which that report compares with belongs among the files.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> old.baseline.json beta-*.jsonl.zst --finding 3f2a9c1b22aa',
    "<%= config.bin %> <%= command.id %> baselines/*.ota.*.baseline.json --fact '*UpdateBrainService create /System/Volumes/Update/*'",
  ];
  static override strict = false;

  static override args = {
    baseline: Args.string({ required: true, description: 'Baselines, profiles or traces of one series.' }),
  };

  static override flags = {
    finding: Flags.string({
      helpValue: 'ID',
      summary: 'Finding of a report, or an unambiguous beginning of its id.',
      exclusive: ['fact'],
    }),
    fact: Flags.string({ helpValue: 'GLOB', summary: 'Facts as reports name them; * is any text.' }),
    limit: Flags.integer({ min: 0, default: DEFAULT_FACTS, helpValue: 'N', summary: 'Most facts; 0: all.' }),
    name: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'BUILD=NAME',
      summary: 'What to call a build, such as 26.2 beta 3. May be repeated.',
    }),
    'allow-synthetic': Flags.boolean({ summary: 'Take synthetic and recorded runs together.' }),
    config: Flags.string({
      helpValue: 'FILE',
      summary: 'Take policy, order and names of builds from esdrift.config.json.',
    }),
  };

  async run(): Promise<Bisect> {
    const { argv, flags } = await this.parse(BaselineBisect);
    const document = await bisect({
      ...this.watchProgress(),
      files: argv.map(String),
      finding: flags.finding,
      fact: flags.fact,
      limit: flags.limit,
      names: flags.name ?? [],
      allowSynthetic: flags['allow-synthetic'],
      config: flags.config,
    });
    return this.finish({ document, text: renderBisect(document, terminalOf(process.stdout, process.env)) });
  }
}

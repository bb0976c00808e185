import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import type { ProfileDocument } from '../model/baseline-view.ts';
import { profileDocument, profileFiles } from '../operations/profile-files.ts';
import { renderProfiles } from '../report/baseline.ts';

export default class Profile extends BaseCommand {
  static override summary = 'Write down the facts of traces, to be merged or compared later';
  static override description =
    'A profile is what one recording shows: its programs, who started them, what they did to files, and what they handed to each ' +
    'other, without names of users, hosts or temporary files. Profiles are small, so a corpus can be profiled on many machines and ' +
    'merged on one with `baseline create`. Without --out the profile goes to standard output.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> upgrade.jsonl.zst --out upgrade.profile.json',
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst --out profiles/',
  ];
  static override strict = false;

  static override args = {
    trace: Args.string({ required: true, description: 'Trace files.' }),
  };

  static override flags = {
    out: Flags.string({
      char: 'o',
      helpValue: 'PATH',
      summary: 'Folder for the profiles, or a file for one profile. [default: standard output]',
    }),
    force: Flags.boolean({ summary: 'Replace profiles that are there.' }),
    control: Flags.boolean({ summary: 'The recordings show no upgrade.' }),
    rules: Flags.string({
      helpValue: 'FILE',
      summary: 'Detection rules whose outcome is kept beside that of the built-in ones.',
    }),
    strict: Flags.boolean({ summary: 'Stop at the first line that is no event.' }),
  };

  async run(): Promise<ProfileDocument> {
    const { argv, flags } = await this.parse(Profile);
    const result = await profileFiles({
      traces: argv.map(String),
      out: flags.out,
      force: flags.force,
      control: flags.control,
      strict: flags.strict,
      rules: flags.rules,
      ...this.watchProgress(),
    });
    return this.finish({ document: profileDocument(result), text: renderProfiles(result.profiles) });
  }
}

import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.ts';
import { acceptFindings, type Accepted } from '../../operations/accept.ts';
import { renderAccepted } from '../../report/accepted.ts';

export default class BaselineAccept extends BaseCommand {
  static override summary = 'Let findings stand that were looked at, with a reason';
  static override description =
    'Writes NAME.accepted.json beside NAME.baseline.json, to be reviewed and committed with it. diff and check show accepted findings ' +
    'without failing for them, until the build named with --until-build. Refuses to run in CI.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ota.baseline.json 3f2a9c1b22aa --from drift.json --reason "new in 26.3, harmless"',
    '<%= config.bin %> <%= command.id %> ota.baseline.json --all --from drift.json --reason "26.3 reviewed" --owner mac-team --until-build 25E200',
  ];
  static override strict = false;

  static override args = {
    baseline: Args.string({ required: true, description: 'Baseline the report compares with.' }),
    id: Args.string({ description: 'Ids of findings, or unambiguous beginnings of them.' }),
  };

  static override flags = {
    from: Flags.string({
      required: true,
      helpValue: 'REPORT',
      summary: 'Drift report (JSON) that holds the findings.',
    }),
    reason: Flags.string({ required: true, helpValue: 'TEXT', summary: 'Why they may stand.' }),
    owner: Flags.string({ helpValue: 'NAME', summary: 'Who answers for it.' }),
    'until-build': Flags.string({ helpValue: 'BUILD', summary: 'From this OS build on they count again.' }),
    all: Flags.boolean({ summary: 'Every finding of the report at low or above.' }),
  };

  async run(): Promise<Accepted> {
    const { argv, args, flags } = await this.parse(BaselineAccept);
    const document = await acceptFindings({
      baseline: args.baseline,
      ids: argv.slice(1).map(String),
      all: flags.all,
      from: flags.from,
      reason: flags.reason,
      owner: flags.owner,
      untilBuild: flags['until-build'],
      ci: process.env['CI'] === 'true',
    });
    return this.finish({ document, text: renderAccepted(document) });
  }
}

import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { Accepted } from '../../model/acceptance.ts';
import { acceptFindings, forgetAcceptances } from '../../operations/accept.ts';
import { renderAccepted } from '../../report/accepted.ts';

export default class BaselineAccept extends BaseCommand {
  static override summary = 'Let findings stand that were looked at, with a reason';
  static override description =
    'Writes NAME.accepted.json beside NAME.baseline.json, to be reviewed and committed with it. diff and check show accepted findings ' +
    'without failing for them, until the build named with --until-build. Findings come from a drift report, or from the pending file ' +
    'that check leaves: without ids, those whose reason somebody filled in there. Refuses to run in CI.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ota.baseline.json 3f2a9c1b22aa --from drift.json --reason "new in 26.3, harmless"',
    '<%= config.bin %> <%= command.id %> baselines/ota.baseline.json',
    '<%= config.bin %> <%= command.id %> ota.baseline.json --forget 3f2a9c1b22aa',
    '<%= config.bin %> <%= command.id %> ota.baseline.json --all --from drift.json --reason "26.3 reviewed" --owner mac-team --until-build 25E200',
  ];
  static override strict = false;

  static override args = {
    baseline: Args.string({ required: true, description: 'Baseline the report compares with.' }),
    id: Args.string({
      description: 'Ids of findings, or unambiguous beginnings of them; with --forget, of acceptances.',
    }),
  };

  static override flags = {
    from: Flags.string({
      helpValue: 'FILE',
      summary: 'Drift report (JSON) or pending file that holds the findings. [default: NAME.pending.json]',
    }),
    reason: Flags.string({ helpValue: 'TEXT', summary: 'Why they may stand.' }),
    owner: Flags.string({ helpValue: 'NAME', summary: 'Who answers for it.' }),
    'until-build': Flags.string({ helpValue: 'BUILD', summary: 'From this OS build on they count again.' }),
    all: Flags.boolean({ summary: 'Every finding of a report at low or above, or of a pending file.' }),
    forget: Flags.boolean({
      summary: 'Take acceptances back, such as stale ones; their findings count again.',
      exclusive: ['from', 'reason', 'owner', 'until-build', 'all'],
    }),
  };

  async run(): Promise<Accepted> {
    const { argv, args, flags } = await this.parse(BaselineAccept);
    const { baseline } = args;
    const ids = argv.slice(1).map(String);
    const ci = process.env['CI'] === 'true';
    const document = flags.forget
      ? await forgetAcceptances({ baseline, ids, ci })
      : await acceptFindings({
          baseline,
          ids,
          ci,
          all: flags.all,
          from: flags.from,
          reason: flags.reason,
          owner: flags.owner,
          untilBuild: flags['until-build'],
        });
    return this.finish({ document, text: renderAccepted(document) });
  }
}

import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import type { SignalRanking } from '../../model/signal-rank.ts';
import { rankCorpus } from '../../operations/signal-rank.ts';
import { writeReport } from '../../operations/write-report.ts';
import { renderSignalRanking, signalRankingMarkdown } from '../../report/signal-rank.ts';
import { terminalOf } from '../../report/terminal.ts';

const DEFAULT_LIMIT = 30;

export default class SignalsRank extends BaseCommand {
  static override summary = 'Rank what recordings show by how good a signal it would be';
  static override description =
    'Takes recordings of upgrades and of Macs without one, of as many builds as there are, and scores every fact: how well it separates ' +
    'upgrades from controls (with its uncertainty, so that few recordings prove little), how early it comes before the restart, on how many ' +
    'builds it held, what it costs (events of its types among 1000), and what of it stayed the same: signing id, path or cdhash.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst',
    '<%= config.bin %> <%= command.id %> traces/*.jsonl.zst --method ota --format markdown --limit 50',
  ];
  static override strict = false;

  static override args = {
    recording: Args.string({
      required: true,
      description: 'Traces, profiles or baselines: upgrades and controls.',
    }),
  };

  static override flags = {
    method: Flags.option({ options: ['ota', 'full-installer'] as const })({
      summary: 'Only signals of one method.',
    }),
    limit: Flags.integer({
      min: 0,
      default: DEFAULT_LIMIT,
      helpValue: 'N',
      summary: 'Most signals; 0: all.',
    }),
    format: Flags.option({ options: ['text', 'json', 'markdown'] as const, default: 'text' as const })({
      summary: 'Form of the result.',
    }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write the result into a file.' }),
    force: Flags.boolean({ summary: 'Replace the file if it is there.' }),
    'allow-synthetic': Flags.boolean({ summary: 'Take synthetic recordings together with real ones.' }),
  };

  async run(): Promise<SignalRanking> {
    const { argv, flags } = await this.parse(SignalsRank);
    const ranking = await rankCorpus({
      ...this.watchProgress(),
      inputs: argv.map(String),
      method: flags.method,
      limit: flags.limit,
      allowSynthetic: flags['allow-synthetic'],
    });
    const texts = {
      text: () => renderSignalRanking(ranking, terminalOf(process.stdout, process.env)),
      json: () => `${JSON.stringify(ranking, null, 2)}\n`,
      markdown: () => signalRankingMarkdown(ranking),
    };
    const text = texts[flags.format]();
    if (flags.out === undefined) return this.finish({ document: ranking, text });
    await writeReport(flags.out, text, { force: flags.force });
    return this.finish({ document: ranking, text: `${flags.out} written` });
  }
}

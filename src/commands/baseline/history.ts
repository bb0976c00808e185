import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../base-command.ts';
import { SEVERITIES } from '../../model/drift.ts';
import type { History } from '../../model/history.ts';
import { history } from '../../operations/history.ts';
import { pageAsset } from '../../operations/page/page-asset.ts';
import { writeReport } from '../../operations/write-report.ts';
import { PLAIN_TERMINAL } from '../../report/drift.ts';
import { escapeText } from '../../report/escape.ts';
import { renderHistory } from '../../report/history.ts';
import { renderHistoryMarkdown } from '../../report/history-markdown.ts';
import { renderHistoryHtml } from '../../report/html.ts';
import { terminalOf, type Terminal } from '../../report/terminal.ts';

export default class BaselineHistory extends BaseCommand {
  static override summary = 'Say how the behaviour of upgrades changed over many builds';
  static override description =
    'Puts baselines (or traces) of one series in the order of their builds and says what was introduced, went, came back or changed with ' +
    'which build, in a table of behaviour by build, and what held on every build. A change before the restart is one of the running ' +
    'system, a later one of the new system. Files of several series give one history each.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> baselines/*.ota.*.baseline.json',
    "<%= config.bin %> <%= command.id %> beta-*.baseline.json --name 25C5037j='26.2 beta 3' --build 25C5037j --format markdown",
    '<%= config.bin %> <%= command.id %> baselines/*.ota.*.baseline.json --held',
  ];
  static override strict = false;

  static override args = {
    baseline: Args.string({ required: true, description: 'Baselines, profiles or traces, in any order.' }),
  };

  static override flags = {
    'min-severity': Flags.option({ options: SEVERITIES })({
      default: 'medium',
      summary: 'Least severity of a change to be told.',
    }),
    build: Flags.string({
      helpValue: 'BUILD',
      summary: 'Only what turned with the upgrade to this build, as it was known then.',
    }),
    held: Flags.boolean({
      summary: 'List what held in every run of every build, which rules can be built on.',
    }),
    name: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'BUILD=NAME',
      summary: 'What to call a build, such as 26.2 beta 3. May be repeated.',
    }),
    format: Flags.option({ options: ['text', 'json', 'markdown', 'html'] as const })({
      default: 'text',
      summary: 'Form of the history.',
    }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write it there instead.' }),
    force: Flags.boolean({ summary: 'Replace the file named with --out.' }),
    'allow-synthetic': Flags.boolean({ summary: 'Take synthetic and recorded runs together.' }),
    config: Flags.string({
      helpValue: 'FILE',
      summary: 'Take policy, order and names of builds from esdrift.config.json.',
    }),
  };

  async run(): Promise<History> {
    const { argv, flags } = await this.parse(BaselineHistory);
    const document = await history({
      ...this.watchProgress(),
      files: argv.map(String),
      least: flags['min-severity'],
      build: flags.build,
      names: flags.name ?? [],
      allowSynthetic: flags['allow-synthetic'],
      config: flags.config,
    });
    const html = flags.format === 'html' ? renderHistoryHtml(document, await pageAsset()) : '';
    const render = (terminal: Terminal): string => {
      switch (flags.format) {
        case 'json':
          return `${JSON.stringify(document, null, 2)}\n`;
        case 'markdown':
          return renderHistoryMarkdown(document, { held: flags.held });
        case 'html':
          return html;
        case 'text':
          return renderHistory(document, { ...terminal, held: flags.held });
      }
    };
    if (flags.out === undefined)
      return this.finish({ document, text: render(terminalOf(process.stdout, process.env)) });
    await writeReport(flags.out, render(PLAIN_TERMINAL), { force: flags.force });
    return this.finish({ document, text: `${escapeText(flags.out)}\n` });
  }
}

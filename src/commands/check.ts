import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import type { CheckSummary, CheckedReport } from '../model/check.ts';
import { check, type SummaryFormat } from '../operations/check.ts';
import { explain } from '../operations/explain/explain.ts';
import { maxLoss } from '../limit-flags.ts';
import type { PageAsset } from '../model/page-asset.ts';
import { pageAsset } from '../operations/page/page-asset.ts';
import { appendSummary } from '../operations/write-report.ts';
import { CONFIG_NAME } from '../operations/config-file.ts';
import { renderCheck } from '../report/check.ts';
import { renderCheckAnnotations } from '../report/check-github.ts';
import { renderCheckJunit } from '../report/check-junit.ts';
import { renderCheckMarkdown } from '../report/check-markdown.ts';
import { renderCheckSarif } from '../report/check-sarif.ts';
import { renderDriftAs } from '../report/drift-format.ts';
import { fitSummary } from '../report/drift-github.ts';
import { PLAIN_TERMINAL } from '../report/drift.ts';
import { renderDriftHtml } from '../report/html.ts';
import { terminalOf } from '../report/terminal.ts';
import { quietCommands } from '../report/workflow-log.ts';

const IN_FULL = { ...PLAIN_TERMINAL, all: false, limit: 0 };

const SUMMARIES: Readonly<
  Record<SummaryFormat, (summary: CheckSummary, reports: readonly CheckedReport[]) => string>
> = {
  markdown: renderCheckMarkdown,
  junit: (_summary, reports) => renderCheckJunit(reports),
  sarif: (summary, reports) => renderCheckSarif(summary, reports, (change) => explain(change).page),
};

export default class Check extends BaseCommand {
  static override summary = 'Hold every recording against its baseline, as CI does';
  static override description =
    'Reads esdrift.config.json, compares each recording with the newest baseline of its series that is not later than its build, and writes ' +
    'a report for each, a summary of all as JSON, Markdown and JUnit, and one SARIF log. With "pending" in the configuration, and not in CI, it leaves what fails for review. Never writes a baseline. One recording that changed, or cannot be judged, decides the exit code.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --config ci/esdrift.config.json --out artefacts --fail-on high',
    '<%= config.bin %> <%= command.id %> --format github',
  ];

  static override flags = {
    config: Flags.string({ default: CONFIG_NAME, helpValue: 'FILE', summary: 'Configuration.' }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FOLDER',
      summary: 'Folder for the artefacts. [default: as configured]',
    }),
    'fail-on': Flags.option({ options: ['low', 'medium', 'high', 'never'] as const })({
      summary: 'Least severity that fails. [default: as configured, or medium]',
    }),
    rules: Flags.string({
      helpValue: 'FILE',
      summary:
        'Detection rules to try. [default: as configured, NAME.rules.json beside the baseline, or the built-in ones]',
    }),
    format: Flags.option({ options: ['text', 'github'] as const })({
      default: 'text',
      summary: 'github: annotations too, and the step summary where GitHub Actions asks for one.',
    }),
    'max-loss': maxLoss(),
  };

  async run(): Promise<CheckSummary> {
    const { flags } = await this.parse(Check);
    let asset: Promise<PageAsset> | undefined;
    const { summary, reports, exitCode } = await check({
      config: flags.config,
      out: flags.out,
      failOn: flags['fail-on'],
      maxLoss: flags['max-loss'],
      rules: flags.rules,
      render: async (format, report, page) =>
        format === 'html'
          ? renderDriftHtml(report, page === undefined ? {} : { page }, await (asset ??= pageAsset()))
          : renderDriftAs(format, report, { text: IN_FULL }),
      renderSummary: (format, checked, reports) => SUMMARIES[format](checked, reports),
      pointAtLines: flags.format === 'github',
      ci: process.env['CI'] === 'true',
      ...this.watchProgress(),
    });
    const text = renderCheck(summary, terminalOf(process.stdout, process.env));
    if (flags.format === 'text') return this.finish({ document: summary, text, exitCode });
    const page = process.env['GITHUB_STEP_SUMMARY'];
    if (page !== undefined && page !== '')
      await appendSummary(page, fitSummary(renderCheckMarkdown(summary, reports)));
    return this.finish({
      document: summary,
      text: quietCommands(text) + renderCheckAnnotations(reports),
      exitCode,
    });
  }
}

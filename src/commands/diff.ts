import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { maxLoss } from '../limit-flags.ts';
import { REQUIREMENTS, type DriftReport } from '../model/drift.ts';
import { diff, type DiffResult } from '../operations/diff.ts';
import { writeReport } from '../operations/write-report.ts';
import { DRIFT_FORMATS, pointsAtLines, type DriftFormat } from '../report/drift-form.ts';
import { PLAIN_TERMINAL, renderDrift, verdictText } from '../report/drift.ts';
import { escapeText } from '../report/escape.ts';
import { terminalOf, type Terminal } from '../report/terminal.ts';

const DEFAULT_FINDINGS = 100;

export default class Diff extends BaseCommand {
  static override summary = 'Say what changed between two upgrades';
  static override description =
    'BEFORE is a trace, a profile or a baseline, and --before adds further runs to it; all files after it are the side after. Ends ' +
    'with 1 where something changed at or above --fail-on, with 3 where lost events or recordings of different kinds leave it ' +
    'open, with 0 otherwise.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> baselines/macos-26.2.ota.arm64.baseline.json new.jsonl.zst',
    '<%= config.bin %> <%= command.id %> old.jsonl.zst new-1.jsonl.zst new-2.jsonl.zst new-3.jsonl.zst',
    '<%= config.bin %> <%= command.id %> old.baseline.json new-*.jsonl.zst --require majority',
    '<%= config.bin %> <%= command.id %> old.baseline.json new.baseline.json --format json --out drift.json',
    '<%= config.bin %> <%= command.id %> old.baseline.json new.jsonl.zst --format html --out drift.html',
  ];

  static override args = {
    before: Args.string({ required: true, description: 'Trace, profile or baseline: what it was.' }),
    after: Args.string({
      required: true,
      multiple: true,
      description: 'Trace, profile or baseline: what it is. Several are runs of one kind.',
    }),
  };

  static override flags = {
    before: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      summary: 'A further run of the side before.',
    }),
    'fail-on': Flags.option({ options: ['low', 'medium', 'high', 'never'] as const })({
      summary: 'Least severity that ends with 1. [default: medium]',
    }),
    format: Flags.option({ options: DRIFT_FORMATS })({ default: 'text', summary: 'Form of the report.' }),
    out: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write the report there instead.' }),
    force: Flags.boolean({ summary: 'Replace the file named with --out.' }),
    history: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      summary:
        'A baseline of another build, for the table of behaviour by build in an HTML report. May be repeated.',
    }),
    all: Flags.boolean({ summary: 'Show findings of no consequence and accepted ones too.' }),
    limit: Flags.integer({
      min: 0,
      default: DEFAULT_FINDINGS,
      helpValue: 'N',
      summary: 'Most findings in a text report; 0: all.',
    }),
    'allow-synthetic': Flags.boolean({ summary: 'Compare synthetic recordings with real ones.' }),
    'across-methods': Flags.boolean({ summary: 'Compare upgrades of different methods all the same.' }),
    'max-loss': maxLoss(),
    require: Flags.option({ options: REQUIREMENTS })({
      summary:
        'How many of several new runs must agree. Without it, what only some of them show is lowered. See: explain require-all.',
    }),
    rules: Flags.string({
      helpValue: 'FILE',
      summary:
        'Detection rules to try on both sides. [default: as configured, NAME.rules.json beside a baseline, or the built-in ones]',
    }),
    config: Flags.string({
      helpValue: 'FILE',
      summary: 'Take policy, rules and strictness from esdrift.config.json.',
    }),
  };

  async run(): Promise<DriftReport> {
    const { args, flags } = await this.parse(Diff);
    const { report, exitCode, ...page } = await diff({
      ...this.watchProgress(),
      before: [args.before, ...(flags.before ?? [])],
      after: args.after,
      failOn: flags['fail-on'],
      allowSynthetic: flags['allow-synthetic'],
      acrossMethods: flags['across-methods'],
      maxLoss: flags['max-loss'],
      require: flags.require,
      rules: flags.rules,
      config: flags.config,
      page: flags.format === 'html',
      history: flags.history,
    });
    const options = { all: flags.all, limit: flags.limit };
    const { format } = flags;
    const render =
      format === 'text'
        ? (terminal: Terminal): string => renderDrift(report, { ...terminal, ...options })
        : await drawn(format, report, page);
    if (flags.out === undefined) {
      return this.finish({
        document: report,
        text: render(terminalOf(process.stdout, process.env)),
        exitCode,
      });
    }
    await writeReport(flags.out, render(PLAIN_TERMINAL), { force: flags.force });
    return this.finish({
      document: report,
      text: `${verdictText(report)}\n${escapeText(flags.out)}\n`,
      exitCode,
    });
  }
}

/** A report in another form than text. What draws it, and what it says beside the report, is loaded when it is asked for. */
async function drawn(
  format: DriftFormat | 'html',
  report: DriftReport,
  page: Omit<DiffResult, 'report' | 'exitCode'>,
): Promise<() => string> {
  if (format === 'html') {
    const html = await drawHtml(report, page);
    return () => html;
  }
  const [{ renderDriftAs }, { explain }, { linesOfFindings }] = await Promise.all([
    import('../report/drift-format.ts'),
    import('../operations/explain/explain.ts'),
    import('../operations/fact-lines.ts'),
  ]);
  const lineOf = pointsAtLines(format) ? await linesOfFindings(report) : undefined;
  return () =>
    renderDriftAs(format, report, {
      text: { ...PLAIN_TERMINAL, all: false, limit: 0 },
      lineOf,
      ruleText: (change) => explain(change).page,
    });
}

async function drawHtml(report: DriftReport, page: Omit<DiffResult, 'report' | 'exitCode'>): Promise<string> {
  const [{ renderDriftHtml }, { pageAsset }] = await Promise.all([
    import('../report/html.ts'),
    import('../operations/page/page-asset.ts'),
  ]);
  return renderDriftHtml(report, page, await pageAsset());
}

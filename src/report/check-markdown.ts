/** A whole check as Markdown, for a pull request or a job's summary: a table of the recordings, then what changed in each. */
import type { CheckedReport, CheckOutcome, CheckSummary } from '../model/check.ts';
import { renderDriftMarkdown } from './drift-markdown.ts';
import { codeCell, codeSpan, plainText } from './markdown.ts';

const MARK: Readonly<Record<CheckOutcome, string>> = {
  same: '✅ same',
  drift: '❌ drift',
  inconclusive: '⚠️ cannot tell',
  'not-comparable': '⚠️ not comparable',
  'no-baseline': '⚠️ no baseline',
  unreadable: '❌ unreadable',
  skipped: '– skipped',
};

export function renderCheckMarkdown(summary: CheckSummary, reports: readonly CheckedReport[]): string {
  const told = reports.filter(({ entry }) => entry.outcome === 'drift' || entry.outcome === 'inconclusive');
  const blocks = [
    `## esdrift check: ${MARK[summary.outcome]}`,
    [
      '| recording | outcome | high | medium | low | against |',
      '|---|---|---|---|---|---|',
      ...summary.checks.map(({ trace, outcome, summary: counts, baseline, notes }) => {
        const numbers = (['high', 'medium', 'low'] as const).map((severity) =>
          counts === null ? '' : String(counts[severity]),
        );
        const against = baseline === null ? plainText(notes.join(' ')) : codeCell(baseline);
        return `| ${[codeCell(trace), MARK[outcome], ...numbers, against].join(' | ')} |`;
      }),
    ].join('\n'),
    ...summary.warnings.map((warning) => `- note: ${plainText(warning)}`),
    ...told.flatMap(({ entry, report }) =>
      report === undefined
        ? []
        : [`### ${codeSpan(entry.trace)}`, renderDriftMarkdown(report, { level: 3 }).trimEnd()],
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

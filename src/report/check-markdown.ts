/** A whole check as Markdown, for a pull request or a job's summary: a table of the recordings, then what changed in each. */
import type { CheckedReport, CheckEntry, CheckOutcome, CheckSummary } from '../model/check.ts';
import { renderDriftMarkdown } from './drift-markdown.ts';
import { codeCell, codeSpan, sentence } from './markdown.ts';

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
  const notes = [
    ...summary.checks.flatMap(noteOf),
    ...summary.warnings.map((warning) => `- note: ${sentence(warning)}`),
  ];
  const blocks = [
    `## esdrift check: ${MARK[summary.outcome]}`,
    [
      '| recording | outcome | high | medium | low | against |',
      '|---|---|--:|--:|--:|---|',
      ...summary.checks.map(rowOf),
    ].join('\n'),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
    ...told.flatMap(({ entry, report }) =>
      report === undefined
        ? []
        : [`### ${codeSpan(entry.trace)}`, renderDriftMarkdown(report, { level: 4 }).trimEnd()],
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function rowOf({ about, trace, outcome, summary, baseline }: CheckEntry): string {
  const numbers = (['high', 'medium', 'low'] as const).map((severity) =>
    summary === null || outcome === 'not-comparable' ? '' : String(summary[severity]),
  );
  const against = baseline === null ? '' : codeCell(baseline);
  const mark = about === 'baseline' ? `${MARK[outcome]} (baseline)` : MARK[outcome];
  return `| ${[codeCell(trace), mark, ...numbers, against].join(' | ')} |`;
}

function noteOf({ trace, notes }: CheckEntry): readonly string[] {
  if (notes.length === 0) return [];
  return [`- ${codeSpan(trace)}: ${notes.map(sentence).join(' ')}`];
}

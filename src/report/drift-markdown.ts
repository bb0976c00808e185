/** A drift report as Markdown, for release notes and pull requests: "What changed in macOS 26.3's upgrade". */
import type { DriftReport, Finding, Severity } from '../model/drift.ts';
import { describeRuns, isSynthetic, pathsOf, toldFindings } from './drift-words.ts';
import { verdictText } from './drift.ts';
import { codeCell, codeSpan, plainCell, plainText } from './markdown.ts';
import { count } from './recording-notes.ts';

/** A reviewer reads what may matter; the rest is counted, and in the JSON report. */
const MOST_IN_TABLE = 50;
const MOST_MEMBERS = 10;
const MARK: Readonly<Record<Severity, string>> = {
  high: '🔴 high',
  medium: '🟠 medium',
  low: '🔵 low',
  info: '⚪ info',
};

export interface MarkdownOptions {
  /** Of the heading; pages that hold several reports have one above it. */
  readonly level: 1 | 2 | 3 | 4;
}

export function renderDriftMarkdown(report: DriftReport, { level }: MarkdownOptions = { level: 2 }): string {
  const heading = '#'.repeat(level);
  const told = toldFindings(report);
  const blocks = [
    `${heading} ${titleOf(report)}`,
    ...(isSynthetic(report)
      ? ['> **Synthetic recordings.** A simulator made them; no Mac did any of this.']
      : []),
    `**${plainText(verdictText(report))}**`,
    sides(report),
    ...notes(report),
    ...rules(report),
    ...bySeverity(told).map(([severity, findings]) => group(severity, findings, heading)),
    ...leftOut(report, told),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function titleOf({ after }: DriftReport): string {
  const targets = new Set(
    after.runs.flatMap(({ target }) => (target === undefined ? [] : [target.productVersion])),
  );
  const [only, ...others] = targets;
  return only === undefined || others.length > 0
    ? 'What changed in the upgrade'
    : `What changed in macOS ${plainText(only)}'s upgrade`;
}

function sides({ before, after }: DriftReport): string {
  return [
    '| | runs | files |',
    '|---|---|---|',
    ...[['before', before] as const, ['after', after] as const].map(
      ([word, side]) =>
        `| ${word} | ${plainCell(describeRuns(side.runs))} | ${pathsOf(side).map(codeCell).join(', ')} |`,
    ),
  ].join('\n');
}

const LEVEL_WORD = { warning: 'Note', excluded: 'Left out', fatal: 'Refused' } as const;

function notes({ comparability }: DriftReport): readonly string[] {
  const lines = comparability.flatMap(({ level, message }) =>
    level === 'ok' ? [] : [`- **${LEVEL_WORD[level]}:** ${plainText(message)}`],
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function rules(report: DriftReport): readonly string[] {
  const affected = new Set(report.findings.flatMap(({ affects }) => affects));
  const said = report.findings.filter(({ change }) => change.startsWith('rule-'));
  if (affected.size === 0 || said.length > 0) return [];
  const tried = report.rules?.rules.filter(({ id }) => affected.has(id)) ?? [];
  const isFiring = tried.length === affected.size && tried.every(({ after }) => after.fired > 0);
  return [
    `Detection rules that these findings touch${isFiring ? ', all of which still fire' : ''}: ${[...affected].map(codeSpan).join(', ')}.`,
  ];
}

function bySeverity(findings: readonly Finding[]): readonly (readonly [Severity, readonly Finding[]])[] {
  return [...Map.groupBy(findings, ({ severity }) => severity)];
}

function group(severity: Severity, findings: readonly Finding[], heading: string): string {
  const shown = findings.slice(0, MOST_IN_TABLE);
  const more = findings.length - shown.length;
  return [
    `${heading}# ${MARK[severity]}: ${count(findings.length, 'finding')}`,
    '',
    ...shown.flatMap(item),
    ...(more === 0 ? [] : [`- … and ${count(more, 'more finding')}, in the JSON report`]),
  ].join('\n');
}

function item(finding: Finding): readonly string[] {
  const marks = [
    ...(finding.certainty === 'inconclusive' ? ['inconclusive: it may have been lost'] : []),
    ...(finding.phase === null ? [] : [finding.phase]),
    ...(finding.affects.length === 0 ? [] : [`touches ${finding.affects.map(codeSpan).join(', ')}`]),
  ];
  const head = `- **${finding.change}**${marks.length === 0 ? '' : ` (${marks.join('; ')})`}: ${plainText(finding.reason)} ${codeSpan(finding.id)}`;
  return [head, ...sidesOf(finding), ...members(finding)];
}

function sidesOf({ before, after }: Finding): readonly string[] {
  if (before === null || after === null || before === after) return [];
  return [`  - before: ${codeSpan(before)}`, `  - after: ${codeSpan(after)}`];
}

function members({ members: { total, shown } }: Finding): readonly string[] {
  if (total === 0) return [];
  const told = shown.slice(0, MOST_MEMBERS);
  return [
    `  - <details><summary>${count(total, 'consequence')}</summary>`,
    '',
    ...told.map((line) => `    - ${codeSpan(line)}`),
    ...(told.length < total ? [`    - … and ${total - told.length} more`] : []),
    '',
    '    </details>',
  ];
}

function leftOut(report: DriftReport, told: readonly Finding[]): readonly string[] {
  const hidden = report.findings.length - told.length;
  const lines = [
    ...(report.findings.length === 0 ? ['No finding.'] : []),
    ...(hidden === 0
      ? []
      : [`${count(hidden, 'finding')} of no consequence or accepted: in the JSON report.`]),
  ];
  return lines.length === 0 ? [] : [lines.join(' ')];
}

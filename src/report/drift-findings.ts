/** Findings for people: by severity, then by program; each a sentence, what it was and is, and where to look. */
import type { ChalkInstance } from 'chalk';
import type { Evidence, Finding, Severity } from '../model/drift.ts';
import { hunkOf } from './drift-hunk.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { wrapText } from './wrap-text.ts';

/** Members named under a finding; the others are counted. */
const SHOWN_MEMBERS = 3;
const INDENT = '    ';

export type Paint = (text: string) => string;

export function severityPaint(chalk: ChalkInstance, severity: Severity): Paint {
  switch (severity) {
    case 'high':
      return (text) => chalk.red.bold(text);
    case 'medium':
      return (text) => chalk.yellow(text);
    case 'low':
      return (text) => chalk.cyan(text);
    case 'info':
      return (text) => chalk.dim(text);
  }
}

export function findingLines(
  findings: readonly Finding[],
  columns: number,
  chalk: ChalkInstance,
): readonly string[] {
  const lines: string[] = [];
  for (const [severity, group] of Map.groupBy(findings, (finding) => finding.severity)) {
    const paint = severityPaint(chalk, severity);
    lines.push('', paint(`${severity.toUpperCase()}: ${count(group.length, 'finding')}`));
    for (const [program, own] of Map.groupBy(group, (finding) => finding.program)) {
      lines.push(
        chalk.bold(fitMiddle(`  ${program === '' ? 'the run as a whole' : escapeText(program)}`, columns)),
      );
      for (const finding of own) lines.push(...oneFinding(finding, columns, chalk, paint));
    }
  }
  return lines;
}

function oneFinding(
  finding: Finding,
  columns: number,
  chalk: ChalkInstance,
  paint: Paint,
): readonly string[] {
  const marks = [
    ...(finding.certainty === 'inconclusive' ? ['inconclusive'] : []),
    ...(finding.accepted === null ? [] : [`accepted: ${escapeText(finding.accepted.reason)}`]),
  ];
  const head = [finding.change, ...marks].join(', ');
  const tail = [finding.id, ...(finding.phase === null ? [] : [finding.phase])].join(' ');
  const room = columns - INDENT.length;
  return [
    `${INDENT}${paint(fitMiddle(head, room - tail.length - 2))}  ${chalk.dim(tail)}`,
    ...wrapText(escapeText(finding.reason), room - 2).map((line) => `${INDENT}  ${line}`),
    ...hunkOf(finding, room - 2).map(({ sign, text }) => {
      const line = `${INDENT}  ${sign} ${text}`;
      return sign === '-' ? chalk.red(line) : sign === '+' ? chalk.green(line) : chalk.dim(line);
    }),
    ...memberLines(finding, room - 2).map((line) => chalk.dim(`${INDENT}  ${line}`)),
    ...evidenceLines(finding.evidence, room - 2).map((line) => chalk.dim(`${INDENT}  ${line}`)),
  ];
}

function memberLines({ members }: Finding, columns: number): readonly string[] {
  const shown = members.shown.slice(0, SHOWN_MEMBERS);
  const hidden = members.total - shown.length;
  return [
    ...shown.map((member) => fitMiddle(`· ${escapeText(member)}`, columns)),
    ...(hidden > 0
      ? [
          `· and ${hidden} more (--json lists ${members.total > members.shown.length ? 'the first ' + String(members.shown.length) : 'them'})`,
        ]
      : []),
  ];
}

function evidenceLines(evidence: readonly Evidence[], columns: number): readonly string[] {
  const [first] = evidence;
  if (first === undefined) return [];
  const events = evidence.map(({ globalSeq }) => String(globalSeq)).join(', ');
  const text = `see event ${events} of segment ${first.segment + 1}, ${first.time}, trace ${first.trace}`;
  return [fitMiddle(escapeText(text), columns)];
}

/** Findings for people: by severity, then by program; each a sentence, what it was and is, and where to look. Low ones are kept short. */
import type { ChalkInstance } from 'chalk';
import type { Finding, Severity } from '../model/drift.ts';
import { hunkOf } from './drift-hunk.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { wrapText } from './wrap-text.ts';

/** Members named under a finding; the others are counted. */
const SHOWN_MEMBERS = 2;
const INDENT = '    ';
const BRIEF: readonly Severity[] = ['low', 'info'];

/** What the lines are drawn on. */
export interface Page {
  readonly columns: number;
  readonly chalk: ChalkInstance;
  /** What to call a trace; undefined where there is only one that it can be. */
  readonly nameOf: (trace: string) => string | undefined;
}

type Paint = (text: string) => string;

function severityPaint(chalk: ChalkInstance, severity: Severity): Paint {
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

export function findingLines(findings: readonly Finding[], page: Page): readonly string[] {
  const { columns, chalk } = page;
  const lines: string[] = [];
  for (const [severity, group] of Map.groupBy(findings, (finding) => finding.severity)) {
    const paint = severityPaint(chalk, severity);
    lines.push('', paint(`${severity.toUpperCase()}: ${count(group.length, 'finding')}`));
    if (BRIEF.includes(severity)) {
      for (const finding of group) lines.push(...briefFinding(finding, page, paint));
      continue;
    }
    for (const [program, own] of Map.groupBy(group, (finding) => finding.program)) {
      const name = program === '' ? 'the run as a whole' : escapeText(program);
      lines.push(chalk.bold(fitMiddle(`  ${name}`, columns)));
      for (const finding of own) lines.push(...oneFinding(finding, page, paint));
    }
  }
  return lines;
}

/** The sentence names the program, so nothing but it is needed. */
function briefFinding(finding: Finding, { columns, chalk, nameOf }: Page, paint: Paint): readonly string[] {
  const head = headOf(finding);
  const where = whereToLook(finding, nameOf).map((text) => ` (${text})`);
  const text = `${head} ${finding.id} ${escapeText(finding.reason)}${where.join('')}`;
  const [first = '', ...rest] = wrapText(text, columns - INDENT.length);
  const isWhole = first.startsWith(`${head} ${finding.id}`);
  const opening = isWhole
    ? `${paint(head)} ${chalk.dim(finding.id)}${first.slice(head.length + 1 + finding.id.length)}`
    : first;
  return [`  ${opening}`, ...rest.map((line) => `${INDENT}${line}`)];
}

/** Kind, and what is to be known of it before anything else. */
function headOf(finding: Finding): string {
  const marks = [
    ...(finding.certainty === 'inconclusive' ? ['inconclusive'] : []),
    ...(finding.accepted === null ? [] : [`accepted: ${escapeText(finding.accepted.reason)}`]),
  ];
  return [finding.change, ...marks].join(', ');
}

function oneFinding(finding: Finding, { columns, chalk, nameOf }: Page, paint: Paint): readonly string[] {
  const head = headOf(finding);
  const tail = [
    finding.id,
    ...(finding.phase === null ? [] : [finding.phase]),
    ...whereToLook(finding, nameOf),
  ].join(' · ');
  const room = columns - INDENT.length;
  return [
    `${INDENT}${paint(fitMiddle(head, Math.max(20, room - tail.length - 2)))}  ${chalk.dim(tail)}`,
    ...wrapText(escapeText(finding.reason), room - 2).map((line) => `${INDENT}  ${line}`),
    ...hunkOf(finding, room - 2).map(({ sign, text }) => {
      const line = `${INDENT}  ${sign} ${text}`;
      return sign === '-' ? chalk.red(line) : sign === '+' ? chalk.green(line) : chalk.dim(line);
    }),
    ...memberLines(finding, room - 2).map((line) => chalk.dim(`${INDENT}  ${line}`)),
  ];
}

function memberLines({ members, program }: Finding, columns: number): readonly string[] {
  const shown = members.shown.slice(0, SHOWN_MEMBERS);
  const hidden = members.total - shown.length;
  const own = (member: string): string =>
    member.startsWith(`${program} `) ? member.slice(program.length + 1) : member;
  return [
    ...shown.map((member) => fitMiddle(`with it: ${escapeText(own(member))}`, columns)),
    ...(hidden > 0 ? [`with it: ${hidden} more, see --json`] : []),
  ];
}

/** Which event shows it; of which file, where several were compared. */
function whereToLook({ evidence }: Finding, nameOf: Page['nameOf']): readonly string[] {
  const [first] = evidence;
  if (first === undefined) return [];
  const name = nameOf(first.trace);
  const file = name === undefined ? '' : ` of ${escapeText(name)}`;
  return [`event ${first.globalSeq} in segment ${first.segment + 1}${file}`];
}

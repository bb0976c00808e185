/** Findings for people: by severity, then by program; each a sentence, what it was and is, and where to look. Low ones are kept short. */
import type { ChalkInstance } from 'chalk';
import type { Finding, Severity } from '../model/drift.ts';
import { hunkOf } from './drift-hunk.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitMiddle, fitWidth } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { wrapText } from './wrap-text.ts';

/** Fewer columns say nothing. */
const LEAST_ROOM = 30;
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

/** `terse`: low ones take a line each, because something louder is to be read first. */
export function findingLines(findings: readonly Finding[], page: Page, terse: boolean): readonly string[] {
  const { columns, chalk } = page;
  const lines: string[] = [];
  for (const [severity, group] of Map.groupBy(findings, (finding) => finding.severity)) {
    const paint = severityPaint(chalk, severity);
    lines.push('', paint(`${severity.toUpperCase()}: ${count(group.length, 'finding')}`));
    if (BRIEF.includes(severity)) {
      for (const finding of group)
        lines.push(...(terse ? [terseFinding(finding, page, paint)] : briefFinding(finding, page, paint)));
      continue;
    }
    for (const [program, own] of Map.groupBy(group, (finding) => finding.program)) {
      const name = program === '' ? 'the run as a whole' : escapeText(program);
      lines.push(programLine(name, own, columns, chalk));
      for (const finding of own) lines.push(...oneFinding(finding, page, paint));
    }
  }
  return lines;
}

/** The program, and why it counts as one of the upgrade where no sentence below says it. */
function programLine(name: string, own: readonly Finding[], columns: number, chalk: ChalkInstance): string {
  const [part] = own.flatMap((finding) => finding.part ?? []);
  const isSaid = part === undefined || own.some(({ reason }) => reason.includes(part));
  const why = isSaid ? '' : `  takes part: ${escapeText(part)}`;
  const head = fitMiddle(`  ${name}`, columns);
  const room = columns - columnsOf(head);
  return `${chalk.bold(head)}${room > LEAST_ROOM ? chalk.dim(fitWidth(why, room)) : ''}`;
}

/** The sentence names the program, so nothing but it is needed. */
function briefFinding(finding: Finding, { columns, chalk, nameOf }: Page, paint: Paint): readonly string[] {
  const head = headOf(finding);
  const where = [...agreement(finding), ...whereToLook(finding, nameOf)].map((text) => ` (${text})`);
  const text = `${head} ${finding.id} ${escapeText(finding.reason)}${where.join('')}`;
  const [first = '', ...rest] = wrapText(text, columns - INDENT.length);
  const isWhole = first.startsWith(`${head} ${finding.id}`);
  const opening = isWhole
    ? `${paint(head)} ${chalk.dim(finding.id)}${first.slice(head.length + 1 + finding.id.length)}`
    : first;
  return [`  ${opening}`, ...rest.map((line) => `${INDENT}${line}`)];
}

function terseFinding(finding: Finding, { columns, chalk }: Page, paint: Paint): string {
  const head = headOf(finding);
  const room = columns - columnsOf(head) - finding.id.length - 4;
  return `  ${paint(head)} ${chalk.dim(finding.id)} ${fitMiddle(escapeText(finding.subject), room)}`;
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
  const room = columns - INDENT.length;
  const where = whereToLook(finding, nameOf);
  const phase = finding.phase === null ? [] : [finding.phase];
  const about = [finding.id, ...phase, ...agreement(finding)].join(' · ');
  const tail = [about, ...where].join(' · ');
  // Where the place does not fit beside the kind, it comes after the sentence, which is read first.
  const fits = columnsOf(head) + 2 + columnsOf(tail) <= room;
  const beside = fits ? tail : about;
  const below = fits ? [] : where.flatMap((text) => wrapText(text, room - 2));
  return [
    `${INDENT}${paint(fitMiddle(head, Math.max(20, room - columnsOf(beside) - 2)))}  ${chalk.dim(beside)}`,
    ...wrapText(escapeText(finding.reason), room - 2).map((line) => `${INDENT}  ${line}`),
    ...hunkOf(finding, room - 2).map(({ sign, text }) => {
      const line = `${INDENT}  ${sign} ${text}`;
      return sign === '-' ? chalk.red(line) : sign === '+' ? chalk.green(line) : chalk.dim(line);
    }),
    ...[...below, ...memberLines(finding, room - 2), ...affectedLines(finding, room - 2)].map((line) =>
      chalk.dim(`${INDENT}  ${line}`),
    ),
  ];
}

/** One member says of what sort they are; the others are counted. */
function memberLines({ members, program }: Finding, columns: number): readonly string[] {
  const [first] = members.shown;
  if (first === undefined) return [];
  const own = first.startsWith(`${program} `) ? first.slice(program.length + 1) : first;
  const rest = members.total > 1 ? `, and ${members.total - 1} more` : '';
  return [`${fitMiddle(`with it: ${escapeText(own)}`, columns - rest.length)}${rest}`];
}

/** Of a rule's own finding the sentence names it. All of them are in the JSON report. */
function affectedLines({ affects, change }: Finding, columns: number): readonly string[] {
  if (affects.length === 0 || change.startsWith('rule-')) return [];
  const text = `rules that look at it: ${affects.map(escapeText).join(', ')}`;
  if (columnsOf(text) <= columns) return [text];
  return [
    `${fitMiddle(`rules that look at it: ${escapeText(affects[0] ?? '')}`, columns - 12)}, and ${affects.length - 1} more`,
  ];
}

/** Which share of several new runs. */
function agreement({ holds }: Finding): readonly string[] {
  return holds.in === holds.of ? [] : [`in ${holds.in} of ${holds.of} new runs`];
}

/** Which event shows it; of which file, where several were compared. */
function whereToLook({ evidence }: Finding, nameOf: Page['nameOf']): readonly string[] {
  const [first] = evidence;
  if (first === undefined) return [];
  const name = nameOf(first.trace);
  const file = name === undefined ? '' : ` of ${escapeText(name)}`;
  return [`event ${first.globalSeq} in segment ${first.segment + 1}${file}`];
}

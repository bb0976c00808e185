/** A drift report on one screen where it can be: the verdict, what was compared, what was left out, the findings, the next command. */
import type { ChalkInstance } from 'chalk';
import type { ComparabilityNote, DriftReport, Finding, Requirement, SideInfo } from '../model/drift.ts';
import { findingLines, type Page } from './drift-findings.ts';
import { nextCommands } from './drift-next.ts';
import { ruleLines } from './drift-rules.ts';
import { acceptanceSentences, countsText, describeRuns, pathsOf } from './drift-words.ts';
import { escapeText } from './escape.ts';
import { fitWidth } from './fit-width.ts';
import { pathList } from './path-list.ts';
import { stabilityClause } from './stability.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const MOST_LOW_FINDINGS = 8;
/** Where something louder is to be read first. */
const MOST_LOW_BESIDE = 3;

/** For files: no colour, and wide enough for a log. */
export const PLAIN_TERMINAL: Terminal = { columns: 120, color: false };

export interface DriftTextOptions extends Terminal {
  /** Show findings of severity info too. */
  readonly all: boolean;
  /** Most findings; 0 for all of them. */
  readonly limit: number;
}

export function renderDrift(report: DriftReport, options: DriftTextOptions): string {
  const chalk = chalkFor(options);
  const { columns } = options;
  const wanted = report.findings.filter(
    (finding) => options.all || (finding.severity !== 'info' && finding.accepted === null),
  );
  const shown = shownOf(wanted, options);
  const lines = [
    verdictLine(report, chalk),
    ...sideLines('before', report.before, [], options, chalk),
    ...sideLines('after', report.after, requirementClause(report), options, chalk),
    ...noteLines(report.comparability, columns, chalk),
    ...ruleLines(report, { columns, chalk }),
    ...findingLines(shown, { columns, chalk, nameOf: traceNames(report) }, isTerse(wanted, options)),
    '',
    ...leftOut(report, wanted, shown, columns),
    ...policyLines(report, columns),
    ...acceptanceLines(report, columns),
    ...nextCommands(report),
  ];
  return `${lines.join('\n')}\n`;
}

/** File names of the traces, where a side has several. */
function traceNames({ before, after }: DriftReport): Page['nameOf'] {
  const sides = [before, after].filter(({ files }) => files.length > 1);
  const names = new Map(
    sides.flatMap(({ files }) =>
      files.flatMap(({ path, trace }) => (trace === undefined ? [] : [[trace, path]])),
    ),
  );
  return (trace) => names.get(trace)?.split('/').at(-1);
}

/** A person reads all that may fail a check; of the low findings the most surprising few, the others are counted. */
function shownOf(wanted: readonly Finding[], { all, limit }: DriftTextOptions): readonly Finding[] {
  if (limit === 0) return wanted;
  const low = wanted.filter(({ severity }) => severity === 'low');
  const most = isLoud(wanted) ? MOST_LOW_BESIDE : MOST_LOW_FINDINGS;
  const telling = new Set(all ? low : [...low].sort((a, b) => b.surprise - a.surprise).slice(0, most));
  return wanted.filter((finding) => finding.severity !== 'low' || telling.has(finding)).slice(0, limit);
}

function isLoud(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'high' || severity === 'medium');
}

function isTerse(wanted: readonly Finding[], { all, limit }: DriftTextOptions): boolean {
  return !all && limit > 0 && isLoud(wanted);
}

/** One line that a person or a log search can stop at. */
export function verdictText({ verdict, summary, comparability, failOn }: DriftReport): string {
  const all = countsText(summary);
  switch (verdict) {
    case 'drift':
      return `DRIFT: ${all} (fails at ${failOn})`;
    case 'same':
      return all === ''
        ? 'SAME: nothing changed'
        : `SAME: nothing at ${failOn === 'never' ? 'medium' : failOn} or above; ${all}`;
    case 'inconclusive':
      return comparability.some(({ level }) => level === 'fatal')
        ? 'NOT COMPARABLE: nothing was compared'
        : `CANNOT TELL: what is missing may have been lost; ${all}`;
  }
}

function verdictLine(report: DriftReport, chalk: ChalkInstance): string {
  const text = verdictText(report);
  if (report.verdict === 'drift') return chalk.red.bold(text);
  return report.verdict === 'same' ? chalk.green.bold(text) : chalk.yellow.bold(text);
}

function sideLines(
  word: 'before' | 'after',
  side: SideInfo,
  more: readonly string[],
  { columns }: Terminal,
  chalk: ChalkInstance,
): readonly string[] {
  const facts = [describeRuns(side.runs), ...stabilityClause(side.stability)].join('; ');
  const agreed = more.map((text) => ` (${text})`).join('');
  const label = word.padEnd(7);
  const [first = '', ...rest] = wrapText(escapeText(facts), columns - label.length);
  return [
    `${chalk.bold(label)}${first}`,
    ...rest.map((line) => `${' '.repeat(label.length)}${line}`),
    chalk.dim(
      `${' '.repeat(label.length)}${pathList(pathsOf(side).map(escapeText), columns - label.length - agreed.length)}${agreed}`,
    ),
  ];
}

const REQUIRED: Readonly<Record<Requirement, string>> = {
  all: 'all must agree',
  majority: 'most must agree',
  any: 'one is enough',
};

function requirementClause({ require }: DriftReport): readonly string[] {
  return require === null ? [] : [REQUIRED[require]];
}

const LEVEL_WORD: Readonly<Record<Exclude<ComparabilityNote['level'], 'ok'>, string>> = {
  warning: 'note',
  excluded: 'left out',
  fatal: 'refused',
};

function noteLines(
  notes: readonly ComparabilityNote[],
  columns: number,
  chalk: ChalkInstance,
): readonly string[] {
  const alike = [...new Set(notes.flatMap(({ axis, level }) => (level === 'ok' ? [axis] : [])))];
  const agreed = alike.length === 0 ? [] : [chalk.dim(fitWidth(`alike: ${alike.join(', ')}`, columns))];
  return [...agreed, ...troubleLines(notes, columns, chalk)];
}

function troubleLines(
  notes: readonly ComparabilityNote[],
  columns: number,
  chalk: ChalkInstance,
): readonly string[] {
  return notes.flatMap(({ level, message }) => {
    if (level === 'ok') return [];
    const label = `${LEVEL_WORD[level]}: `;
    const [first = '', ...rest] = wrapText(escapeText(message), columns - label.length);
    const head = level === 'fatal' ? chalk.red(label) : chalk.yellow(label);
    return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(label.length)}${line}`)];
  });
}

function leftOut(
  report: DriftReport,
  wanted: readonly Finding[],
  shown: readonly Finding[],
  columns: number,
): readonly string[] {
  const hidden = report.findings.length - wanted.length;
  const more = wanted.filter((finding) => !shown.includes(finding));
  const clauses = [
    ...(more.length > 0 ? [`${more.length} more (${byChange(more)}): --limit 0 shows all.`] : []),
    ...(hidden > 0 ? [`${hidden} of no consequence or accepted: --all shows them.`] : []),
  ];
  return wrapText(clauses.join(' '), columns).filter((line) => line !== '');
}

/** `21 program-added, 5 event-added`. */
function byChange(findings: readonly Finding[]): string {
  const kinds = [...Map.groupBy(findings, ({ change }) => change)];
  return kinds
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([change, { length }]) => `${length} ${change}`)
    .join(', ');
}

function policyLines({ policy }: DriftReport, columns: number): readonly string[] {
  const preset =
    policy.preset === 'recommended' ? [] : [`Judged by the preset "${policy.preset}" of the policy.`];
  const unmatched = policy.unmatched.map(
    (match) => `The policy's pattern "${match}" matches no program here.`,
  );
  return [...preset, ...unmatched].map((line) => fitWidth(escapeText(line), columns));
}

function acceptanceLines(report: DriftReport, columns: number): readonly string[] {
  return acceptanceSentences(report).map((line) => fitWidth(escapeText(line), columns));
}

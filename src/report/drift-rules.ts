/** What became of the detection rules: one line where all is as it was, else one for each rule that is not, and what silenced its signals. */
import type { ChalkInstance } from 'chalk';
import type { DriftReport, Finding } from '../model/drift.ts';
import type { ComparedRule, RuleChange, RuleComparison } from '../model/rule-comparison.ts';
import { shellWord } from '../model/shell-word.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';
import { count } from './recording-notes.ts';
import { wrapText } from './wrap-text.ts';

const WORD: Readonly<Record<RuleChange, string>> = {
  broken: 'BROKEN',
  'false-alarm': 'FALSE ALARM',
  late: 'LATE',
  weaker: 'weaker',
  gained: 'gained',
  holds: 'holds',
  silent: 'silent',
  unknown: 'unknown',
};
const TOLD: readonly RuleChange[] = ['broken', 'false-alarm', 'late', 'weaker', 'gained'];
const TROUBLE: readonly RuleChange[] = ['broken', 'false-alarm', 'late', 'weaker'];
/** Fewer columns say nothing. */
const LEAST_ROOM = 20;

export interface RulesPage {
  readonly columns: number;
  readonly chalk: ChalkInstance;
}

/** Nothing where no rules were tried; what is to be done about it stands with the notes. */
export function ruleLines({ rules, findings }: DriftReport, page: RulesPage): readonly string[] {
  if (rules === null || rules.before.runs + rules.after.runs === 0) return [];
  const told = rules.rules.filter(({ change }) => TOLD.includes(change));
  const rest = restClause(rules);
  const head = `rules of ${escapeText(rules.ruleSet)}${rest === '' ? '' : `: ${rest}`}`;
  if (told.length === 0) return wrapText(head, page.columns);
  const isTrouble = told.some(({ change }) => TROUBLE.includes(change));
  const indent = ' '.repeat(Math.max(...told.map(({ change }) => WORD[change].length)) + 4);
  return [
    '',
    ...wrapText(head, page.columns).map((line) => page.chalk.bold(line)),
    ...told.map((rule) => oneRule(rule, indent.length, page)),
    ...silentLines(told, findings, page),
    ...(isTrouble ? ['  make new ones: esdrift signals generate TRACE… --out NEW.rules.json'] : []),
  ];
}

/** `8 fire as before, 4 on neither side`. */
function restClause({ rules }: RuleComparison): string {
  const of = (change: RuleChange): number => rules.filter((rule) => rule.change === change).length;
  const unknown = rules.filter(({ change }) => change === 'unknown');
  const fire = unknown.filter(({ after }) => after.fired > 0).length;
  const parts = [
    ...(of('holds') === 0 ? [] : [`${of('holds')} ${of('holds') === 1 ? 'fires' : 'fire'} as before`]),
    ...(of('silent') === 0 ? [] : [`${of('silent')} on neither side`]),
    ...(unknown.length === 0
      ? []
      : [`${unknown.length} cannot be compared (${fire} of them ${fire === 1 ? 'fires' : 'fire'})`]),
  ];
  return parts.join(', ');
}

function oneRule(rule: ComparedRule, room: number, { columns, chalk }: RulesPage): string {
  const { change, id } = rule;
  const isBad = change === 'broken' || change === 'false-alarm';
  const paint = isBad ? chalk.red.bold : change === 'gained' ? chalk.green : chalk.yellow;
  const text = `${id}: ${[howOften(rule), ...shiftClause(rule), ...leadClause(rule)].join(', ')}`;
  return `  ${paint(WORD[change].padEnd(room - 2))}${fitMiddle(escapeText(text), columns - room)}`;
}

function howOften({ before, after, signals, change }: ComparedRule): string {
  if (change === 'false-alarm') return 'fires where nothing of the sort happened';
  const share = `${after.signals} of ${signals.length} signals`;
  const fewer = after.signals === before.signals ? '' : ` (${before.signals} before)`;
  if (change === 'broken')
    return `fires in ${after.fired} of ${count(after.runs, 'run')} (${before.fired} of ${before.runs} before), ${share}${fewer}`;
  return `${share}${fewer}`;
}

/** Two runs of one behaviour differ as much. */
const WORTH_TELLING_MS = 100;

function shiftClause({ laterMs }: ComparedRule): readonly string[] {
  if (laterMs === null || Math.abs(laterMs) < WORTH_TELLING_MS) return [];
  const seconds = Math.abs(laterMs) / 1000;
  const length = seconds < 60 ? `${seconds.toFixed(1)} s` : minutesText(Math.round(seconds));
  return [`${length} ${laterMs > 0 ? 'later' : 'earlier'}`];
}

/** Signals that no run after shows, each with the finding that most likely silenced it. */
function silentLines(
  rules: readonly ComparedRule[],
  findings: readonly Finding[],
  { columns, chalk }: RulesPage,
): readonly string[] {
  const lost = new Map(
    rules.flatMap(({ signals }) =>
      signals.filter(({ change }) => change === 'lost').map((each) => [each.id, each]),
    ),
  );
  const causeOf = new Map(
    [...lost.values()].map(({ id, findings: ids }) => [
      id,
      findings.find((finding) => finding.id === ids[0]),
    ]),
  );
  return [...Map.groupBy(lost.keys(), (id) => causeOf.get(id))].map(([cause, ids]) => {
    const head = `  silent now: ${ids.map(escapeText).join(', ')}`;
    if (cause === undefined) return fitMiddle(head, columns);
    const tail = ` (${cause.change} ${cause.id} `;
    const room = Math.max(LEAST_ROOM, columns - head.length - tail.length - 1);
    return chalk.dim(`${head}${tail}${fitMiddle(escapeText(cause.subject), room)})`);
  });
}

/** The time that is left before the restart. */
function leadClause({ claim, after: { leadMs } }: ComparedRule): readonly string[] {
  if (claim !== 'start' || leadMs === null) return [];
  return [`${minutesText(Math.round(leadMs / 1000))} before the restart`];
}

function minutesText(seconds: number): string {
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** The rules as an option of another command. */
export function rulesOption(rules: RuleComparison | null): string {
  return rules?.file === null || rules === null ? '' : ` --rules ${shellWord(escapeText(rules.file))}`;
}

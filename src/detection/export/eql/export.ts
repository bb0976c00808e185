/** Rules as EQL over what Elastic Defend reports. */
import type { ExportLoss } from '../../../model/rules-export.ts';
import type { Rule } from '../../../model/rules.ts';
import { commentLines } from '../comment.ts';
import {
  exporter,
  headLines,
  textFiles,
  type ExportRequest,
  type Written,
  type WrittenRule,
} from '../exporter.ts';
import { planRule } from '../plan.ts';
import { distinct } from '../say-signal.ts';
import { countedSignals } from '../tied-signals.ts';
import { EQL } from './fields.ts';
import { queriesOf } from './query.ts';

/** More queries than this for one rule nobody would run. */
const MOST_QUERIES = 32;
/** Of one event in a sequence. */
const MOST_RUNS = 100;

const GENERAL: readonly ExportLoss[] = [
  { effect: 'broader', signal: null, text: 'events of two boots count together' },
  {
    effect: 'broader',
    signal: null,
    text: 'Elastic Defend has no event for a new file: a change counts, also of one that was there',
  },
  { effect: 'narrower', signal: null, text: 'a file that is made and never written to is not reported' },
  { effect: 'same', signal: null, text: 'it fires once for each match, not once for each quiet window' },
];

export const exportEql = exporter({
  general: GENERAL,
  write: writeRule,
  filesOf: textFiles('eql', (rules) => rules.map(fileOf).join('\n')),
});

function writeRule(rule: Rule, { set }: ExportRequest): Written<readonly string[]> {
  const plan = planRule(rule, set, countedSignals(EQL, MOST_RUNS));
  if (plan.kind === 'refused') return plan;
  const { queries, losses } = queriesOf(plan);
  const all = [...plan.losses, ...unique(losses)];
  const refuse = (why: string): Written<readonly string[]> => ({ kind: 'refused', rule, why, losses: all });
  if (queries.length === 0)
    return refuse('a signal of it must be counted, and a sample of several programs cannot do that');
  if (queries.length > MOST_QUERIES)
    return refuse(
      `EQL cannot count programs: it would take ${queries.length} queries (at most ${MOST_QUERIES})`,
    );
  return { kind: 'written', rule, text: queries, losses: all };
}

function unique(losses: readonly ExportLoss[]): readonly ExportLoss[] {
  const bySignal = Map.groupBy(losses, ({ signal }) => signal);
  return [...bySignal].flatMap(([signal, theirs]) => distinct(theirs, signal));
}

function fileOf({ rule, text: queries, losses }: WrittenRule<readonly string[]>): string {
  const many =
    queries.length > 1
      ? [
          '',
          `EQL cannot count programs: these are ${queries.length} queries, and each one that matches is the rule.`,
        ]
      : [];
  const head = commentLines('//', [
    ...headLines(rule.title, { rules: [rule], general: GENERAL, losses }),
    ...many,
  ]);
  const body = queries.map((query, index) =>
    queries.length > 1 ? `// ${index + 1} of ${queries.length}\n${query}\n` : `${query}\n`,
  );
  return `${head}\n\n${body.join('\n')}`;
}

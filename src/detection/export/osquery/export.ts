/** Rules as osquery SQL. */
import type { ExportLoss } from '../../../model/rules-export.ts';
import type { Rule } from '../../../model/rules.ts';
import { durationMs } from '../../duration.ts';
import { commentLines } from '../comment.ts';
import {
  exporter,
  headLines,
  textFiles,
  type ExportRequest,
  type Written,
  type WrittenRule,
} from '../exporter.ts';
import { planRule, type RulePlan } from '../plan.ts';
import { followingSignals } from '../tied-signals.ts';
import { FILE_TABLE, OSQUERY } from './columns.ts';
import { queryOf } from './query.ts';
import { watchedPaths } from './watched-paths.ts';

const GENERAL: readonly ExportLoss[] = [
  { effect: 'same', signal: null, text: 'times are whole seconds, and only the present boot is looked at' },
  {
    effect: 'narrower',
    signal: null,
    text: 'osquery drops events beyond --events_max, and a query sees none of what happened before osquery ran',
  },
];

export const exportOsquery = exporter({
  general: GENERAL,
  write: writeRule,
  filesOf: textFiles('osquery.sql', fileOf),
});

interface Text {
  readonly sql: string;
  readonly plan: RulePlan<string>;
}

function writeRule(rule: Rule, { set }: ExportRequest): Written<Text> {
  const { say, before } = followingSignals(set, OSQUERY);
  const plan = planRule(rule, set, say);
  if (plan.kind === 'refused') return plan;
  return { kind: 'written', rule, text: { sql: queryOf(plan, before), plan }, losses: plan.losses };
}

function fileOf(group: readonly WrittenRule<Text>[]): string {
  return group
    .map(({ rule, text: { sql, plan }, losses }) =>
      [
        commentLines('--', headLines(rule.title, { rules: [rule], general: GENERAL, losses })),
        commentLines('--', ['', ...settings(plan)]),
        sql,
      ].join('\n'),
    )
    .join('\n');
}

/** What osquery must be told for the query to see anything. */
function settings(plan: RulePlan<string>): readonly string[] {
  const seconds = Math.ceil((durationMs(plan.rule.window) ?? 0) / 1000);
  const usesFiles = [...plan.signals, ...plan.unless].some(({ parts }) =>
    parts.some(({ source }) => source === FILE_TABLE),
  );
  const { folders, unknown } = watchedPaths([...plan.signals, ...plan.unless].map(({ signal }) => signal));
  return [
    'osqueryd needs: --disable_events=false --disable_endpointsecurity=false',
    ...(usesFiles ? ['  --disable_endpointsecurity_fim=false'] : []),
    `  --events_optimize=false --events_expiry=${seconds} (or more): the query looks back over ${plan.rule.window}`,
    ...(usesFiles && folders.length > 0
      ? [`From macOS 13 it sees only files that "file_paths" names: ${folders.join(', ')}`]
      : []),
    ...unknown.map((glob) => `  and whatever folder ${glob} is in: the rule does not say which`),
  ];
}

/**
 * A rule as one SELECT over osquery's tables. Each signal is a table of seconds at which it was seen; from each minute only the first and the
 * last is kept, so that joining them costs little; a quorum is the number of programs within the window before one of them.
 */
import type { Signal } from '../../../model/rules.ts';
import { commentText } from '../comment.ts';
import { durationMs } from '../../duration.ts';
import { writeTree, type TreeWords } from '../express.ts';
import { withSureNeed, type RulePlan } from '../plan.ts';
import type { SaidSignal, SignalPart } from '../say-signal.ts';
import { sqlText } from './sql-text.ts';

const WORDS: TreeWords = {
  and: ' AND ',
  or: ' OR ',
  not: (written) => `NOT coalesce((${written}), 0)`,
};

/** Signals that another one must follow; all of them can be said. */
export type Before = ReadonlyMap<string, SaidSignal<string>>;

export function queryOf(plan: RulePlan<string>, before: Before): string {
  const { rule, signals, unless } = plan;
  const windowS = seconds(rule.window);
  const all = [
    ...signals,
    ...unless.filter(({ signal }) => !signals.some((own) => own.signal.id === signal.id)),
  ];
  const tables = new Map(all.map(({ signal }, index) => [signal.id, `s${index + 1}`]));
  const minute = Math.min(60, windowS);
  const hits = [
    ...signals.map((said) => hitsOf(said, tables.get(said.signal.id) ?? '', 'shown', minute)),
    ...unless.map((said) => hitsOf(said, tables.get(said.signal.id) ?? '', 'forbidden', minute)),
  ];
  return [
    'WITH',
    '  boot(started) AS (SELECT (SELECT unix_time FROM time) - (SELECT total_seconds FROM uptime)),',
    ...all.map((said) => signalTable(said, tables.get(said.signal.id) ?? '', before)),
    '  hits(part, signal, program, first, last) AS (',
    hits.map((hit) => `    ${hit}`).join('\n    UNION ALL\n'),
    '  ),',
    `  moments(at) AS (${momentsOf(plan, tables)})`,
    `SELECT ${sqlText(rule.id)} AS rule, moments.at AS fired_at, count(DISTINCT hit.program) AS programs, group_concat(DISTINCT hit.signal) AS signals`,
    `FROM moments JOIN hits AS hit ON hit.first <= moments.at AND hit.last >= moments.at - ${windowS}`,
    'GROUP BY moments.at',
    `HAVING ${verdict(plan).join('\n  AND ')}`,
    'ORDER BY moments.at LIMIT 1;',
    '',
  ].join('\n');
}

/** When it may be decided: at the first of each minute, and at each one where what forbids may just have passed. */
function momentsOf({ signals, unless }: RulePlan<string>, tables: ReadonlyMap<string, string>): string {
  if (unless.length === 0) return "SELECT DISTINCT first FROM hits WHERE part = 'shown'";
  return signals.map(({ signal }) => `SELECT at FROM ${tables.get(signal.id) ?? ''}`).join(' UNION ');
}

function verdict(plan: RulePlan<string>): readonly string[] {
  const { rule, unless, signals } = plan;
  const there = (ids: readonly string[]): string =>
    `max(hit.part = 'shown' AND hit.signal IN (${ids.map(sqlText).join(', ')}))`;
  const sequence = (rule.sequence ?? []).filter((id) => signals.some(({ signal }) => signal.id === id));
  return [
    `count(DISTINCT hit.program) >= ${rule.quorum}`,
    ...withSureNeed(plan).map((group) => `${there(group.map(({ signal }) => signal.id))} = 1`),
    ...(unless.length === 0 ? [] : ["max(hit.part = 'forbidden') = 0"]),
    ...sequence
      .slice(1)
      .map((id, index) => `coalesce(${firstOf(sequence[index] ?? '')} <= ${firstOf(id)}, 1)`),
  ];
}

function firstOf(id: string): string {
  return `min(CASE WHEN hit.signal = ${sqlText(id)} THEN hit.first END)`;
}

/** What forbids has no program, so that it counts for none. */
function hitsOf({ signal }: SaidSignal<string>, table: string, part: string, minute: number): string {
  const program = part === 'shown' ? sqlText(signal.program) : 'NULL';
  return `SELECT '${part}', ${sqlText(signal.id)}, ${program}, min(at), max(at) FROM ${table} GROUP BY at / ${minute}`;
}

function signalTable(said: SaidSignal<string>, table: string, before: Before): string {
  const { signal } = said;
  const { after, count } = signal;
  const raw = selectOf(said);
  const title = `  -- ${commentText(`${signal.id} (${signal.program}): ${signal.title}`)}`;
  if (after === undefined && count === undefined) return `${title}\n  ${table}(at) AS (\n${raw}\n  ),`;
  const earlier = after === undefined ? undefined : before.get(after.signal);
  return [
    title,
    `  ${table}_seen(at) AS (\n${raw}\n  ),`,
    ...(earlier === undefined ? [] : [`  ${table}_before(at) AS (\n${selectOf(earlier)}\n  ),`]),
    `  ${table}(at) AS (SELECT seen.at FROM ${table}_seen AS seen WHERE ${followed(signal, table).join(' AND ')}),`,
  ].join('\n');
}

function followed({ after, count }: Signal, table: string): readonly string[] {
  return [
    ...(after === undefined
      ? []
      : [
          `EXISTS (SELECT 1 FROM ${table}_before AS early WHERE early.at BETWEEN seen.at - ${seconds(after.within)} AND seen.at)`,
        ]),
    ...(count === undefined
      ? []
      : [
          `(SELECT count(*) FROM ${table}_seen AS other WHERE other.at BETWEEN seen.at - ${seconds(count.within)} AND seen.at) >= ${count.atLeast}`,
        ]),
  ];
}

function selectOf({ parts }: SaidSignal<string>): string {
  return parts.map(selectPart).join('\n    UNION ALL\n');
}

function selectPart({ source, actions, tree }: SignalPart<string>): string {
  const condition = writeTree(tree, (sql) => sql, WORDS);
  const types = actions.map(sqlText).join(', ');
  const all = tree.kind === 'any' ? `(${condition})` : condition;
  const isOne = actions.length === 1;
  return `    SELECT e.time FROM ${source} AS e, boot WHERE e.time >= boot.started AND e.event_type ${isOne ? `= ${types}` : `IN (${types})`} AND ${all}`;
}

/** osquery's times are whole seconds. */
function seconds(duration: string): number {
  return Math.max(1, Math.ceil((durationMs(duration) ?? 0) / 1000));
}

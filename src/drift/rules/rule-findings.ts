/** What is worth telling of a rule, weighed like any other difference: by support, by how many new runs agree, and by what loss could explain. */
import type { Policy } from '../../model/config.ts';
import type { ChangeKind, Finding, Severity } from '../../model/drift.ts';
import { findingId } from '../judge.ts';
import { countOf, lengthText, offsetText } from '../names.ts';
import { policyLevel, presetSeverity } from '../policy.ts';
import { BASE_SEVERITY, oneLower } from '../severity.ts';
import { median, surpriseOfAbsence } from '../support.ts';
import type { JudgedRule } from './rule-change.ts';
import type { TriedSide } from './tried-side.ts';
import { expectationFor } from './tried-side.ts';

export interface FindingBench {
  readonly before: TriedSide;
  readonly after: TriedSide;
  readonly policy: Policy;
}

/** From so many bits on it is no chance, though not every run before fired. */
const STRONG_BITS = 4;
const WORTH_A_WORD_BITS = 1;
const MOST_EVIDENCE = 3;

type Weighed = Pick<
  Finding,
  'severity' | 'certainty' | 'support' | 'holds' | 'surprise' | 'evidence' | 'before' | 'after'
> & {
  readonly clauses: readonly string[];
};

export function ruleFindings(judged: JudgedRule, bench: FindingBench): readonly Finding[] {
  const made = [
    finding('rule-false-alarm', judged, bench, falseAlarm),
    finding('rule-broken', judged, bench, broken),
    finding('rule-late', judged, bench, late),
  ];
  return made.flatMap((each) => each ?? []);
}

function finding(
  change: ChangeKind,
  judged: JudgedRule,
  bench: FindingBench,
  weigh: (judged: JudgedRule, bench: FindingBench, base: Severity) => Weighed | undefined,
): Finding | undefined {
  const { rule } = judged;
  const level = policyLevel(bench.policy, change, '');
  if (level === 'off') return undefined;
  const row = BASE_SEVERITY[change];
  const base =
    level ?? presetSeverity(bench.policy, rule.claim === 'start' ? row.participant : row.other, true);
  const weighed = weigh(judged, bench, base);
  if (weighed === undefined) return undefined;
  const { clauses, ...fields } = weighed;
  const subject = `rule ${rule.id}`;
  return {
    id: findingId({ change, subject, before: undefined, after: undefined, stableSides: false }),
    change,
    program: '',
    subject,
    ...fields,
    part: null,
    phase: rule.phase,
    members: { total: 0, shown: [] },
    affects: [rule.id],
    reason: `${clauses.join('; ')}.`,
    accepted: null,
  };
}

function broken(judged: JudgedRule, { after }: FindingBench, base: Severity): Weighed | undefined {
  const { rule, before, fired, missed } = judged;
  const enough = after.side.enough;
  if (missed.length === 0 || missed.length < (enough ?? 1)) return undefined;
  if (before.runs === 0) return unknownBefore(judged, after, base);
  if (before.fired === 0) return undefined;
  const proving = missed.filter(({ excuse }) => excuse === undefined).length;
  const support = { runs: before.runs, seenIn: before.fired };
  const surprise = surpriseOfAbsence(support, Math.max(1, proving));
  if (surprise < WORTH_A_WORD_BITS) return undefined;
  const isWhole = before.fired === before.runs;
  const some = fired.length > 0 && enough === undefined;
  let severity = base;
  if (!isWhole) severity = surprise >= STRONG_BITS ? oneLower(severity) : 'info';
  if (some) severity = oneLower(severity);
  const excuse = proving > 0 ? undefined : missed[0]?.excuse;
  return {
    severity,
    certainty: excuse === undefined ? 'observed' : 'inconclusive',
    support,
    holds: { in: missed.length, of: missed.length + fired.length },
    surprise,
    evidence: [],
    before: `fired in ${before.fired} of ${countOf(before.runs, 'run')}`,
    after: `fired in ${fired.length} of ${countOf(missed.length + fired.length, 'run')}`,
    clauses: [
      some
        ? `${rule.id} misses ${missed.length} of the ${missed.length + fired.length} new runs`
        : `${rule.id} fires no more`,
      ...silentClause(judged),
      `before: it fired in ${before.fired} of ${countOf(before.runs, 'run')}`,
      ...(isWhole ? [] : ['it was not in every run']),
      ...(excuse === undefined ? [] : [`inconclusive: ${excuse}`]),
    ],
  };
}

/** A rule that claims to find such an upgrade does not: broken, or it never did. */
function unknownBefore(
  { rule, fired, missed }: JudgedRule,
  after: TriedSide,
  base: Severity,
): Weighed | undefined {
  const claimed = missed.filter(({ run }) => {
    const info = after.side.runs[run];
    return info !== undefined && expectationFor(rule, info) === 'fires';
  });
  if (claimed.length === 0 || fired.length > 0) return undefined;
  return {
    severity: base,
    certainty: 'inconclusive',
    support: { runs: 0, seenIn: 0 },
    holds: { in: claimed.length, of: missed.length },
    surprise: 0,
    evidence: [],
    before: null,
    after: `fired in 0 of ${countOf(missed.length, 'run')}`,
    clauses: [
      `${rule.id} claims to find such an upgrade and does not`,
      'inconclusive: whether it did before is not known, because that side holds no outcomes of these rules',
    ],
  };
}

function late(judged: JudgedRule, { after }: FindingBench, base: Severity): Weighed | undefined {
  const { rule, change, before, fired, lostLead } = judged;
  if (change !== 'late') return undefined;
  const lateOnes = lostLead ? fired : fired.filter(({ isLate }) => isLate);
  const laters = lateOnes.flatMap(({ laterMs }) => laterMs ?? []);
  const support = { runs: fired.length, seenIn: lateOnes.length };
  const isWhole = before.fired === before.runs;
  const severity = lostLead && rule.claim === 'start' ? BASE_SEVERITY['rule-broken'].participant : base;
  const excuse = lateOnes.some((firing) => firing.excuse === undefined) ? undefined : lateOnes[0]?.excuse;
  return {
    severity: isWhole ? severity : oneLower(severity),
    certainty: excuse === undefined ? 'observed' : 'inconclusive',
    support,
    holds: { in: lateOnes.length, of: fired.length },
    surprise: surpriseOfAbsence({ runs: before.runs, seenIn: before.fired }, lateOnes.length),
    evidence: after
      .evidence(
        rule.id,
        lateOnes.map(({ run }) => run),
      )
      .slice(0, MOST_EVIDENCE),
    before: null,
    after: laters.length === 0 ? null : `${lengthText(median(laters))} later`,
    clauses: [
      lostLead
        ? `${rule.id} fires only after the restart`
        : `${rule.id} fires ${lengthText(median(laters))} later than the runs before let expect`,
      ...silentClause(judged),
      `at ${offsetText(median(lateOnes.map(({ firedMs }) => firedMs)))}`,
      ...(isWhole ? [] : ['it had not fired in every run before']),
      ...(excuse === undefined ? [] : [`inconclusive: ${excuse}`]),
    ],
  };
}

function falseAlarm(
  { rule, falseAlarms }: JudgedRule,
  { after }: FindingBench,
  base: Severity,
): Weighed | undefined {
  const { runs, fired, known } = falseAlarms;
  if (fired.length === 0) return undefined;
  const methods = new Set(fired.map((run) => whatItIs(after, run)));
  return {
    severity: known ? 'info' : base,
    certainty: 'observed',
    support: { runs, seenIn: fired.length },
    holds: { in: fired.length, of: runs },
    surprise: 0,
    evidence: after.evidence(rule.id, fired).slice(0, MOST_EVIDENCE),
    before: null,
    after: `fired in ${fired.length} of ${countOf(runs, 'run')}`,
    clauses: [
      `${rule.id} fires on ${[...methods].sort().join(' and ')}, where nothing of the sort happened`,
      ...(known ? ['it did so before'] : []),
    ],
  };
}

function whatItIs({ side }: TriedSide, run: number): string {
  const info = side.runs[run];
  if (info === undefined || info.role === 'control') return 'a recording without an upgrade';
  return `an upgrade by ${info.method}`;
}

function silentClause({ signals }: JudgedRule): readonly string[] {
  const lost = [...signals].flatMap(([id, change]) => (change === 'lost' ? [id] : []));
  return lost.length === 0 ? [] : [`silent now: ${lost.join(', ')}`];
}

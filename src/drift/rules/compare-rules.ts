/** The detection rules on both sides: what became of each, what of it is worth a finding, and which findings its signals lean on. */
import type { Policy } from '../../model/config.ts';
import type { ComparabilityNote, Finding } from '../../model/drift.ts';
import type { FactSet } from '../../model/facts.ts';
import type { ComparedRule, ComparedSignal, RuleComparison } from '../../model/rule-comparison.ts';
import type { RuleSet } from '../../model/rules.ts';
import { coverageOf } from '../coverage.ts';
import { countOf, lengthText } from '../names.ts';
import type { Side } from '../side.ts';
import { median } from '../support.ts';
import type { Timeline } from '../timeline.ts';
import { judgeRule, ruleSide, type JudgedRule, type RuleBench } from './rule-change.ts';
import { ruleFindings } from './rule-findings.ts';
import { TriedSide } from './tried-side.ts';

export interface AskedRules {
  readonly set: RuleSet;
  readonly digest: string;
  /** null: built in. */
  readonly file: string | null;
}

export interface RuleScene {
  readonly before: { readonly side: Side; readonly set: FactSet };
  readonly after: { readonly side: Side; readonly set: FactSet };
  readonly timeline: Timeline;
  readonly policy: Policy;
  /** Ids of findings by the signal they concern. */
  readonly findingsOf: ReadonlyMap<string, readonly string[]>;
}

export interface RulesCompared {
  readonly comparison: RuleComparison;
  readonly findings: readonly Finding[];
  readonly note: ComparabilityNote;
}

export function compareRules({ set, digest, file }: AskedRules, scene: RuleScene): RulesCompared {
  const tried = ({ side, set: facts }: RuleScene['before'], other: Side): TriedSide =>
    new TriedSide(
      side,
      facts.ruleOutcomes?.find((one) => one.digest === digest && one.ruleSet === set.name),
      coverageOf(side, other),
    );
  const before = tried(scene.before, scene.after.side);
  const after = tried(scene.after, scene.before.side);
  const bench: RuleBench = { set, before, after, timeline: scene.timeline };
  const judged = set.rules.map((rule) => judgeRule(rule, bench));
  const told = judged.map((each) => ruleFindings(each, { before, after, policy: scene.policy }));
  return {
    comparison: {
      ruleSet: set.name,
      file,
      digest,
      before: before.tried,
      after: after.tried,
      rules: judged.map((each, index) => comparedRule(each, bench, scene, told[index] ?? [])),
    },
    findings: told.flat(),
    note: noteOf(set, file, before, after),
  };
}

function comparedRule(
  judged: JudgedRule,
  bench: RuleBench,
  { findingsOf }: RuleScene,
  findings: readonly Finding[],
): ComparedRule {
  const { rule, change, fired, signals } = judged;
  const { id, title, claim, method, phase } = rule;
  const laters = fired.flatMap(({ laterMs }) => laterMs ?? []);
  const compared = {
    ...{ id, title, claim, method, phase, change },
    findings: findings.map((finding) => finding.id),
    before: ruleSide(rule, bench.before),
    after: ruleSide(rule, bench.after),
    laterMs: laters.length === 0 ? null : Math.round(median(laters)),
    signals: rule.signals.map((signal) => comparedSignal(signal, judged, bench, findingsOf)),
  };
  return {
    ...compared,
    sentence: sentenceOf(
      compared,
      [...signals].flatMap(([name, is]) => (is === 'lost' ? [name] : [])),
      judged.notRecorded,
    ),
  };
}

function comparedSignal(
  id: string,
  { rule, signals }: JudgedRule,
  { set, before, after }: RuleBench,
  findingsOf: RuleScene['findingsOf'],
): ComparedSignal {
  const seen = (side: TriedSide): number =>
    side.runsFor(rule).open.filter((run) => (side.signal(id, run) ?? -1) >= 0).length;
  return {
    id,
    title: set.signals.find((signal) => signal.id === id)?.title ?? id,
    change: signals.get(id) ?? 'unknown',
    before: seen(before),
    after: seen(after),
    findings: findingsOf.get(id) ?? [],
  };
}

function sentenceOf(
  rule: Omit<ComparedRule, 'sentence'>,
  lost: readonly string[],
  notRecorded: readonly string[],
): string {
  const { id, change, before, after, laterMs, signals } = rule;
  const share = `${after.signals} of ${countOf(signals.length, 'signal')}`;
  const fewer = after.signals < before.signals ? ` (${before.signals} before)` : '';
  const shift = shiftClause(laterMs);
  const silent = lost.length === 0 ? '' : `; silent now: ${lost.join(', ')}`;
  switch (change) {
    case 'broken':
      return `${id} fires in ${after.fired} of ${countOf(after.runs, 'run')}, before in ${before.fired} of ${before.runs}${silent}`;
    case 'false-alarm':
      return `${id} fires where nothing of the sort happened`;
    case 'late':
    case 'weaker':
      return `${id} still fires, with ${share}${fewer}${shift}${silent}`;
    case 'holds':
      return `${id} fires as before, with ${share}${shift}`;
    case 'gained':
      return `${id} fires now, with ${share}, and did not before`;
    case 'silent':
      return `${id} fires on neither side`;
    case 'unknown':
      if (after.fired === 0 && notRecorded.length > 0)
        return `${id} cannot be judged: ${notRecorded.join(', ')} was not recorded`;
      return after.fired > 0
        ? `${id} fires, with ${share}; whether it did before is not known`
        : `${id} does not fire; whether it did before is not known`;
  }
}

/** Below it, two runs of one behaviour differ as much. */
const WORTH_TELLING_MS = 100;

function shiftClause(laterMs: number | null): string {
  if (laterMs === null || Math.abs(laterMs) < WORTH_TELLING_MS) return '';
  return `, ${lengthText(Math.abs(laterMs))} ${laterMs > 0 ? 'later' : 'earlier'}`;
}

function noteOf(set: RuleSet, file: string | null, before: TriedSide, after: TriedSide): ComparabilityNote {
  const untried = [before, after].flatMap(({ tried: { runs, of }, side }) =>
    runs === of ? [] : [`${of - runs} of ${countOf(of, 'recording')} ${side.name}`],
  );
  if (untried.length === 0)
    return { axis: 'rules', level: 'ok', message: `${set.name}: ${countOf(set.rules.length, 'rule')}` };
  const how = file === null ? '' : ' with --rules';
  return {
    axis: 'rules',
    level: 'warning',
    message: `the rules ${set.name} were not tried on ${untried.join(' and ')}: make it again from its traces${how}`,
  };
}

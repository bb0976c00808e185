/** Weighs a draft: severity from kind, part in the upgrade, support and noise; certainty from what was lost. */
import { hash } from 'node:crypto';
import type { Evidence, Finding, Phase, Severity } from '../model/drift.ts';
import type { Policy } from '../model/config.ts';
import type { Fact } from '../model/facts.ts';
import { judgeAbsence, type Absence } from './absence.ts';
import { chanceOf, type NoiseOfSides } from './chance.ts';
import type { Coverage } from './coverage.ts';
import type { Draft } from './draft.ts';
import { couldLossHide } from './hiding.ts';
import { offsetText } from './names.ts';
import { isLasting } from './noise.ts';
import { policyLevel, presetSeverity } from './policy.ts';
import { BASE_SEVERITY, isLeaf, lowerOf, oneLower } from './severity.ts';
import { idOf, showsAnyway, type Side } from './side.ts';
import { bestSupport, isFull, median, surpriseOfAbsence, type Support } from './support.ts';
import type { Timeline } from './timeline.ts';

export interface Bench {
  readonly before: Side;
  readonly after: Side;
  readonly coverage: { readonly before: Coverage; readonly after: Coverage };
  readonly timeline: Timeline;
  readonly policy: Policy;
  readonly noise: NoiseOfSides;
}

/** A fact that some of the runs show counts as a behaviour, not as noise, from this many bits on. */
const STRONG_BITS = 4;
/** An absence that is more likely than not is no news. */
const WORTH_A_WORD_BITS = 1;
/** What three runs against one, or one against two, can say at most. Below it a single fact is low at best. */
const ENOUGH_BITS = 3;
const MOST_EVIDENCE = 3;
const MOST_MEMBERS = 20;

interface Weighed {
  readonly severity: Severity;
  readonly notes: readonly string[];
}

interface Weight {
  readonly support: Support;
  readonly bits: number;
  readonly full: boolean;
  /** Not in every run, and still no chance. */
  readonly strong: boolean;
  readonly absence: Absence | undefined;
  /** Why it is inconclusive. */
  readonly doubt: string | undefined;
}

/** Undefined where the policy turns it off, or the comparison is void: nothing on the other side could have shown it. */
export function judge(draft: Draft, bench: Bench): Finding | undefined {
  if (policyLevel(bench.policy, draft.change, draft.program) === 'off') return undefined;
  const weight = weigh(draft, bench);
  if (weight === undefined) return undefined;
  if (weight.bits < WORTH_A_WORD_BITS) return undefined;
  const { severity, notes } = severityOf(draft, weight, bench);
  const shown = draft.afterFacts.length > 0 ? bench.after : bench.before;
  const facts = draft.afterFacts.length > 0 ? draft.afterFacts : draft.beforeFacts;
  const sentence = weight.doubt === undefined ? draft.sentence : `perhaps ${draft.sentence}`;
  const clauses = [sentence, ...supportClause(draft, weight, bench), ...notes];
  return {
    id: findingId(draft),
    change: draft.change,
    severity,
    certainty: weight.doubt === undefined ? 'observed' : 'inconclusive',
    program: draft.program,
    subject: draft.subject,
    before: draft.before ?? null,
    after: draft.after ?? null,
    support: weight.support,
    holds: holdsIn(draft, bench.after),
    part: draft.part?.reason ?? null,
    surprise: weight.bits,
    phase: phaseOf(shown, facts, bench.timeline) ?? null,
    evidence: evidenceOf(draft, bench),
    members: { total: draft.members.length, shown: draft.members.slice(0, MOST_MEMBERS) },
    affects: [],
    reason: `${clauses.join('; ')}.`,
    accepted: null,
  };
}

/** Stable over runs: the change, its subject, and the templates on both sides. */
export function findingId(
  draft: Pick<Draft, 'change' | 'subject' | 'before' | 'after' | 'stableSides'>,
): string {
  const sides = draft.stableSides ? [draft.before ?? '', draft.after ?? ''] : [];
  const text = [draft.change, draft.subject, ...sides].join('\u0000');
  return hash('sha256', text).slice(0, 12);
}

function weigh(draft: Draft, bench: Bench): Weight | undefined {
  const { before, after, coverage, timeline } = bench;
  const was = bestSupport(draft.beforeFacts, before.judged);
  const is = bestSupport(draft.afterFacts, after.judged);
  if (draft.beforeFacts.length > 0 && draft.afterFacts.length > 0) {
    const [lost, come] = [
      surpriseOfAbsence(was, after.judged.length),
      surpriseOfAbsence(is, before.judged.length),
    ];
    const full = isFull(was) && isEnough(is, after);
    // What only some runs show may be chance on that side alone, however sure the other one is.
    const strong = (isFull(was) || lost >= STRONG_BITS) && (isEnough(is, after) || come >= STRONG_BITS);
    const doubt = draft.doubt ?? doubtOfChange(draft, bench);
    return { support: is, bits: rounded(lost + come), full, strong, absence: undefined, doubt };
  }
  const gone = draft.beforeFacts.length > 0;
  const [present, support, facts] = gone ? [before, was, draft.beforeFacts] : [after, is, draft.afterFacts];
  const absent = gone
    ? { side: after, coverage: coverage.after }
    : { side: before, coverage: coverage.before };
  if (facts.length === 0) {
    // About the run as a whole, and the same in every run of either side.
    const [runs, others] = [after.judged.length, before.judged.length];
    const bits = surpriseOfAbsence({ runs: others, seenIn: others }, runs);
    const { doubt } = draft;
    return { support: { runs, seenIn: runs }, bits, full: true, strong: true, absence: undefined, doubt };
  }
  const { sources } = draft;
  const isTimed = draft.related && looseness(draft, bench) === undefined;
  const absence = judgeAbsence({ present, facts, ...absent, sources, timeline, isTimed });
  if (absence === undefined) return undefined;
  const bits = surpriseOfAbsence(support, Math.max(1, absence.provingRuns));
  return {
    support,
    bits,
    full: isEnough(support, present),
    strong: bits >= STRONG_BITS,
    absence,
    doubt: absence.why,
  };
}

/** One thing became another only where the one is gone. */
function doubtOfChange({ beforeFacts, related }: Draft, bench: Bench): string | undefined {
  const { before: present, after: side, timeline } = bench;
  const isThere = (run: number): boolean => beforeFacts.some((fact) => showsAnyway(side, fact, run));
  if (side.judged.some(isThere)) return undefined;
  const lookout = { present, side, timeline, coverage: bench.coverage.after, isTimed: related };
  if (!side.judged.every((run) => couldLossHide(lookout, beforeFacts, run))) return undefined;
  return 'as much as what was before does was lost, so it may be there still';
}

function isEnough(support: Support, { enough }: Side): boolean {
  return enough === undefined ? isFull(support) : support.seenIn >= enough;
}

/** The new runs that show what is new, or lack what is gone. */
function holdsIn({ beforeFacts, afterFacts }: Draft, after: Side): Finding['holds'] {
  const { judged } = after;
  const agreeing =
    afterFacts.length > 0
      ? bestSupport(afterFacts, judged).seenIn
      : judged.filter((run) => !beforeFacts.some((fact) => showsAnyway(after, fact, run))).length;
  return { in: agreeing, of: judged.length };
}

function severityOf(draft: Draft, weight: Weight, bench: Bench): Weighed {
  let severity = baseOf(draft, bench.policy);
  const notes: string[] = [];
  const lower = (to: Severity, why: string): void => {
    if (lowerOf(severity, to) === severity) return;
    severity = to;
    notes.push(why);
  };
  if (draft.cap !== undefined) lower(draft.cap.severity, draft.cap.why);
  const unsure = isLeaf(draft.change) || (draft.part !== undefined && !draft.part.proven);
  if (!weight.full && weight.support.runs > 0) {
    lower(weight.strong ? oneLower(severity) : 'info', 'it was not in every run');
  } else if (unsure && weight.bits < ENOUGH_BITS) {
    lower('low', 'so few runs cannot tell it from chance');
  }
  // Nothing lowers it further, and most findings are no more than that.
  if (severity !== 'info') lowerByNoise(draft, weight, bench, unsure, lower);
  const { absence, doubt } = weight;
  if (absence?.atBoot === true) lower('low', absence.why ?? '');
  else if (doubt !== undefined) notes.push(`inconclusive: ${doubt}`);
  return { severity, notes };
}

/** What comes and goes by itself. */
function lowerByNoise(
  draft: Draft,
  weight: Weight,
  bench: Bench,
  unsure: boolean,
  lower: (to: Severity, why: string) => void,
): void {
  const loose = looseness(draft, bench);
  if (loose !== undefined) lower('low', loose);
  const provingRuns = weight.absence?.provingRuns ?? 0;
  const chance = chanceOf(
    draft,
    { seenIn: weight.support.seenIn, provingRuns, full: weight.full },
    bench.noise,
  );
  if (chance !== undefined && chance.openness !== 'closed') {
    const facts = [...draft.beforeFacts, ...draft.afterFacts];
    const lasts = facts.every((fact) => fact.kind === 'program' && isLasting(fact));
    lower(chance.openness === 'very-open' && !lasts ? 'info' : 'low', chance.why);
  }
  if (isBackground(draft, bench) && unsure) {
    const inUpgrades = draft.beforeFacts.length > 0 && weight.full && !isLeaf(draft.change);
    lower(inUpgrades ? 'low' : 'info', 'recordings without an upgrade show it too');
  }
}

/**
 * Why a program that came or went might not belong to the upgrade although the table names it: nothing ties it to a phase. Helpers of Software Update
 * also run on idle Macs.
 */
function looseness(draft: Draft, { before, after, timeline }: Bench): string | undefined {
  if (draft.part?.proven !== false) return undefined;
  if (draft.beforeFacts.length > 0 && draft.afterFacts.length > 0) return undefined;
  const [side, facts] =
    draft.beforeFacts.length > 0 ? [before, draft.beforeFacts] : [after, draft.afterFacts];
  const [fact] = facts;
  if (fact === undefined) return undefined;
  const runs = side.judged.filter((run) => (fact.counts[run] ?? 0) > 0);
  if (runs.length < 2) return 'one run does not tie it to a phase of the upgrade';
  return timeline.wanders(side, fact) ? 'it came in no fixed phase of the upgrade' : undefined;
}

/** The policy's word, or the stage's, or the table's. */
function baseOf(draft: Draft, policy: Policy): Severity {
  const level = policyLevel(policy, draft.change, draft.program);
  if (level !== undefined && level !== 'off') return level;
  const row = BASE_SEVERITY[draft.change];
  return presetSeverity(policy, draft.base ?? (draft.related ? row.participant : row.other), draft.related);
}

/** A control of either side shows what the upgrades of one side lack. */
function isBackground(draft: Draft, { before, after }: Bench): boolean {
  const shows = (side: Side, fact: Fact): boolean => side.controls.some((run) => (fact.counts[run] ?? 0) > 0);
  if (draft.beforeFacts.length > 0 === draft.afterFacts.length > 0) return false;
  return (
    draft.beforeFacts.some((fact) => shows(before, fact) || twinShows(after, fact)) ||
    draft.afterFacts.some((fact) => shows(after, fact) || twinShows(before, fact))
  );

  function twinShows(side: Side, fact: Fact): boolean {
    const twin = side.facts.get(idOf(fact));
    return twin !== undefined && shows(side, twin);
  }
}

/** "in 5 of 5 runs before, first at +12:03". */
function supportClause(draft: Draft, { support }: Weight, { before, after }: Bench): readonly string[] {
  const facts = draft.beforeFacts.length > 0 ? draft.beforeFacts : draft.afterFacts;
  const side = draft.beforeFacts.length > 0 ? before : after;
  const fact = facts[0];
  if (fact === undefined || support.runs === 0) return [];
  const shown = draft.beforeFacts.length > 0 ? bestSupport(draft.beforeFacts, before.judged) : support;
  const offsets = side.judged.map((run) => fact.firstMs[run] ?? -1).filter((first) => first >= 0);
  const first = offsets.length === 0 ? '' : `, first at ${offsetText(median(offsets))}`;
  const verb = draft.beforeFacts.length > 0 ? 'before: ' : '';
  return [`${verb}in ${shown.seenIn} of ${shown.runs} ${shown.runs === 1 ? 'run' : 'runs'}${first}`];
}

function phaseOf(side: Side, facts: readonly Fact[], timeline: Timeline): Phase | undefined {
  for (const fact of facts) {
    const phase = timeline.phaseOf(side, fact);
    if (phase !== undefined) return phase;
  }
  return undefined;
}

/** Where to look: the events of the side after, or of the side before for what is gone. Baselines carry none. */
function evidenceOf(draft: Draft, { before, after }: Bench): readonly Evidence[] {
  const [side, facts] = draft.afterFacts.length > 0 ? [after, draft.afterFacts] : [before, draft.beforeFacts];
  const own = side.runs.length === 1 ? side.runs[0]?.trace : undefined;
  return facts
    .flatMap(({ evidence }) => {
      const trace = evidence?.trace ?? own;
      return evidence === undefined || trace === undefined ? [] : [{ ...evidence, trace }];
    })
    .slice(0, MOST_EVIDENCE);
}

function rounded(bits: number): number {
  return Math.round(bits * 100) / 100;
}

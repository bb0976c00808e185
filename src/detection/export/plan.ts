/** What is left of a rule in a target: its signals, the quorum they can still make, and whether that is worth having. */
import type { ExportLoss } from '../../model/rules-export.ts';
import type { Rule, RuleSet, Signal } from '../../model/rules.ts';
import { TURNED } from './express.ts';
import type { SaidSignal, SignalAnswer } from './say-signal.ts';

export interface Program<Leaf> {
  readonly name: string;
  readonly signals: readonly SaidSignal<Leaf>[];
}

export interface RulePlan<Leaf> {
  readonly kind: 'plan';
  readonly rule: Rule;
  readonly signals: readonly SaidSignal<Leaf>[];
  readonly programs: readonly Program<Leaf>[];
  /** From each one must be there. The last may be "no guess alone". */
  readonly needs: readonly (readonly SaidSignal<Leaf>[])[];
  readonly unless: readonly SaidSignal<Leaf>[];
  readonly losses: readonly ExportLoss[];
}

export interface Refused {
  readonly kind: 'refused';
  readonly rule: Rule;
  readonly why: string;
  readonly losses: readonly ExportLoss[];
}

export type Say<Leaf> = (signal: Signal) => SignalAnswer<Leaf>;

export function planRule<Leaf>(
  rule: Rule,
  set: Pick<RuleSet, 'signals'>,
  say: Say<Leaf>,
): RulePlan<Leaf> | Refused {
  const byId = new Map(set.signals.map((signal) => [signal.id, signal]));
  const answersOf = (ids: readonly string[]): readonly SignalAnswer<Leaf>[] =>
    ids.flatMap((id) => byId.get(id) ?? []).map(say);
  const own = answersOf(rule.signals);
  const forbidding = answersOf(rule.unless ?? []);
  const signals = saidOf(own);
  const losses = [
    ...own.flatMap(ownLosses),
    ...own.flatMap((answer) => orderLosses(rule, answer)),
    ...forbidding.flatMap(forbiddingLosses),
  ];
  const programs = [...Map.groupBy(signals, ({ signal }) => signal.program)].map(([name, theirs]) => ({
    name,
    signals: theirs,
  }));
  const needs = (rule.needs ?? []).map((group) =>
    signals.filter(({ signal }) => group.includes(signal.id) && signal.evidence !== 'guess'),
  );
  const why = refusal(rule, own, programs.length, needs, signals);
  if (why !== undefined) return { kind: 'refused', rule, why, losses };
  return { kind: 'plan', rule, signals, programs, needs, unless: saidOf(forbidding), losses };
}

/** A need that asks for one signal which is no guess, where no other need sees to that. */
export function withSureNeed<Leaf>({ needs, signals }: RulePlan<Leaf>): RulePlan<Leaf>['needs'] {
  const sure = signals.filter(({ signal }) => signal.evidence !== 'guess');
  return needs.length > 0 || sure.length === signals.length ? needs : [sure];
}

function saidOf<Leaf>(answers: readonly SignalAnswer<Leaf>[]): readonly SaidSignal<Leaf>[] {
  return answers.filter((answer) => answer.kind === 'said');
}

function ownLosses<Leaf>(answer: SignalAnswer<Leaf>): readonly ExportLoss[] {
  if (answer.kind === 'said') return answer.losses;
  return [{ effect: 'narrower', signal: answer.signal.id, text: `left out (${answer.why})` }];
}

/** Whoever is not looked at cannot come at the wrong time. */
function orderLosses<Leaf>({ sequence = [] }: Rule, answer: SignalAnswer<Leaf>): readonly ExportLoss[] {
  const { kind, signal } = answer;
  return kind === 'unsaid' && sequence.includes(signal.id)
    ? [{ effect: 'broader', signal: signal.id, text: 'its place in the order is not asked' }]
    : [];
}

/** What forbids a rule less often lets it fire more often. */
function forbiddingLosses<Leaf>(answer: SignalAnswer<Leaf>): readonly ExportLoss[] {
  if (answer.kind === 'said')
    return answer.losses.map(({ effect, signal, text }) => ({
      effect: TURNED[effect],
      signal,
      text: `it forbids the rule; ${text}`,
    }));
  return [
    {
      effect: 'broader',
      signal: answer.signal.id,
      text: `it does not forbid the rule there (${answer.why})`,
    },
  ];
}

function refusal<Leaf>(
  rule: Rule,
  own: readonly SignalAnswer<Leaf>[],
  programs: number,
  needs: RulePlan<Leaf>['needs'],
  signals: readonly SaidSignal<Leaf>[],
): string | undefined {
  if (programs < rule.quorum)
    return programs === 0
      ? `none of its programs can be told there: ${reasons(own)}`
      : `it asks for ${rule.quorum} programs, and only ${programs} of its programs can be told there: ${reasons(own)}`;
  const empty = (rule.needs ?? []).find((_, index) => needs[index]?.length === 0);
  if (empty !== undefined) {
    const lost = own.filter(({ signal }) => empty.includes(signal.id));
    return `it needs one of ${empty.join(', ')}, and none of them can be told there: ${reasons(lost)}`;
  }
  return signals.every(({ signal }) => signal.evidence === 'guess')
    ? 'only guesses can be told there, and a guess never decides'
    : undefined;
}

/** What cannot be said, each reason with the signals it costs. */
function reasons(answers: readonly SignalAnswer<unknown>[]): string {
  const lost = answers.filter((answer) => answer.kind === 'unsaid');
  return [...Map.groupBy(lost, ({ why }) => why)]
    .map(([why, theirs]) => `${why} (${theirs.map(({ signal }) => signal.id).join(', ')})`)
    .join('; ');
}

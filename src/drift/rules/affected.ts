/** Which signals a difference concerns, and through them which rules. */
import type { Fact } from '../../model/facts.ts';
import type { RuleSet, Signal } from '../../model/rules.ts';
import type { Draft } from '../draft.ts';
import { byProgram, type Side } from '../side.ts';
import { SignalMatch } from './signal-match.ts';

const OF_A_PROGRAM = ['file', 'event', 'arguments', 'handoff', 'launch'] as const;

export class Affected {
  readonly #signals: readonly Signal[];
  readonly #rulesOf: ReadonlyMap<string, readonly string[]>;
  readonly #before: Side;
  readonly #after: Side;
  readonly #shownBefore: SignalMatch;
  readonly #shownAfter: SignalMatch;

  constructor({ signals, rules }: RuleSet, before: Side, after: Side) {
    this.#signals = signals;
    this.#before = before;
    this.#after = after;
    this.#shownBefore = new SignalMatch(before, signals);
    this.#shownAfter = new SignalMatch(after, signals);
    const rulesOf = new Map(signals.map(({ id }): [string, string[]] => [id, []]));
    for (const rule of rules)
      for (const id of signalsBehind(rule.signals, rule.unless, signals)) rulesOf.get(id)?.push(rule.id);
    this.#rulesOf = rulesOf;
  }

  /** Signals that see what went or what came, or that see only one of what was and what is. */
  signalsOf(draft: Draft): readonly string[] {
    const { change } = draft;
    const was = shownBy(this.#factsOf(draft, draft.beforeFacts, this.#before), this.#shownBefore);
    const is = shownBy(this.#factsOf(draft, draft.afterFacts, this.#after), this.#shownAfter);
    if (was.size === 0 && is.size === 0) return [];
    return this.#signals
      .filter((signal) => {
        const [before, after] = [was.has(signal), is.has(signal)];
        if (change === 'count-changed') return signal.count !== undefined && (before || after);
        return before !== after;
      })
      .map(({ id }) => id);
  }

  /** In the order of the rule set. */
  rulesOf(signals: readonly string[]): readonly string[] {
    return [...new Set(signals.flatMap((id) => this.#rulesOf.get(id) ?? []))];
  }

  /** With a program, all that it did came or went. */
  #factsOf({ change, program }: Draft, facts: readonly Fact[], side: Side): readonly Fact[] {
    if (facts.length === 0 || (change !== 'program-added' && change !== 'program-removed')) return facts;
    return [...facts, ...OF_A_PROGRAM.flatMap((kind) => byProgram(side, kind).get(program) ?? [])];
  }
}

function shownBy(facts: readonly Fact[], match: SignalMatch): ReadonlySet<Signal> {
  const shown = new Set<Signal>();
  for (const fact of facts) for (const signal of match.of(fact)) shown.add(signal);
  return shown;
}

/** What a rule looks at: its signals, those that forbid it, and those they wait for. */
export function signalsBehind(
  own: readonly string[],
  unless: readonly string[] = [],
  signals: readonly Signal[],
): ReadonlySet<string> {
  const behind = new Set([...own, ...unless]);
  // A set can grow while it is walked, and what was added is walked too.
  for (const id of behind) {
    const after = signals.find((signal) => signal.id === id)?.after?.signal;
    if (after !== undefined) behind.add(after);
  }
  return behind;
}

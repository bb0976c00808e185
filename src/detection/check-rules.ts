/** What is wrong with a rule set: names that nothing has, and rules that can never fire. */
import type { Rule, RuleSet, Signal } from '../model/rules.ts';
import { conditionProblems } from './check-tests.ts';
import { nearest } from '../model/nearest.ts';
import { durationMs } from './duration.ts';

/** One sentence a problem, the signal or rule first. Empty: the set can be used. */
export function ruleSetProblems(set: RuleSet): readonly string[] {
  const signals = new Map(set.signals.map((signal) => [signal.id, signal]));
  return [
    ...repeated('signal', set.signals),
    ...repeated('rule', set.rules),
    ...set.signals.flatMap((signal) => named('signal', signal.id, signalProblems(signal, signals))),
    ...set.rules.flatMap((rule) => named('rule', rule.id, ruleProblems(rule, signals))),
  ];
}

function named(what: string, id: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${what} ${id}: ${problem}`);
}

function repeated(what: string, entries: readonly { readonly id: string }[]): readonly string[] {
  const ids = entries.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `${what} ${id}: there are two of that name`,
  );
}

type Signals = ReadonlyMap<string, Signal>;

function unknown(ids: readonly string[], signals: Signals): readonly string[] {
  return ids
    .filter((id) => !signals.has(id))
    .map((id) => {
      const near = nearest(id, [...signals.keys()]);
      return `no signal is called "${id}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
    });
}

function noTime(what: string, text: string): readonly string[] {
  return durationMs(text) === undefined
    ? [`its ${what} "${text}" is no length of time, such as 90s or 2h`]
    : [];
}

function signalProblems(signal: Signal, signals: Signals): readonly string[] {
  const { after, count, implies } = signal;
  return [
    ...conditionProblems(signal),
    ...unknown(
      [...(after === undefined ? [] : [after.signal]), ...(implies === undefined ? [] : [implies])],
      signals,
    ),
    ...(after === undefined ? [] : noTime('within', after.within)),
    ...(count === undefined ? [] : noTime('within', count.within)),
    ...(comesAfterItself(signal, signals) ? ['it waits for itself'] : []),
  ];
}

function comesAfterItself(signal: Signal, signals: Signals): boolean {
  const seen = new Set<string>();
  let at = signal.after?.signal;
  while (at !== undefined && !seen.has(at)) {
    if (at === signal.id) return true;
    seen.add(at);
    at = signals.get(at)?.after?.signal;
  }
  return false;
}

function ruleProblems(rule: Rule, signals: Signals): readonly string[] {
  const { needs = [], unless = [], sequence = [] } = rule;
  const own = rule.signals.map((id) => signals.get(id)).filter((signal) => signal !== undefined);
  const programs = new Set(own.map(({ program }) => program)).size;
  const foreign = [...needs.flat(), ...sequence].filter((id) => !rule.signals.includes(id));
  return [
    ...unknown([...rule.signals, ...unless], signals),
    ...noTime('window', rule.window),
    ...foreign.map((id) => `"${id}" is not among its signals`),
    ...(rule.quorum > programs
      ? [`it asks for ${rule.quorum} programs, and its signals are of ${programs}: it can never fire`]
      : []),
    ...(own.length > 0 && own.every(({ evidence }) => evidence === 'guess')
      ? ['all its signals are guesses, and a guess never decides: it can never fire']
      : []),
    ...needs.flatMap((group) =>
      group.every((id) => signals.get(id)?.evidence === 'guess')
        ? [`it needs one of ${group.join(', ')}, all guesses, and a guess never decides: it can never fire`]
        : [],
    ),
    ...needs.flatMap((group) =>
      group.every((id) => unless.includes(id))
        ? [`it needs one of ${group.join(', ')} and forbids all of them: it can never fire`]
        : [],
    ),
  ];
}

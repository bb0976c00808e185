/** What the outcomes that one side holds say, by run. */
import type { RuleState } from '../../model/detection.ts';
import type { Evidence } from '../../model/drift.ts';
import type { RunInfo } from '../../model/facts.ts';
import { expectationOf, type RuleExpectation } from '../../model/rule-expectation.ts';
import type { RuleOutcomes } from '../../model/rule-outcomes.ts';
import type { Rule } from '../../model/rules.ts';
import type { Coverage } from '../coverage.ts';
import type { Side } from '../side.ts';

export interface RunOutcome {
  readonly state: RuleState;
  /** ms from the first event; undefined where it did not fire. */
  readonly firedMs: number | undefined;
}

export class TriedSide {
  readonly side: Side;
  /** Indexes of the runs on which the rules were tried. */
  readonly runs: readonly number[];
  readonly #rules: ReadonlyMap<string, RuleOutcomes['rules'][number]>;
  readonly #signals: ReadonlyMap<string, RuleOutcomes['signals'][number]>;
  readonly #columnOf: ReadonlyMap<number, number>;

  readonly #coverage: Coverage;

  constructor(side: Side, outcomes: RuleOutcomes | undefined, coverage: Coverage) {
    this.side = side;
    this.#coverage = coverage;
    this.#rules = new Map(outcomes?.rules.map((rule) => [rule.id, rule]));
    this.#signals = new Map(outcomes?.signals.map((signal) => [signal.id, signal]));
    const columns = new Map((outcomes?.traces ?? []).map((trace, column) => [trace, column]));
    this.#columnOf = new Map(
      side.runs.flatMap(({ trace }, run) => {
        const column = columns.get(trace);
        return column === undefined ? [] : [[run, column] as const];
      }),
    );
    this.runs = [...this.#columnOf.keys()];
  }

  /** Recordings of an upgrade, and on how many of them the rules were tried. */
  get tried(): { readonly runs: number; readonly of: number } {
    const of = this.side.runs.flatMap(({ role }, run) => (role === 'upgrade' ? [run] : []));
    return { runs: of.filter((run) => this.#columnOf.has(run)).length, of: of.length };
  }

  outcome(rule: string, run: number): RunOutcome | undefined {
    const column = this.#columnOf.get(run);
    const found = this.#rules.get(rule);
    const state = column === undefined ? undefined : found?.state[column];
    if (column === undefined || state === undefined) return undefined;
    const firedMs = found?.firedMs[column] ?? -1;
    return { state, firedMs: state === 'fired' && firedMs >= 0 ? firedMs : undefined };
  }

  /** First time a signal showed in a run; -1: it did not; null: its events were not recorded, or it was not tried. */
  signal(signal: string, run: number): number | null {
    const column = this.#columnOf.get(run);
    return column === undefined ? null : (this.#signals.get(signal)?.firstMs[column] ?? null);
  }

  /** Could this run have shown events of this type? */
  recorded(run: number, type: string): boolean {
    return this.#coverage.recorded(run, type);
  }

  /** Runs of upgrades on which the rule may fire; those where a firing would be a false alarm. */
  runsFor(rule: Rule): { readonly open: readonly number[]; readonly silent: readonly number[] } {
    const expected = (run: number): RuleExpectation => {
      const info = this.side.runs[run];
      return info === undefined ? 'open' : expectationFor(rule, info);
    };
    return {
      open: this.runs.filter((run) => this.side.runs[run]?.role === 'upgrade' && expected(run) !== 'silent'),
      silent: this.runs.filter((run) => expected(run) === 'silent'),
    };
  }

  evidence(rule: string, runs: readonly number[]): readonly Evidence[] {
    const traces = new Set(runs.map((run) => this.side.runs[run]?.trace));
    const all = this.#rules.get(rule)?.evidence ?? [];
    return all.filter(({ trace }) => traces.has(trace));
  }
}

/** A recording that a person calls a control is one, whatever it says of its method. */
export function expectationFor(rule: Rule, { role, method }: RunInfo): RuleExpectation {
  return expectationOf(rule, role === 'control' ? 'control' : method);
}

/** End of the boot in which `atMs` lies, where a restart follows it. */
export function restartBehind({ segments }: RunInfo, atMs: number): number | undefined {
  const next = segments.findIndex(({ startMs, reboot }) => reboot && startMs > atMs);
  return next > 0 ? segments[next - 1]?.endMs : undefined;
}

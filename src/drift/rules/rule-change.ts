/** What became of one rule between two sides: decided on the runs alone, before anything is weighed. */
import type { RuleChange, RuleSide, SignalChange } from '../../model/rule-comparison.ts';
import type { Rule, RuleSet, Signal } from '../../model/rules.ts';
import { median } from '../support.ts';
import type { Timeline } from '../timeline.ts';
import { signalsBehind } from './affected.ts';
import { expectedFiring, shiftOf, type Shown } from './expected-firing.ts';
import { lossExcuse, silenceExcuse, typesNotRecorded } from './silence.ts';
import { restartBehind, type TriedSide } from './tried-side.ts';

export interface RuleBench {
  readonly set: RuleSet;
  readonly before: TriedSide;
  readonly after: TriedSide;
  readonly timeline: Timeline;
}

interface Silence {
  readonly run: number;
  /** Undefined: nothing could hide the firing. */
  readonly excuse: string | undefined;
}

export interface Firing {
  readonly run: number;
  readonly firedMs: number;
  /** Against what the runs before let expect; 0 within it. */
  readonly laterMs: number | undefined;
  readonly isLate: boolean;
  /** Why it may have fired early all the same: what was lost. */
  readonly excuse: string | undefined;
}

export interface JudgedRule {
  readonly rule: Rule;
  readonly change: RuleChange;
  /** Runs that count, and those in which it fired. */
  readonly before: { readonly runs: number; readonly fired: number };
  readonly fired: readonly Firing[];
  readonly missed: readonly Silence[];
  /** Event types that kept runs in which it is silent from counting. */
  readonly notRecorded: readonly string[];
  readonly falseAlarms: { readonly runs: number; readonly fired: readonly number[]; readonly known: boolean };
  /** Every run before knew it before the restart, and none after does. */
  readonly lostLead: boolean;
  readonly signals: ReadonlyMap<string, SignalChange>;
}

export function judgeRule(rule: Rule, bench: RuleBench): JudgedRule {
  const { before, after } = bench;
  const sides = sidesOf(bench);
  const open = before.runsFor(rule).open;
  const shown = firings(rule, before, open);
  const runs = reachable(rule, bench);
  const behind = signalsBehind(rule.signals, [], bench.set.signals);
  const watched = bench.set.signals.filter(({ id }) => behind.has(id));
  const fired: Firing[] = [];
  const missed: Silence[] = [];
  const notRecorded = new Set<string>();
  for (const run of runs) {
    const expected = expectedFiring(shown, sides, run);
    const firedMs = after.outcome(rule.id, run)?.firedMs;
    const question = { ids: rule.signals, signals: watched, before, after, run, open, expected };
    const unseen = typesNotRecorded(question);
    if (firedMs === undefined && unseen.length > 0) {
      for (const type of unseen) notRecorded.add(type);
      continue;
    }
    if (firedMs === undefined) {
      missed.push({ run, excuse: silenceExcuse(question) });
      continue;
    }
    const laterMs = expected?.isAnchored === true ? shiftOf(firedMs, expected) : undefined;
    const isLate = unseen.length === 0 && expected?.isAnchored === true && firedMs > expected.toMs;
    fired.push({ run, firedMs, laterMs, isLate, excuse: lossExcuse(question) });
  }
  const lostLead =
    rule.claim === 'start' &&
    shown.length > 0 &&
    fired.length > 0 &&
    shown.every(({ leadMs }) => leadMs !== undefined) &&
    fired.every(({ run, firedMs }) => isBehindRestart(after, run, firedMs));
  const silent = after.runsFor(rule).silent;
  const falseAlarms = {
    runs: silent.length,
    fired: silent.filter((run) => after.outcome(rule.id, run)?.firedMs !== undefined),
    known: before.runsFor(rule).silent.some((run) => before.outcome(rule.id, run)?.firedMs !== undefined),
  };
  const counted = { runs: open.length, fired: shown.length };
  const signals = new Map(
    rule.signals.map((id) => [id, signalChange(id, rule, bench, runs, watched)] as const),
  );
  const judged = {
    rule,
    before: counted,
    fired,
    missed,
    notRecorded: [...notRecorded].sort(),
    falseAlarms,
    lostLead,
    signals,
  };
  return { ...judged, change: changeOf(judged, after.side.enough) };
}

function changeOf(
  { before, fired, missed, falseAlarms, lostLead, signals }: Omit<JudgedRule, 'change'>,
  enough: number | undefined,
): RuleChange {
  if (falseAlarms.fired.length > 0) return 'false-alarm';
  const open = fired.length + missed.length;
  // Of another method, and silent as it should be.
  if (open === 0 && before.runs === 0 && falseAlarms.runs > 0) return 'silent';
  if (open === 0 || before.runs === 0) return 'unknown';
  if (before.fired === 0) return fired.length > 0 ? 'gained' : 'silent';
  if (missed.length > 0 && missed.length >= (enough ?? 1)) return 'broken';
  if (lostLead || isAllLate(fired, enough)) return 'late';
  return [...signals.values()].includes('lost') ? 'weaker' : 'holds';
}

function isAllLate(fired: readonly Firing[], enough: number | undefined): boolean {
  const late = fired.filter(({ isLate }) => isLate).length;
  return late > 0 && late >= (enough ?? fired.length);
}

/** What fires behind the restart only cannot be looked for where there is none. */
function reachable(rule: Rule, { before, after }: RuleBench): readonly number[] {
  const open = after.runsFor(rule).open;
  const shown = firings(rule, before, before.runsFor(rule).open);
  if (shown.length === 0 || !shown.every(({ run, atMs }) => isBehindRestart(before, run, atMs))) return open;
  return open.filter((run) => after.side.runs[run]?.segments.some(({ reboot }) => reboot) === true);
}

function isBehindRestart({ side }: TriedSide, run: number, atMs: number): boolean {
  return side.runs[run]?.segments.some(({ reboot, startMs }) => reboot && startMs <= atMs) === true;
}

interface ShownFiring extends Shown {
  readonly leadMs: number | undefined;
}

function sidesOf({ before, after, timeline }: RuleBench): Parameters<typeof expectedFiring>[1] {
  return { before: before.side, after: after.side, timeline };
}

function firings(rule: Rule, side: TriedSide, runs: readonly number[]): readonly ShownFiring[] {
  return runs.flatMap((run) => {
    const atMs = side.outcome(rule.id, run)?.firedMs;
    const info = side.side.runs[run];
    if (atMs === undefined || info === undefined) return [];
    const restart = restartBehind(info, atMs);
    return [{ run, atMs, leadMs: restart === undefined ? undefined : restart - atMs }];
  });
}

function signalChange(
  id: string,
  rule: Rule,
  bench: RuleBench,
  runs: readonly number[],
  watched: readonly Signal[],
): SignalChange {
  const { before, after } = bench;
  const open = before.runsFor(rule).open;
  const is = runs.map((run) => after.signal(id, run));
  if (open.length === 0 || is.length === 0) return 'unknown';
  if (is.every((first) => first === null)) return 'not-recorded';
  const shown = open.flatMap((run) => {
    const atMs = before.signal(id, run) ?? -1;
    return atMs < 0 ? [] : [{ run, atMs }];
  });
  if (is.some((first) => first !== null && first >= 0)) return shown.length === 0 ? 'gained' : 'kept';
  if (shown.length < open.length) return 'silent';
  const signals = watched.filter((signal) => signal.id === id);
  const proves = runs.some((run) => {
    const expected = expectedFiring(shown, sidesOf(bench), run);
    return silenceExcuse({ ids: [id], signals, before, after, run, open, expected }) === undefined;
  });
  return proves ? 'lost' : 'unknown';
}

/** The numbers of one side. */
export function ruleSide(rule: Rule, side: TriedSide): RuleSide {
  const runs = side.runsFor(rule).open;
  const shown = firings(rule, side, runs);
  const leads = shown.flatMap(({ leadMs }) => leadMs ?? []);
  const seen = rule.signals.filter((id) => runs.every((run) => (side.signal(id, run) ?? -1) >= 0));
  return {
    runs: runs.length,
    fired: shown.length,
    firedMs: shown.length === 0 ? null : Math.round(median(shown.map(({ atMs }) => atMs))),
    leadMs: leads.length === 0 ? null : Math.round(median(leads)),
    signals: runs.length === 0 ? 0 : seen.length,
  };
}

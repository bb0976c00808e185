/**
 * What each build shows of a behaviour. All recordings are merged once, so that every build is looked at with the same collapsed folders; a build is then
 * its columns. A build that shows nothing says "no" only where all that the fact comes from was recorded, nothing that could be it was lost, and the part of
 * the upgrade in which the others show it was reached.
 */
import { mergeFactSets } from '../baseline/merge.ts';
import { describeFact } from '../drift/scene.ts';
import { keyPart } from '../drift/side.ts';
import { sourcesOf } from '../drift/sources.ts';
import type { Fact, FactSet, RunInfo } from '../model/facts.ts';
import type { HistoryCell } from '../model/history.ts';
import type { Column } from './columns.ts';

export interface FactStates {
  readonly merged: FactSet;
  /** Indexes of the upgrades of each column in the merged runs. */
  readonly upgrades: readonly (readonly number[])[];
  readonly controls: readonly number[];
  readonly cellsOf: (facts: readonly Fact[]) => readonly HistoryCell[];
  /** The facts that a finding's subject is about; empty where it is about none. */
  readonly bySubject: (subject: string) => readonly Fact[];
}

/** Errors: those of merging. */
export function factStates(columns: readonly Column[], allowSynthetic: boolean): FactStates {
  const merged = mergeFactSets(
    columns.map(({ set }) => set),
    { allowSynthetic },
  );
  const indexOf = new Map(merged.runs.map(({ trace }, index) => [trace, index]));
  const upgrades = columns.map(({ set }) =>
    set.runs.flatMap(({ role, trace }) => (role === 'upgrade' ? (indexOf.get(trace) ?? []) : [])),
  );
  const byText = Map.groupBy(merged.facts, describeFact);
  return {
    merged,
    upgrades,
    controls: merged.runs.flatMap(({ role }, index) => (role === 'control' ? [index] : [])),
    cellsOf: (facts) => upgrades.map((runs) => cellOf(facts, runs, merged)),
    bySubject: (subject) => byText.get(subject) ?? filesOf(subject, merged.facts),
  };
}

function cellOf(facts: readonly Fact[], columns: readonly number[], { runs }: FactSet): HistoryCell {
  const seenIn = columns.filter((run) => facts.some((fact) => (fact.counts[run] ?? 0) > 0)).length;
  const all = { seenIn, runs: columns.length };
  if (seenIn === columns.length) return { state: 'yes', ...all };
  if (seenIn > 0) return { state: 'some', ...all };
  const proven = columns.some((run) => {
    const info = runs[run];
    return info !== undefined && facts.some((fact) => wouldShow(info, fact, runs));
  });
  return { state: proven ? 'no' : 'unknown', ...all };
}

function wouldShow(run: RunInfo, fact: Fact, runs: readonly RunInfo[]): boolean {
  const isRecorded = (type: string): boolean =>
    run.subscribed === undefined ? (run.eventsByType[type] ?? 0) > 0 : run.subscribed.includes(type);
  const isWhole = (type: string): boolean => (run.lostByType[type] ?? 0) === 0;
  const sources = sourcesOf(fact);
  const recorded = sources.every((group) => group.some((type) => isRecorded(type) && isWhole(type)));
  const restarts = (info: RunInfo | undefined): boolean =>
    info?.segments.some(({ reboot }) => reboot) === true;
  const reached = restarts(run) || isBeforeRestart(fact, runs);
  return recorded && reached && run.lostUnattributed === 0 && !run.cut;
}

/** Whether any run shows it before its first restart. */
export function isBeforeRestart(fact: Fact, runs: readonly RunInfo[]): boolean {
  return runs.some((info, run) => {
    const first = fact.firstMs[run] ?? -1;
    const restart = info.segments.find(({ reboot }) => reboot)?.startMs ?? Infinity;
    return first >= 0 && first < restart;
  });
}

/** Files are told by operations joined with a plus, and a folder stands for what lies below it: `program create+rename /folder`. */
function filesOf(subject: string, facts: readonly Fact[]): readonly Fact[] {
  return facts.filter((fact) => {
    if (fact.kind !== 'file' && fact.kind !== 'handoff') return false;
    const [a, b, path] = [keyPart(fact, 0), keyPart(fact, 1), keyPart(fact, 2)];
    const head = fact.kind === 'file' ? a : `${a} hands over to ${b}`;
    if (!subject.startsWith(`${head} `)) return false;
    const rest = subject.slice(head.length + 1);
    const blank = fact.kind === 'file' ? rest.indexOf(' ') : -1;
    if (fact.kind === 'file' && !rest.slice(0, blank).split('+').includes(b)) return false;
    const place = rest.slice(blank + 1);
    return path === place || path.startsWith(place === '/' ? place : `${place}/`);
  });
}

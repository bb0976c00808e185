/** One row for each behaviour that changed: what every build shows of it, and where it turned. */
import { byCodeUnit } from '../drift/side.ts';
import { atLeast, SEVERITIES, type Severity } from '../model/drift.ts';
import type { Fact } from '../model/facts.ts';
import type { CellState, HistoryCell, HistoryRow } from '../model/history.ts';
import { actorOf } from './actor.ts';
import type { Column } from './columns.ts';
import type { FactStates } from './fact-states.ts';
import { threadsOf, turnOf, type Change } from './threads.ts';
import { presenceTurnings, transitionsOf, type Turning } from './transitions.ts';

export interface Rows {
  readonly rows: readonly HistoryRow[];
  /** Changes below `least`. */
  readonly lower: number;
}

/** Rows whose worst observed change is `least` or above. */
export function rowsOf(
  changes: readonly Change[],
  columns: readonly Column[],
  states: FactStates,
  least: Severity,
): Rows {
  const threads = threadsOf(changes);
  const told = threads.filter((thread) => thread.some(({ finding }) => finding.severity !== 'info'));
  const wanted = told.filter((thread) => thread.some((change) => isLoud(change, least)));
  const rows = wanted.map((thread) => rowOf(thread, columns, states));
  return { rows: rows.toSorted(newestFirst), lower: told.length - wanted.length };
}

function isLoud({ finding }: Change, least: Severity): boolean {
  return finding.certainty === 'observed' && atLeast(finding.severity, least);
}

export function rowOf(thread: readonly Change[], columns: readonly Column[], states: FactStates): HistoryRow {
  const observed = thread.filter(({ finding }) => finding.certainty === 'observed');
  const last = observed.at(-1) ?? thread.at(-1);
  const isForm = thread.some(({ finding }) => turnOf(finding.change) === 'changed');
  const forms = isForm ? (observed[0] ?? last)?.finding : last?.finding;
  const { subject = '', program = '', phase = null } = last?.finding ?? {};
  const facts = isForm ? [] : states.bySubject(subject);
  const cells = isForm ? formCells(thread, columns, states) : presenceCells(thread, facts, columns, states);
  const changes = [...new Set(thread.map(({ finding }) => finding.change))];
  const actor = actorOf({ program, facts, phase, changes }, states.merged);
  const isTold = (after: number, at: number): boolean =>
    observed.some((change) => change.after === after && change.at === at);
  const turnings = isForm ? formTurnings(observed) : presenceTurnings(cells, isTold);
  const transitions = transitionsOf(turnings, actor, columns);
  return {
    findings: [...new Set(thread.map(({ finding }) => finding.id))],
    changes,
    severity: worstOf(observed),
    program,
    subject,
    actor: actor ?? null,
    before: forms?.before ?? null,
    after: forms?.after ?? null,
    cells,
    transitions,
    summary: transitions.map(({ sentence }) => sentence).join('; '),
    reason: last?.finding.reason ?? null,
  };
}

function worstOf(changes: readonly Change[]): Severity | null {
  return SEVERITIES.find((severity) => changes.some(({ finding }) => finding.severity === severity)) ?? null;
}

/** What the facts show, and where they leave it open, what the judge made of it. */
function presenceCells(
  thread: readonly Change[],
  facts: readonly Fact[],
  columns: readonly Column[],
  states: FactStates,
): readonly HistoryCell[] {
  const cells: HistoryCell[] = facts.length > 0 ? [...states.cellsOf(facts)] : impliedCells(thread, columns);
  for (const { finding, after, at } of thread) {
    const gone = turnOf(finding.change) === 'went';
    const absent = gone ? at : after;
    const cell = cells[absent];
    if (cell === undefined || cell.seenIn > 0) continue;
    cells[absent] = { ...cell, state: finding.certainty === 'observed' ? 'no' : 'unknown' };
  }
  return cells;
}

/** For what no fact stands for, such as a phase: there or not from the changes alone. */
function impliedCells(thread: readonly Change[], columns: readonly Column[]): HistoryCell[] {
  const [first] = thread;
  let there = first !== undefined && turnOf(first.finding.change) === 'went';
  return columns.map(({ runs }, index) => {
    const change = thread.find(({ at, finding }) => at === index && finding.certainty === 'observed');
    if (change !== undefined) there = turnOf(change.finding.change) === 'came';
    return { state: there ? 'yes' : 'no', seenIn: there ? runs : 0, runs };
  });
}

/** The first form, or another one; a program that did not run had neither. */
function formCells(
  thread: readonly Change[],
  columns: readonly Column[],
  states: FactStates,
): readonly HistoryCell[] {
  const first = thread[0]?.finding.before ?? null;
  const program = states.cellsOf(states.bySubject(thread[0]?.finding.program ?? ''));
  let state: CellState = 'before';
  return columns.map(({ runs }, index) => {
    const change = thread.find(({ at, finding }) => at === index && finding.certainty === 'observed');
    if (change !== undefined) state = change.finding.after === first ? 'before' : 'after';
    const own = program[index];
    if (own?.state === 'no' && change === undefined) return own;
    const isBetween = thread.some(({ after, at }) => after < index && index < at);
    return { state: isBetween ? 'unknown' : state, seenIn: runs, runs };
  });
}

/** A change that restores the first form goes back. */
function formTurnings(observed: readonly Change[]): readonly Turning[] {
  const first = observed[0]?.finding.before ?? null;
  return observed.map(({ finding, after, at }) => ({
    what: finding.after === first ? 'back' : 'changed',
    after,
    at,
  }));
}

function newestFirst(a: HistoryRow, b: HistoryRow): number {
  const rank = (severity: Severity | null): number =>
    severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);
  return (
    lastTurn(b) - lastTurn(a) ||
    rank(a.severity) - rank(b.severity) ||
    byCodeUnit(a.program, b.program) ||
    byCodeUnit(a.subject, b.subject) ||
    byCodeUnit(a.changes.join(), b.changes.join())
  );
}

/** Column in which the row last turned. */
function lastTurn({ transitions }: HistoryRow): number {
  return transitions.at(-1)?.at ?? -1;
}

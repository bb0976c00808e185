/** Since when? For a finding of a report, or for facts that are named: what each build shows, and the first one that turned. */
import { compare, type CompareOptions } from '../drift/compare.ts';
import { matchesGlob } from '../drift/locations.ts';
import { describeFact } from '../drift/scene.ts';
import { keyPart } from '../drift/side.ts';
import type { Fact } from '../model/facts.ts';
import type { HistoryRow } from '../model/history.ts';
import { actorOf } from './actor.ts';
import { changesOver } from './changes.ts';
import type { Column } from './columns.ts';
import { factStates, type FactStates } from './fact-states.ts';
import { rowOf } from './rows.ts';
import { threadsOf, type Change } from './threads.ts';
import { presenceTurnings, transitionsOf } from './transitions.ts';

/** Candidates for a finding's id, to name near ones. */
export interface FindingRows {
  readonly row: HistoryRow | undefined;
  readonly ids: readonly string[];
}

/** `id`: of a finding, or a beginning of it. Looked for between neighbours, then from the first build to each later one. Errors: those of merging. */
export function bisectFinding(columns: readonly Column[], id: string, options: CompareOptions): FindingRows {
  const { changes } = changesOver(columns, options);
  const all = [...changes, ...fromFirst(columns, options)];
  const ids = [...new Set(all.map(({ finding }) => finding.id))];
  const found = all.find(({ finding }) => finding.id.startsWith(id));
  if (found === undefined) return { row: undefined, ids };
  const own = changes.includes(found) ? changes : [...changes, found];
  const thread = threadsOf(own).find((one) => one.includes(found)) ?? [found];
  // Where it turned is known from neighbours; from the first build to a later one it is told again.
  const between = thread.filter((change) => changes.includes(change));
  const states = factStates(columns, options.allowSynthetic);
  return { row: rowOf(between.length > 0 ? between : thread, columns, states), ids };
}

/** Findings of a report between the first build and a later one can have ids of their own. */
function fromFirst(columns: readonly Column[], options: CompareOptions): readonly Change[] {
  const [first] = columns;
  if (first === undefined) return [];
  return columns.flatMap(({ set }, at) =>
    at < 2 ? [] : compare(first.set, set, options).findings.map((finding) => ({ finding, after: 0, at })),
  );
}

/** `pattern`: a fact as reports name it, `*` for any text. Errors: those of merging. */
export function bisectFacts(
  columns: readonly Column[],
  pattern: string,
  allowSynthetic: boolean,
): readonly HistoryRow[] {
  const states = factStates(columns, allowSynthetic);
  const judged = new Set(states.upgrades.flat());
  return states.merged.facts
    .filter((fact) => fact.counts.some((count, run) => count > 0 && judged.has(run)))
    .filter((fact) => matchesGlob(describeFact(fact), pattern))
    .map((fact) => factRow(fact, columns, states));
}

function factRow(fact: Fact, columns: readonly Column[], states: FactStates): HistoryRow {
  const cells = states.cellsOf([fact]);
  const program = fact.kind === 'shape' ? '' : keyPart(fact, 0);
  const actor = actorOf({ program, facts: [fact] }, states.merged);
  const transitions = transitionsOf(
    presenceTurnings(cells, () => false),
    actor,
    columns,
  );
  return {
    findings: [],
    changes: [],
    severity: null,
    program,
    subject: describeFact(fact),
    actor: actor ?? null,
    before: null,
    after: null,
    cells,
    transitions,
    summary:
      transitions.length > 0 ? transitions.map(({ sentence }) => sentence).join('; ') : steadiness(cells),
    reason: null,
  };
}

function steadiness(cells: HistoryRow['cells']): string {
  if (cells.every(({ state }) => state === 'yes')) return 'held in every run of every build';
  if (cells.every(({ state }) => state === 'yes' || state === 'unknown'))
    return 'held wherever it was recorded';
  return 'varies from run to run: no build can be named';
}

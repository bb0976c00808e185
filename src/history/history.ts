/** The history of one series: columns, what changed between them, what held. */
import type { Severity } from '../model/drift.ts';
import type { FactSet } from '../model/facts.ts';
import type { HistoryBuild, SeriesHistory } from '../model/history.ts';
import { changesOver, type ChangesOptions } from './changes.ts';
import type { Column, Columns } from './columns.ts';
import { factStates } from './fact-states.ts';
import { heldFacts } from './held.ts';
import { rowsOf } from './rows.ts';

/** Errors: those of merging. */
export function historyOf(
  series: string,
  { columns, notes }: Columns,
  { least, ...options }: ChangesOptions & { readonly least: Severity },
): SeriesHistory {
  const states = factStates(columns, options.allowSynthetic);
  const found = changesOver(columns, options);
  const { rows, lower } = rowsOf(found.changes, columns, states, least);
  return {
    series,
    provenance: provenanceOf(columns.map(({ set }) => set)),
    builds: columns.map(buildOf),
    rows,
    held: heldFacts(states),
    lower,
    notes: [...notes, ...found.notes, ...sameSourceNotes(columns)],
  };
}

/** A system that ran before several of the restarts cannot be what changed between them. */
function sameSourceNotes(columns: readonly Column[]): readonly string[] {
  const groups = Map.groupBy(columns, ({ from }) => from?.name ?? '');
  return [...groups].flatMap(([name, own]) =>
    name === '' || own.length < 2
      ? []
      : [
          `${name} was running before the restart in ${own.length} of these upgrades: what changed there "with the upgrade to" a build came with the update or from a server, or by chance.`,
        ],
  );
}

export function buildOf({ build, name, from, files, runs, controls }: Column): HistoryBuild {
  return { build, name, from, files, runs, controls };
}

function provenanceOf(sets: readonly FactSet[]): readonly string[] {
  return [...new Set(sets.flatMap(({ runs }) => runs.map(({ provenance }) => provenance)))].sort();
}

/** Brings two sides to the coarser of their collapse states, so that neither shows a directory that the other one no longer tells apart. */
import { CollapseState } from '../facts/collapse.ts';
import type { FactSet } from '../model/facts.ts';
import { rekey } from './merge.ts';

/** Both sets with the same `collapsed`; facts that become equal are added up. Runs, kind and evidence stay. */
export function alignCollapse(a: FactSet, b: FactSet): readonly [FactSet, FactSet] {
  let [left, right] = [a, b];
  // A mark taken over can unite subtrees that then pass a limit of their own, one level further down each time.
  while (!sameMarks(left, right)) {
    const marks = [...new Set([...left.collapsed, ...right.collapsed])];
    [left, right] = [coarsen(left, marks), coarsen(right, marks)];
  }
  return [left, right];
}

function coarsen(set: FactSet, marks: readonly string[]): FactSet {
  const state = new CollapseState();
  marks.forEach((mark) => state.addMark(mark));
  set.facts.forEach((fact) => state.addFact(fact));
  state.close();
  return { ...set, collapsed: state.marks(), facts: rekey(set, state) };
}

function sameMarks(a: FactSet, b: FactSet): boolean {
  return (
    a.collapsed.length === b.collapsed.length &&
    a.collapsed.every((mark, index) => mark === b.collapsed[index])
  );
}

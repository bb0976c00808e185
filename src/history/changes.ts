/**
 * What changed from build to build, as the judge sees it. Neighbours are compared; where a build left something out (an event type that was not recorded,
 * a stage that was not reached, an absence that loss could explain), the next one is also compared with the build before it, so that a change behind the
 * gap is still found.
 */
import { compare, type CompareOptions } from '../drift/compare.ts';
import type { ComparabilityNote, Finding } from '../model/drift.ts';
import type { Column } from './columns.ts';
import { threadOf, type Change } from './threads.ts';

export interface Changes {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

const GAPS: ReadonlySet<string> = new Set(['event types', 'phases']);

export interface ChangesOptions extends CompareOptions {
  /** Told before a build is compared with those before it, counted from 1. */
  readonly onBuild?: ((build: number, builds: number) => void) | undefined;
}

export function changesOver(columns: readonly Column[], options: ChangesOptions): Changes {
  const changes: Change[] = [];
  const notes: string[] = [];
  const hasGap = columns.map(() => false);
  for (let at = 1; at < columns.length; at++) {
    options.onBuild?.(at, columns.length - 1);
    for (let after = at - 1; after >= 0; after--) {
      const [old, young] = [columns[after], columns[at]];
      if (old === undefined || young === undefined) break;
      const { comparability, findings } = compare(old.set, young.set, options);
      if (after === at - 1) {
        hasGap[at] = leavesGap(comparability, findings);
        notes.push(...notesOf(comparability, old, young));
      }
      const told = new Set(changes.filter((change) => isToldSince(change, after)).map(threadOfChange));
      const fresh = findings.filter((finding) => !told.has(threadOf(finding)));
      changes.push(...fresh.map((finding) => ({ finding, after, at })));
      if (hasGap[after] !== true) break;
    }
  }
  return { changes, notes };
}

function isToldSince({ finding, at }: Change, after: number): boolean {
  return at > after && finding.certainty === 'observed';
}

function threadOfChange({ finding }: Change): string {
  return threadOf(finding);
}

function leavesGap(notes: readonly ComparabilityNote[], findings: readonly Finding[]): boolean {
  return (
    notes.some(({ axis, level }) => level === 'fatal' || (level === 'excluded' && GAPS.has(axis))) ||
    findings.some(({ certainty, severity }) => certainty === 'inconclusive' && severity !== 'info')
  );
}

function notesOf(notes: readonly ComparabilityNote[], old: Column, young: Column): readonly string[] {
  return notes.flatMap(({ level, message }) =>
    level === 'fatal' || level === 'excluded' ? [`${old.name} to ${young.name}: ${message}`] : [],
  );
}

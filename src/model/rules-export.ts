/** Detection rules in the language of another tool, and what of them that tool cannot say. */
import type { Producer } from './trace.ts';

export const EXPORT_TARGETS = ['sigma', 'osquery', 'santa', 'eql'] as const;
export type ExportTarget = (typeof EXPORT_TARGETS)[number];

/**
 * What a difference does to the exported rule: it fires on less than esdrift's does, on more, or on the same and says it otherwise.
 */
export const EXPORT_EFFECTS = ['broader', 'narrower', 'same'] as const;
export type ExportEffect = (typeof EXPORT_EFFECTS)[number];

export interface ExportLoss {
  readonly effect: ExportEffect;
  /** Signal it comes from; null: the rule as a whole. */
  readonly signal: string | null;
  /** One sentence. */
  readonly text: string;
}

/** What is the same for several signals is told once; those of the whole rule come last. */
export function lossesByText(
  losses: readonly ExportLoss[],
): readonly { readonly effect: ExportEffect; readonly text: string; readonly signals: readonly string[] }[] {
  const groups = Map.groupBy(losses, ({ effect, signal, text }) =>
    JSON.stringify([signal === null, effect, text]),
  );
  return [...groups.values()]
    .map((theirs) => ({
      effect: theirs[0]?.effect ?? 'same',
      text: theirs[0]?.text ?? '',
      signals: [...new Set(theirs.flatMap(({ signal }) => signal ?? []))],
    }))
    .toSorted((a, b) => Number(a.signals.length === 0) - Number(b.signals.length === 0));
}

export interface ExportedRule {
  readonly id: string;
  readonly title: string;
  /** Why it cannot be had in that language at all; null: it was exported. */
  readonly refused: string | null;
  readonly losses: readonly ExportLoss[];
}

export interface ExportedFile {
  /** Name within the folder that was asked for. */
  readonly name: string;
  /** Where it was written; null: standard output. */
  readonly path: string | null;
  readonly text: string;
}

export interface RulesExported {
  readonly kind: 'esdrift.rules-exported';
  readonly formatVersion: 1;
  readonly producer: Producer;
  readonly target: ExportTarget;
  /** What the rule set calls itself. */
  readonly ruleSet: string;
  readonly rules: readonly ExportedRule[];
  /** What holds for every rule in that language. */
  readonly general: readonly ExportLoss[];
  readonly files: readonly ExportedFile[];
}

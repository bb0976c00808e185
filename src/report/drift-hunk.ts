/** Before and after as small hunks: argument vectors part by part, everything else as two lines. */
import { diffArrays } from 'diff';
import type { Finding } from '../model/drift.ts';
import { escapeText } from './escape.ts';
import { fitMiddle } from './fit-width.ts';

export interface HunkLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** The cost of a comparison grows with the number of edits: beyond this, both sides are shown whole. */
const MOST_EDITS = 40;
/** Unchanged arguments kept on either side of a change. */
const CONTEXT = 2;

/** Lines of at most `columns`, escaped. Empty where the finding has one side only: its sentence says it. */
export function hunkOf(
  finding: Pick<Finding, 'change' | 'before' | 'after'>,
  columns: number,
): readonly HunkLine[] {
  const { before, after } = finding;
  if (before === null || after === null || before === after) return [];
  const lines = (finding.change === 'arguments-changed' ? argumentHunk(before, after) : undefined) ?? [
    { sign: '-', text: before } as const,
    { sign: '+', text: after } as const,
  ];
  return lines.map(({ sign, text }) => ({ sign, text: fitMiddle(escapeText(text), columns - 2) }));
}

function argumentHunk(before: string, after: string): readonly HunkLine[] | undefined {
  const [was, is] = [vectorOf(before), vectorOf(after)];
  if (was === undefined || is === undefined) return undefined;
  const parts = diffArrays(was, is, { maxEditLength: MOST_EDITS });
  if (parts === undefined) return undefined;
  return parts.flatMap((part, index) => {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    const values = sign === ' ' ? context(part.value, index === 0, index === parts.length - 1) : part.value;
    return values.map((text) => ({ sign, text }) as const);
  });
}

function context(values: readonly string[], isFirst: boolean, isLast: boolean): readonly string[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (values.length <= head + tail + 1) return values;
  const hidden = values.length - head - tail;
  return [...values.slice(0, head), `… ${hidden} more`, ...values.slice(values.length - tail)];
}

function vectorOf(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}

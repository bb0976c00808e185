/** Where the facts of a baseline stand in its file, for tools that point at a line. */
import { describeFact } from '../drift/scene.ts';
import { isObject } from '../eslogger/json-value.ts';
import type { DriftReport, Finding } from '../model/drift.ts';
import { FACT_KINDS } from '../model/facts.ts';
import { MOST_DOCUMENT_BYTES } from './read-json.ts';
import { readTextFile } from '../platform/files.ts';

/** From 1. A finding that no fact stands for, such as something new, is found at its program, or else at the beginning. */
export type LineOfFinding = (finding: Finding) => number;

/** Of the side before; undefined where that is no single baseline. */
export async function linesOfFindings({ before }: DriftReport): Promise<LineOfFinding | undefined> {
  const [file, ...others] = before.files;
  if (file?.kind !== 'baseline' || others.length > 0) return undefined;
  return linesIn(await readTextFile(file.path, MOST_DOCUMENT_BYTES));
}

/** The canonical form has one fact a line, under the name of its kind. */
export function linesIn(text: string): LineOfFinding {
  const lines = new Map<string, number>();
  let list = '';
  for (const [index, line] of text.split('\n').entries()) {
    list = /^ {4}"([a-z]+)": \[/.exec(line)?.[1] ?? list;
    const kind = FACT_KINDS.find((one) => one === list);
    const key = kind === undefined ? undefined : keyOf(line);
    if (kind !== undefined && key !== undefined)
      lines.set(describeFact({ kind, key, counts: [], firstMs: [] }), index + 1);
  }
  return ({ subject, program }) => lines.get(subject) ?? lines.get(program) ?? 1;
}

function keyOf(line: string): readonly string[] | undefined {
  if (!line.startsWith('      {"key":[')) return undefined;
  const fact: unknown = JSON.parse(line.replace(/,$/, ''));
  if (!isObject(fact) || !Array.isArray(fact['key'])) return undefined;
  return fact['key'].filter((part) => typeof part === 'string');
}

/** What is left of a line when its strings and numbers are made empty: its keys and their JSON types. */
import type { JsonObject } from '../eslogger/json-value.ts';

/** Nobody looks deeper; see DEEPEST in src/eslogger/shape.ts. */
const DEEPEST = 20;

export function outlineOf(line: JsonObject): string {
  return JSON.stringify(emptied(line, 0));
}

function emptied(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return depth > DEEPEST ? [] : value.map((element) => emptied(element, depth + 1));
  if (depth > DEEPEST) return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, emptied(member, depth + 1)]));
}

/**
 * YAML for plain maps, lists, text and numbers. Text that any YAML reader could take for something else (a number, a date, `no`, a comment) is
 * quoted, and what cannot be seen is written by its number.
 */
import { INVISIBLE } from '../../../model/invisible.ts';

export type YamlValue = string | number | readonly YamlValue[] | { readonly [key: string]: YamlValue };

const PLAIN = /^[A-Za-z][A-Za-z0-9_./| -]*$/;
/** Of YAML 1.1, which most Sigma tools read. */
const WORDS_WITH_MEANING = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

export function yamlDocument(value: { readonly [key: string]: YamlValue }): string {
  return `${mapLines(value, '').join('\n')}\n`;
}

function mapLines(map: { readonly [key: string]: YamlValue }, indent: string): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(`${indent}${scalar(key)}:`, value, indent));
}

function entryLines(head: string, value: YamlValue, indent: string): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [`${head} ${scalar(value)}`];
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return [`${head} []`];
    return [head, ...value.flatMap((item) => itemLines(item, inner))];
  }
  return Object.keys(value).length === 0 ? [`${head} {}`] : [head, ...mapLines(value, inner)];
}

function itemLines(item: YamlValue, indent: string): readonly string[] {
  if (typeof item === 'string' || typeof item === 'number') return [`${indent}- ${scalar(item)}`];
  const [first = '', ...rest] = isList(item)
    ? entryLines(`${indent}-`, item, indent)
    : mapLines(item, `${indent}  `);
  if (isList(item)) return [first, ...rest];
  return first === '' ? [`${indent}- {}`] : [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function scalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  if (PLAIN.test(value) && !value.endsWith(' ') && !WORDS_WITH_MEANING.test(value)) return value;
  if (!new RegExp(INVISIBLE.source, 'u').test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${value.replaceAll(/["\\]/g, '\\$&').replace(INVISIBLE, escaped)}"`;
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

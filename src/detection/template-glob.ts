import { parseTemplate } from '../normalize/template.ts';
import type { FieldTest } from '../model/rules.ts';

/** A template as a condition: a hole becomes `*`, and what a glob would take for its own becomes `?`. */
export function testOfTemplate(template: string): FieldTest {
  const tokens = parseTemplate(template);
  const literal = tokens.map((token) => ('literal' in token ? token.literal : '')).join('');
  if (tokens.every((token) => 'literal' in token)) return { equals: literal };
  const glob = tokens
    .map((token) => ('literal' in token ? token.literal.replaceAll('*', '?') : '*'))
    .join('');
  return { glob: glob.replaceAll(/\*{2,}/g, '*') };
}

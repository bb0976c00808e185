/**
 * Compiled validators for the documents that commands read at every start: loading ajv and compiling their schemas takes longer than all
 * the rest of a small comparison. They only say yes or no; where they say no, ajv is loaded to say why (src/schema/validate.ts).
 */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

/** Words for people; a validator has no use for them. */
const PROSE = new Set(['$schema', 'title', 'description']);

export function compiledValidator(schemas: string, name: string): string {
  const read = (schema: string): Record<string, unknown> => {
    const value: unknown = JSON.parse(readFileSync(`${schemas}${schema}.schema.json`, 'utf8'));
    return withoutProse(value) as Record<string, unknown>;
  };
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    discriminator: true,
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true },
  });
  ajv.addSchema(read('common'));
  const code = standalone.default(ajv, ajv.compile(read(name)));
  if (code.includes('require('))
    throw new Error(`The validator of ${name} would load ajv: use a pattern instead of a length.`);
  const body = code.replace('"use strict";', '').replace(/export default \w+;/, '');
  return `// Made from schemas/${name}.schema.json by \`npm run generate\`. Do not edit.\n// @ts-nocheck -- JavaScript as ajv wrote it\n${body}\n`;
}

/** A key called `description` under `properties` names a property; prose is text. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, part]) => !PROSE.has(key) || typeof part !== 'string');
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutProse(part)]));
}

/**
 * Makes schemas/eslogger-line.schema.json from the catalogue in src/eslogger, so that the two cannot disagree.
 * Run after the catalogue changed: `node test/tooling/line-schema.ts && npx prettier --write schemas`. A test says when it is due.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CATALOGUE,
  parseKeys,
  SHARED_OBJECTS,
  type CatalogueEntry,
  type CatalogueKey,
} from '../../src/eslogger/catalogue.ts';

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
}

const UTC_TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$';

const PLAIN: Readonly<Record<string, Schema>> = {
  int: { type: 'integer' },
  bool: { type: 'boolean' },
  string: { type: 'string' },
  object: { type: 'object' },
  array: { type: 'array' },
  null: { type: 'null' },
  'string[]': { type: 'array', items: { type: 'string' } },
  'int[]': { type: 'array', items: { type: 'integer' } },
  'string|file': { anyOf: [{ type: 'string' }, { $ref: '#/definitions/file' }] },
};

function schemaOfType({ type, nullable }: CatalogueKey): Schema {
  const schema = PLAIN[type] ?? { $ref: `#/definitions/${type}` };
  if (!nullable) return schema;
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] };
  const arms: readonly unknown[] = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [schema];
  return { anyOf: [...arms, { type: 'null' }] };
}

/** Puts one key, such as `fds[].pipe.pipe_id`, into the schema of the object that has it. */
function place(root: Schema, key: CatalogueKey, requireKeys: boolean): void {
  const steps = key.path.split('.');
  let holder = root;
  for (const [index, step] of steps.entries()) {
    const name = step.replace(/\[\]$/, '');
    holder.properties ??= {};
    const node = (holder.properties[name] ??= {});
    const isLast = index === steps.length - 1;
    const target = step.endsWith('[]') ? (node.items ??= {}) : node;
    if (isLast) Object.assign(target, schemaOfType(key));
    // Gated by version, or one arm of a union: its absence says nothing.
    const always = !key.optional && key.sinceMessage === undefined;
    if (isLast && requireKeys && always && target === node)
      holder.required = [...(holder.required ?? []), name];
    holder = target;
  }
}

function objectSchema(keys: readonly CatalogueKey[], requireKeys: boolean): Schema {
  const schema: Schema = { type: 'object' };
  for (const key of keys) place(schema, key, requireKeys);
  return schema;
}

function shared(scope: string): Schema {
  return objectSchema(parseKeys(SHARED_OBJECTS[scope] ?? ''), true);
}

function eventSchema(entry: CatalogueEntry): Schema {
  if (entry.evidence !== 'header') return objectSchema(entry.keys, true);
  return {
    $comment: 'Never checked against real output: no key is required.',
    ...objectSchema(entry.keys, false),
  };
}

function definitions(): Record<string, Schema> {
  const process = shared('process');
  Object.assign(process.properties ?? {}, {
    cdhash: { type: 'string', pattern: '^([0-9A-F]{40})?$' },
    start_time: { type: 'string', pattern: UTC_TIME },
  });
  const tokenArray = { type: 'array', items: { type: 'integer' }, minItems: 8, maxItems: 8 };
  return {
    process,
    file: shared('file'),
    stat: shared('stat'),
    audit_token: {
      $comment: 'An array in a macOS 26 beta: auid, euid, egid, ruid, rgid, pid, asid, pidversion.',
      anyOf: [shared('audit_token'), tokenArray],
    },
    ...Object.fromEntries(CATALOGUE.map((entry) => [`event_${entry.name}`, eventSchema(entry)])),
  };
}

export function lineSchema(): Schema {
  const envelope = shared('envelope');
  const counter = { type: 'integer', minimum: 0 };
  const events = CATALOGUE.map(({ name }): [string, Schema] => [
    name,
    { $ref: `#/definitions/event_${name}` },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'eslogger-line.schema.json',
    title: 'EsloggerLine',
    description:
      "One line of Apple's eslogger, message versions 6 to 11 (macOS 13 to 27 beta). Apple promises no form: this is what was seen. " +
      'More keys and unknown events pass, keys gated by version are never required.',
    ...envelope,
    properties: {
      ...envelope.properties,
      schema_version: { const: 1 },
      version: { type: 'integer', minimum: 6 },
      action_type: { const: 1 },
      time: { type: 'string', pattern: UTC_TIME },
      mach_time: counter,
      seq_num: counter,
      global_seq_num: counter,
      event: { type: 'object', minProperties: 1, maxProperties: 1, properties: Object.fromEntries(events) },
    },
    allOf: CATALOGUE.map(({ name, value }) => ({
      if: { properties: { event: { required: [name] } } },
      then: { properties: { event_type: { const: value } } },
    })),
    definitions: definitions(),
  };
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const target = fileURLToPath(new URL('../../schemas/eslogger-line.schema.json', import.meta.url));
  writeFileSync(target, `${JSON.stringify(lineSchema(), null, 2)}\n`);
}

/**
 * The edge: what comes from a file is checked against its JSON Schema here, once, and is typed from then on.
 * Most documents are checked by a compiled validator; ajv and the schema files are loaded for the others, and to say what is wrong.
 */
import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import { AppError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { COMPILED } from './compiled.ts';
import { DOCUMENTS, type DocumentName, type Documents } from './documents.ts';
import { nearest } from '../model/nearest.ts';

const require = createRequire(import.meta.url);

/** With `allErrors` every deviation is listed, which only a document that a person writes is small enough for. */
function createAjv(allErrors: boolean): AjvModule.Ajv {
  const { Ajv } = require('ajv') as typeof AjvModule;
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    discriminator: true,
    verbose: true,
    allErrors,
  });
  ajv.addSchema(readSchema('common'));
  return ajv;
}

let shared: AjvModule.Ajv | undefined;

function ajvFor(name: DocumentName): AjvModule.Ajv {
  return name === 'config' ? createAjv(true) : (shared ??= createAjv(false));
}

/** The schema as shipped in `schemas/`. */
export function readSchema(name: DocumentName | 'common' | 'eslogger-line'): Record<string, unknown> {
  return require(packageFile(`schemas/${name}.schema.json`)) as Record<string, unknown>;
}

const compiled = new Map<DocumentName, AjvModule.ValidateFunction>();

function validatorOf(name: DocumentName): AjvModule.ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const validator = ajvFor(name).compile(readSchema(name));
  compiled.set(name, validator);
  return validator;
}

/**
 * Returns `value` as the document it claims to be.
 * Throws AppError `future-version` (written by a newer esdrift), `config-invalid` (esdrift.config.json) or `document-invalid`,
 * with the place of the first deviation. `sourceName` is the file name as the person knows it.
 */
export function validateDocument<Name extends DocumentName>(
  name: Name,
  value: unknown,
  sourceName: string,
): Documents[Name] {
  refuseFuture(name, value, sourceName);
  if (isDocument(name, value)) return value;
  const { kind, title, code, hint } = DOCUMENTS[name];
  const deviation = wrongKind(kind, value) ?? describe(errorsOf(name, value), value);
  throw new AppError(
    code,
    `${sourceName} is not a valid ${title}: ${deviation.message}`,
    deviation.hint ?? hint,
  );
}

/** Whether `value` has the form of the document; for callers that count deviations instead of stopping. */
export function isDocument<Name extends DocumentName>(name: Name, value: unknown): value is Documents[Name] {
  return (COMPILED[name] ?? validatorOf(name))(value);
}

/** What ajv says; a compiled validator only says no. */
function errorsOf(name: DocumentName, value: unknown): readonly AjvModule.ErrorObject[] {
  const validate = validatorOf(name);
  validate(value);
  return validate.errors ?? [];
}

function refuseFuture(name: DocumentName, value: unknown, sourceName: string): void {
  if (typeof value !== 'object' || value === null) return;
  const { kind, title, formatVersion } = DOCUMENTS[name];
  if (kind !== undefined && 'kind' in value && value.kind !== kind) return;
  if (!('formatVersion' in value) || typeof value.formatVersion !== 'number') return;
  if (formatVersion === undefined || value.formatVersion <= formatVersion) return;
  throw new AppError(
    'future-version',
    `${sourceName} is a ${title} of format version ${value.formatVersion}; this esdrift reads up to version ${formatVersion}.`,
    'Update esdrift: npm install esdrift@latest',
  );
}

function wrongKind(
  wanted: string | undefined,
  value: unknown,
): { message: string; hint?: string } | undefined {
  if (wanted === undefined || typeof value !== 'object' || value === null) return undefined;
  if (!('kind' in value) || typeof value.kind !== 'string' || value.kind === wanted) return undefined;
  return { message: `its kind is ${shorten(value.kind)}, not ${shorten(wanted)}.` };
}

/** The first deviation, told by the place in the document. */
function describe(
  errors: readonly AjvModule.ErrorObject[],
  value: unknown,
): { message: string; hint?: string } {
  const first = mostTelling(errors);
  if (first === undefined) return { message: 'it does not have the expected form.' };
  const place = first.instancePath === '' ? 'at the top' : `at ${first.instancePath}`;
  if (first.keyword === 'additionalProperties') {
    const key = String(first.params['additionalProperty']);
    const close = nearest(key, keysOf(first.parentSchema?.['properties']));
    const suggestion = close === undefined ? '' : ` Did you mean "${close}"?`;
    return {
      message: `${place}, the key "${key}" is not known.${suggestion}`,
      hint: close === undefined ? `Remove "${key}".` : `Rename "${key}" to "${close}", or remove it.`,
    };
  }
  if (first.keyword === 'const' || first.keyword === 'enum') {
    const { allowedValue, allowedValues }: { allowedValue?: unknown; allowedValues?: readonly unknown[] } =
      first.params;
    const options = (allowedValues ?? [allowedValue]).map((option) => JSON.stringify(option)).join(', ');
    return { message: `${place}, ${shorten(first.data)} is not one of ${options}.` };
  }
  if (typeof value !== 'object') return { message: `it is a ${typeof value}, not an object.` };
  return { message: `${place}, ${complaint(first)}.` };
}

/**
 * An unknown key says most: it is often the key that another error misses. Else, because a union that fails lists every arm, the error
 * deepest in the document: its arm is the one that was meant.
 */
function mostTelling(errors: readonly AjvModule.ErrorObject[]): AjvModule.ErrorObject | undefined {
  return (
    errors.find(({ keyword }) => keyword === 'additionalProperties') ??
    errors.toSorted((a, b) => depth(b.instancePath) - depth(a.instancePath))[0]
  );
}

/** What ajv says, as a sentence. */
function complaint({ keyword, params, message }: AjvModule.ErrorObject): string {
  switch (keyword) {
    case 'required':
      return `the key "${String(params['missingProperty'])}" is missing`;
    case 'type':
      return `it must be ${[params['type']].flat().map(withArticle).join(' or ')}`;
    case 'minItems':
      return params['limit'] === 1 ? 'it is empty' : `it has fewer than ${String(params['limit'])} entries`;
    default:
      return `it ${message ?? 'does not fit'}`;
  }
}

function withArticle(type: unknown): string {
  const word = String(type);
  return word === 'null' ? word : `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function depth(path: string): number {
  return path.split('/').length;
}

function shorten(data: unknown): string {
  const text = JSON.stringify(data);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

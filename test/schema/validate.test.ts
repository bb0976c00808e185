import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { serializeFactSet } from '../../src/baseline/canonical.ts';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { DOCUMENTS } from '../../src/schema/documents.ts';
import { nearest } from '../../src/schema/nearest.ts';
import { isDocument, readSchema, validateDocument } from '../../src/schema/validate.ts';
import { fileFact, profileOf } from '../baseline/fact-sets.ts';
import { staleFiles } from '../tooling/generate.ts';

function failure(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const baseline = JSON.parse(serializeFactSet(mergeFactSets([profileOf('t1', [fileFact('/x')])]))) as Record<
  string,
  unknown
>;

describe('validateDocument', () => {
  it('returns what fits', () => {
    expect(validateDocument('baseline', baseline, 'b.json')).toBe(baseline);
    expect(isDocument('profile', baseline)).toBe(false);
  });

  it('says where a document deviates, and how to make it again', () => {
    const facts = { ...(baseline['facts'] as object), file: [{ key: ['a'], counts: ['x'], firstMs: [0] }] };
    const error = failure(() => validateDocument('baseline', { ...baseline, facts }, 'b.json'));
    expect(error).toMatchObject({ code: 'document-invalid', exitCode: 5 });
    expect(error.message).toBe(
      'b.json is not a valid baseline: at /facts/file/0/counts/0, it must be integer.',
    );
    expect(error.hint).toContain('esdrift baseline create');
  });

  it('tells a document of another kind, and no document at all', () => {
    const other = failure(() =>
      validateDocument('baseline', { ...baseline, kind: 'esdrift.drift-report' }, 'b.json'),
    );
    expect(other.message).toBe(
      'b.json is not a valid baseline: its kind is "esdrift.drift-report", not "esdrift.baseline".',
    );
    expect(failure(() => validateDocument('baseline', 3, 'b.json')).message).toContain(
      'it is a number, not an object',
    );
    expect(failure(() => validateDocument('baseline', null, 'b.json')).message).toContain('must be object');
  });

  it('refuses what a newer esdrift wrote, whatever else is in it', () => {
    const error = failure(() =>
      validateDocument('baseline', { kind: 'esdrift.baseline', formatVersion: 2 }, 'b.json'),
    );
    expect(error).toMatchObject({ code: 'future-version', exitCode: 5 });
    expect(error.hint).toContain('npm install');
  });

  it('names the arm of a union that was meant', () => {
    const error = failure(() =>
      validateDocument('trace-record', { kind: 'gap', segment: 0, from: 1, to: 2, lost: -1 }, 't'),
    );
    expect(error.message).toContain('at /lost, it must be >= 0');
  });

  it('refuses a key of the configuration that nobody knows, and suggests the one that was meant', () => {
    const config = { traces: [], baselines: [], failon: 'low' };
    const error = failure(() => validateDocument('config', config, 'esdrift.config.json'));
    expect(error).toMatchObject({ code: 'config-invalid', exitCode: 2 });
    expect(error.message).toContain('the key "failon" is not known. Did you mean "failOn"?');
    expect(error.hint).toBe('Rename "failon" to "failOn", or remove it.');
    const strange = failure(() =>
      validateDocument('config', { ...config, failon: undefined, zebra: 1 }, 'c'),
    );
    expect(strange.message).not.toContain('zebra" is not known. Did you mean');
  });

  it('lets through keys that a later version may add', () => {
    expect(isDocument('baseline', { ...baseline, later: true })).toBe(true);
  });
});

describe('the schemas', () => {
  const names = readdirSync(new URL('../../schemas/', import.meta.url)).map((name) =>
    name.replace('.schema.json', ''),
  );

  it('are one for each document, and compile', () => {
    expect(names.filter((name) => !['common', 'eslogger-line'].includes(name)).sort()).toEqual(
      Object.keys(DOCUMENTS).sort(),
    );
    for (const name of Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[])
      expect(isDocument(name, undefined)).toBe(false);
  });

  it('say the same kind and version as the table', () => {
    for (const [name, { kind }] of Object.entries(DOCUMENTS)) {
      if (kind === undefined) continue;
      const schema = readSchema(name as keyof typeof DOCUMENTS) as {
        properties: { kind: { const: string } };
      };
      expect(schema.properties.kind.const, name).toBe(kind);
    }
  });

  it('are what the generated types were made from', async () => {
    expect(await staleFiles()).toEqual([]);
  });
});

describe('nearest', () => {
  it.each([
    ['failon', 'failOn'],
    ['trace', 'traces'],
    ['basline', 'baselines'],
    ['zebra', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['traces', 'baselines', 'failOn', 'policy'])).toBe(expected);
  });
});

import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { newArmedState } from '../../src/recorder/armed/armed-state.ts';
import { AppError } from '../../src/errors.ts';
import { serializeFactSet } from '../../src/baseline/canonical.ts';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import { COMPILED } from '../../src/schema/compiled.ts';
import { DOCUMENTS } from '../../src/schema/documents.ts';
import { nearest } from '../../src/model/nearest.ts';
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
      'b.json is not a valid baseline: at /facts/file/0/counts/0, it must be an integer.',
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
    expect(failure(() => validateDocument('baseline', null, 'b.json')).message).toContain(
      'must be an object',
    );
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

  it('names a mistyped key before the one that is missing because of it', () => {
    const mistyped = failure(() => validateDocument('config', { traces: ['a'], baselinse: ['b'] }, 'c'));
    expect(mistyped.message).toContain('the key "baselinse" is not known. Did you mean "baselines"?');
    const missing = failure(() => validateDocument('config', { traces: ['a'] }, 'c'));
    expect(missing.message).toContain('at the top, the key "baselines" is missing.');
    const empty = failure(() => validateDocument('config', { traces: [], baselines: ['b'] }, 'c'));
    expect(empty.message).toContain('at /traces, it is empty.');
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

const os = { productVersion: '26.2', buildVersion: '25C56' };
const EXAMPLES = {
  baseline,
  profile: JSON.parse(serializeFactSet(profileOf('t1', [fileFact('/x')]))) as unknown,
  acceptances: {
    kind: 'esdrift.acceptances',
    formatVersion: 1,
    producer: { name: 'x', version: '1' },
    accepted: [{ id: 'a', change: 'file-added', subject: 's', reason: 'r' }],
  },
  'armed-state': newArmedState(
    {
      method: 'ota',
      labels: { initiator: 'cli' },
      events: 'upgrade',
      redact: 'default',
      sync: 'interval',
      settleMs: 1,
      deadlineMs: 2,
      maxBytes: null,
      diskFloorBytes: 3,
    },
    { productVersion: '26.1', buildVersion: '25B78' },
    '2026-01-01T00:00:00Z',
  ),
  config: { traces: ['a'], baselines: ['b'], failOn: 'low', policy: { changes: { 'file-added': 'off' } } },
  'trace-header': {
    kind: 'esdrift.trace',
    formatVersion: 1,
    producer: { name: 'x', version: '1' },
    id: '01900000-0000-7000-8000-000000000001',
    provenance: 'imported',
    method: 'ota',
    labels: { a: 'b' },
    host: { arch: 'arm64' },
    os,
    redaction: { policy: 'none' },
    startedAt: '2026-01-01T00:00:00Z',
  },
  'trace-record': { kind: 'gap', segment: 0, from: 1, to: 2, lost: 2 },
  'trace-summary': {
    kind: 'esdrift.trace-summary',
    formatVersion: 1,
    events: 1,
    eventsByType: { exec: 1 },
    badLines: 0,
    oversizeLines: 0,
    segments: [],
    gaps: [{ segment: 0, from: 0, to: 1, lost: 2 }],
    frames: [],
    digest: '0'.repeat(64),
  },
};

/** The document with each value in turn left out, or of another type. */
function* spoil(value: unknown): Generator<unknown, void> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const rest: Record<string, unknown> = Object.fromEntries(Object.entries(value));
    const wrap = (changed: Record<string, unknown>): unknown =>
      Array.isArray(value) ? Object.values(changed) : changed;
    for (const other of [7.5, 'other', null, [], {}]) yield wrap({ ...rest, [key]: other });
    for (const inner of spoil(rest[key])) yield wrap({ ...rest, [key]: inner });
    yield wrap(Object.fromEntries(Object.entries(rest).filter(([name]) => name !== key)));
  }
}

describe('a compiled validator', () => {
  it('says the same as ajv', () => {
    const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, discriminator: true });
    ajv.addSchema(readSchema('common'));
    for (const [name, check] of Object.entries(COMPILED)) {
      const document = EXAMPLES[name as keyof typeof EXAMPLES];
      const validate = ajv.compile(readSchema(name as keyof typeof COMPILED));
      expect(check(document), name).toBe(true);
      expect(validate(document), name).toBe(true);
      for (const spoiled of spoil(document))
        expect(check(spoiled), JSON.stringify(spoiled)).toBe(validate(spoiled));
    }
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, catalogueEntry, parseKeys } from '../../src/eslogger/catalogue.ts';
import { lineSchema } from '../tooling/line-schema.ts';

describe('the catalogue', () => {
  it('has the 104 NOTIFY events of macOS 26, each once', () => {
    expect(CATALOGUE).toHaveLength(104);
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(104);
    expect(new Set(CATALOGUE.map(({ value }) => value)).size).toBe(104);
    expect(CATALOGUE.every(({ name, value }) => /^[a-z_]+$/.test(name) && value >= 9 && value <= 147)).toBe(
      true,
    );
  });

  it('counts events by release as contemporary lists do: 82 in macOS 13, 102 in 14, 103 in 15.0, 104 from 15.4', () => {
    const upTo = (releases: readonly string[]): number =>
      CATALOGUE.filter(({ sinceMacos }) => releases.includes(sinceMacos)).length;
    const thirteen = ['10.15', '10.15.1', '10.15.4', '11.0', '11.3', '12.0', '13.0'];
    expect(upTo(thirteen)).toBe(82);
    expect(upTo([...thirteen, '14.0'])).toBe(102);
    expect(upTo([...thirteen, '14.0', '15.0'])).toBe(103);
    expect(upTo([...thirteen, '14.0', '15.0', '15.4'])).toBe(104);
  });

  it('reads every key of its tables', () => {
    for (const { name, keys, about } of CATALOGUE) {
      for (const key of keys) expect(key.path !== '' && key.type !== '', `${name} ${key.path}`).toBe(true);
      if (about !== undefined) expect(about.keys.length, name).toBeGreaterThan(0);
    }
    expect(parseKeys('instigator?:process|null@9')).toEqual([
      { path: 'instigator', type: 'process', nullable: true, optional: true, sinceMessage: 9 },
    ]);
  });

  it('knows numbers, origin, gates and evidence', () => {
    expect(catalogueEntry('exec')).toMatchObject({
      value: 9,
      origin: 'kernel',
      evidence: 'real',
      sinceMacos: '10.15',
    });
    expect(catalogueEntry('tcc_modify')).toMatchObject({
      value: 147,
      origin: 'userspace',
      evidence: 'binary',
    });
    expect(catalogueEntry('exec')?.keys.find(({ path }) => path === 'entitlements')).toMatchObject({
      sinceMessage: 11,
    });
    expect(catalogueEntry('mount')?.keys.map(({ path }) => path)).toContain('statfs.f_mntonname');
    expect(catalogueEntry('brand_new')).toBeUndefined();
  });

  it('is what the schema of a line says', () => {
    const url = new URL('../../schemas/eslogger-line.schema.json', import.meta.url);
    const shipped: unknown = JSON.parse(readFileSync(url, 'utf8'));
    expect(shipped, 'stale: node test/tooling/line-schema.ts && npx prettier --write schemas').toEqual(
      JSON.parse(JSON.stringify(lineSchema())),
    );
  });
});

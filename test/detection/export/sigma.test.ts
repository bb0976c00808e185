/**
 * The Sigma files are read back by a reader of our own and held against what esdrift itself says. Where the specification's JSON Schemas are at hand
 * (ESDRIFT_SIGMA_SCHEMAS names their folder), they are validated with those too; they are not part of this repository.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { exportRules } from '../../../src/detection/export/export-rules.ts';
import { yamlDocument, type YamlValue } from '../../../src/detection/export/sigma/yaml.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';
import { agentEvents } from './agent-events.ts';
import { bootsOf, exportedFiles, firedHere, RECORDINGS } from './recordings.ts';
import { contentsOf, SigmaFile } from './sigma-engine.ts';
import { formProblems } from './sigma-form.ts';

const FILES = exportedFiles('sigma');
const schemas = process.env['ESDRIFT_SIGMA_SCHEMAS'];

describe('the built-in rules in Sigma', () => {
  it.each(RECORDINGS)('%s: what fires here, and nothing else', async (name) => {
    const boots = await bootsOf(name);
    // Boots are not told apart there.
    const events = agentEvents(boots.flat());
    const there = [...FILES]
      .filter(([id, text]) => new SigmaFile(text, events).alerts(id).length > 0)
      .map(([id]) => id);
    const here = firedHere(boots).filter((id) => FILES.has(id));
    expect(here.filter((id) => !there.includes(id))).toEqual([]);
    expect(there.filter((id) => !here.includes(id))).toEqual([]);
  });

  it('have the form of the specification, one by one and all in a file', () => {
    const all = exportRules('sigma', {
      set: BUILT_IN_RULES,
      rules: BUILT_IN_RULES.rules,
      isStrict: false,
      isSplit: false,
    });
    for (const text of [...FILES.values(), ...all.files.map((file) => file.text)]) {
      const contents = contentsOf(text);
      expect(contents.length).toBeGreaterThan(0);
      expect(formProblems(contents)).toEqual([]);
    }
  });

  it.skipIf(schemas === undefined)('are valid by the JSON Schemas of the specification', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
    const schema = (kind: string): object =>
      JSON.parse(
        readFileSync(join(schemas ?? '', `sigma-${kind}-schema.json`), 'utf8').replace(
          '/schema#"',
          '/schema"',
        ),
      ) as object;
    const [detection, correlation] = [
      ajv.compile(schema('detection-rule')),
      ajv.compile(schema('correlation-rules')),
    ];
    for (const content of [...FILES.values()].flatMap(contentsOf)) {
      const validate = 'correlation' in content ? correlation : detection;
      expect(validate(content), JSON.stringify([content, validate.errors])).toBe(true);
    }
  });

  it('say what they are proven by, and what else shows them', () => {
    const contents = contentsOf(FILES.get('ota-started') ?? '');
    expect(contents[0]).toMatchObject({ status: 'experimental', level: 'low' });
    expect(contents[0]?.['falsepositives']).toContain('a Background Security Improvement');
    const proven = ruleSet([signal('a')], [rule('r', ['a'], { status: 'proven' })]);
    expect(contentsOf(exportedFiles('sigma', proven).get('r') ?? '')[0]).toMatchObject({ status: 'test' });
  });
});

describe('YAML', () => {
  it('is read back as it was meant, by the rules of YAML 1.1 and 1.2', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'no',
        'Yes',
        'null',
        '~',
        '1e3',
        '0x10',
        '2026-01-01',
        '- a',
        'a: b',
        'a #b',
        ' a ',
        '',
        '!x',
        '&a',
        '*a',
        '%a',
        '@a',
        '`',
      ),
    );
    const { map: maps } = fc.letrec<{ value: YamlValue; map: { readonly [key: string]: YamlValue } }>(
      (tie) => ({
        value: fc.oneof(
          { depthSize: 'small' },
          texts,
          fc.integer(),
          fc.array(tie('value'), { maxLength: 3 }),
          tie('map'),
        ),
        map: fc.dictionary(texts, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      }),
    );
    fc.assert(
      fc.property(maps, (map) => {
        fc.pre(Object.keys(map).length > 0);
        const text = yamlDocument(map);
        for (const version of ['1.1', '1.2'] as const) expect(parse(text, { version })).toEqual(map);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignCollapse } from '../../src/baseline/align.ts';
import { fromDocument, serializeFactSet } from '../../src/baseline/canonical.ts';
import { mergeFactSets } from '../../src/baseline/merge.ts';
import type { FactSet } from '../../src/model/facts.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { factSets, fileFact, profileOf } from './fact-sets.ts';

const bytes = (...sets: FactSet[]): string => serializeFactSet(mergeFactSets(sets));
const three = factSets(['t1', 't2', 't3']);

describe('mergeFactSets', () => {
  it('gives the same bytes in any order and grouping', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        fc.pre(a !== undefined && b !== undefined && c !== undefined);
        const all = bytes(a, b, c);
        expect(bytes(c, a, b)).toBe(all);
        expect(bytes(mergeFactSets([a, b]), c)).toBe(all);
        expect(bytes(a, mergeFactSets([b, c]))).toBe(all);
        expect(bytes(mergeFactSets([c, a]), mergeFactSets([a, b]), b)).toBe(all);
      }),
      { numRuns: 100 },
    );
  });

  it('counts a recording once, however often it is given', () => {
    fc.assert(
      fc.property(factSets(['t1', 't2']), ([a, b]) => {
        fc.pre(a !== undefined && b !== undefined);
        const merged = mergeFactSets([a, b]);
        expect(bytes(merged, merged, a)).toBe(serializeFactSet(merged));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps one column a run, zero and -1 where a run does not show the fact', () => {
    const merged = mergeFactSets([
      profileOf('t2', [fileFact('/x', 4, 40)]),
      profileOf('t1', [fileFact('/x', 2, 20), fileFact('/y', 1, 5)]),
    ]);
    expect(merged.runs.map((run) => run.trace)).toEqual(['t1', 't2']);
    expect(merged.facts).toEqual([
      { ...fileFact('/x'), counts: [2, 4], firstMs: [20, 40] },
      { ...fileFact('/y'), counts: [1, 0], firstMs: [5, -1] },
    ]);
  });

  it('collapses a directory that only the runs together fill, and adds up what becomes one fact', () => {
    const run = (trace: string, from: number): FactSet =>
      profileOf(
        trace,
        Array.from({ length: 10 }, (_, index) => fileFact(`/tmp/n${from + index}`, 2, 100 - index)),
      );
    const merged = mergeFactSets([run('t1', 0), run('t2', 10)]);
    expect(merged.collapsed).toEqual(['/tmp/{any}']);
    expect(merged.facts).toEqual([{ ...fileFact('/tmp/{any}'), counts: [20, 20], firstMs: [91, 91] }]);
    expect(mergeFactSets([run('t1', 0), run('t2', 0)]).collapsed).toEqual([]);
  });

  it('never collapses the names that the policy table knows', () => {
    const crowd = Array.from({ length: 700 }, (_, index) => fileFact(`/System/Library/D${index}/x`));
    const asset = fileFact('/System/Library/AssetsV2/com_apple_MobileAsset_MacSoftwareUpdate/{hash}.asset');
    const { facts } = mergeFactSets([profileOf('t1', [...crowd, asset])]);
    expect(facts.map((fact) => fact.key[2])).toEqual([asset.key[2], '/System/Library/{any}/x']);
  });

  it('folds what lies below the children where a tree grows past its budget', () => {
    const tree = Array.from({ length: 5000 }, (_, index) =>
      fileFact(`/a/b/c/d/x${index % 60}/y${Math.floor(index / 60) % 40}/z${index % 7}/{hash}`),
    );
    const merged = mergeFactSets([profileOf('t1', tree)]);
    expect(merged.collapsed).toEqual(['/a/b/c/d/{below}']);
    expect(merged.facts).toHaveLength(60);
    expect(merged.facts[0]?.key[2]).toBe('/a/b/c/d/x0/{below}');
  });

  it('refuses what must not be mixed', () => {
    const real = profileOf('t1', [fileFact('/x')]);
    const synthetic = profileOf('t2', [fileFact('/x')], { provenance: 'synthetic' });
    expect(() => mergeFactSets([real, synthetic])).toThrow(/1 of 2 recordings are synthetic/);
    expect(mergeFactSets([real, synthetic], { allowSynthetic: true }).runs).toHaveLength(2);
    expect(() => mergeFactSets([real, { ...profileOf('t2', []), normalizer: '0' }])).toThrow(
      /versions 0 and 1/,
    );
    expect(() => mergeFactSets([real, profileOf('t1', [], { role: 'control' })])).toThrow(
      /a control and not/,
    );
    expect(() => mergeFactSets([real, profileOf('t1', [], { sha256: '1' })])).toThrow(/two versions/);
    expect(() => mergeFactSets([])).toThrow(/no profile/);
  });
});

describe('the file form', () => {
  it('reads back what it wrote, byte for byte', () => {
    fc.assert(
      fc.property(three, fc.boolean(), (sets, merge) => {
        const [first] = sets;
        fc.pre(first !== undefined);
        const set = merge ? mergeFactSets(sets) : first;
        const text = serializeFactSet(set);
        const document = validateDocument(merge ? 'baseline' : 'profile', JSON.parse(text), 'x');
        expect(fromDocument(document, 'x')).toEqual(set);
        expect(serializeFactSet(fromDocument(document, 'x'))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps one fact a line', () => {
    const text = bytes(profileOf('t1', [fileFact('/x'), fileFact('/y "quoted"')]));
    const lines = text.split('\n').filter((line) => line.includes('"key"'));
    expect(lines).toEqual([
      '      {"key":["platform:a","create","/x"],"counts":[1],"firstMs":[0]},',
      String.raw`      {"key":["platform:a","create","/y \"quoted\""],"counts":[1],"firstMs":[0]}`,
    ]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('refuses a document that a merge conflict spoiled', () => {
    const document = JSON.parse(bytes(profileOf('t1', [fileFact('/x')]))) as { facts: { file: object[] } };
    const [fact] = document.facts.file;
    const read = (file: unknown[]): unknown =>
      fromDocument(
        validateDocument('baseline', { ...document, facts: { ...document.facts, file } }, 'b.json'),
        'b.json',
      );
    expect(() => read([fact, fact])).toThrow(/is there twice/);
    expect(() => read([{ ...fact, counts: [1, 2] }])).toThrow(/one number for each run/);
    expect(() => read([{ ...fact, counts: [-1] }])).toThrow(/counts\/0, it must be >= 0/);
  });
});

describe('alignCollapse', () => {
  it('brings both sides to one state, whichever is the coarser', () => {
    fc.assert(
      fc.property(factSets(['t1', 't2']), ([a, b]) => {
        fc.pre(a !== undefined && b !== undefined);
        const [left, right] = alignCollapse(mergeFactSets([a]), mergeFactSets([b]));
        expect(left.collapsed).toEqual(right.collapsed);
        const [mirroredRight, mirroredLeft] = alignCollapse(mergeFactSets([b]), mergeFactSets([a]));
        expect([mirroredLeft, mirroredRight]).toEqual([left, right]);
        expect(alignCollapse(left, right)).toEqual([left, right]);
      }),
      { numRuns: 50 },
    );
  });

  it('collapses a literal that the other side no longer tells apart', () => {
    const crowd = Array.from({ length: 20 }, (_, index) => fileFact(`/tmp/n${index}`));
    const [, right] = alignCollapse(
      mergeFactSets([profileOf('t1', crowd)]),
      profileOf('t2', [fileFact('/tmp/other')]),
    );
    expect(right.facts.map((fact) => fact.key[2])).toEqual(['/tmp/{any}']);
  });
});

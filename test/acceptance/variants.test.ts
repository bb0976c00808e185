/** The promise of drift.test.ts for every variant of every injection and for both methods, with the operations in this process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRIFT_CASES, problemOf, variantsOf } from './expectations.ts';
import { inProcess } from './pipeline.ts';
import { Scene } from './scene.ts';

describe('over the air', () => {
  const scene = new Scene({ scenario: 'ota', target: '26.3', series: 'variants', pipeline: inProcess });
  beforeAll(() => scene.prepare());
  afterAll(() => scene.remove());

  it.each([0.1, 0.5, 1, 1.5])('is the same with background %f', async (noise) => {
    expect(problemOf('harmless', await scene.judge({ seed: `further ${noise}`, noise }))).toBe('');
  });

  const felt = DRIFT_CASES.filter(([, , variant]) => scene.isFelt(variant));
  it.each(felt)('finds %s: %s', async (name, note, variant) => {
    const judgement = await scene.judge({ seed: `${name} ${note}`, tweaks: variant.tweaks });
    expect(problemOf(name, judgement, variant)).toBe('');
  });

  const others = ['cdhash-only', 'lines-lost', 'type-unrecorded'].flatMap((name) =>
    variantsOf(name).map(([note, variant]) => [name, note, variant] as const),
  );
  it.each(others)('does not mistake %s: %s', async (name, note, variant) => {
    const judgement = await scene.judge({ seed: `${name} ${note}`, tweaks: variant.tweaks });
    expect(problemOf(name, judgement, variant)).toBe('');
  });
});

describe('full installer', () => {
  const scene = new Scene({
    scenario: 'full-installer',
    target: '26.2',
    series: 'variants',
    pipeline: inProcess,
  });
  beforeAll(() => scene.prepare());
  afterAll(() => scene.remove());

  it.each([0.5, 1.5])('is the same with background %f', async (noise) => {
    expect(problemOf('harmless', await scene.judge({ seed: `further ${noise}`, noise }))).toBe('');
  });

  const cases = DRIFT_CASES.filter(([, note]) =>
    ['bless', 'cleanup-service', 'child of the brain', 'mount_apfs'].includes(note),
  );
  it.each(cases)('finds %s: %s', async (name, note, variant) => {
    const judgement = await scene.judge({ seed: `${name} ${note}`, tweaks: variant.tweaks });
    expect(problemOf(name, judgement, variant)).toBe('');
  });
});

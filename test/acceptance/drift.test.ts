/**
 * The promise of the whole: five runs make a baseline; another run that differs in everything but behaviour is the same,
 * and one changed behaviour is found, named rightly. Through the built command line; variants.test.ts has more of each.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRIFT_CASES, problemOf, variantsOf } from './expectations.ts';
import { commandLine } from './pipeline.ts';
import { Scene } from './scene.ts';

const scene = new Scene({ scenario: 'ota', target: '26.2', series: 'acceptance', pipeline: commandLine });
beforeAll(() => scene.prepare());
afterAll(() => scene.remove());

/** One of each injection. */
const FIRST = DRIFT_CASES.filter(([, , variant]) => scene.isFelt(variant)).filter(
  ([name], index, all) => all.findIndex(([other]) => other === name) === index,
);

describe.concurrent('a further run of the same behaviour', () => {
  it.each([
    ['another seed, user and boot', 'further-1', 0.5],
    ['three times the background', 'further-2', 1.5],
  ])('is the same: %s', async (_name, seed, noise) => {
    expect(problemOf('harmless', await scene.judge({ seed, noise }))).toBe('');
  });
});

describe.concurrent('one change alone is found', () => {
  it.each(FIRST)('%s: %s', async (name, note, variant) => {
    const judgement = await scene.judge({ seed: `${name} ${note}`, tweaks: variant.tweaks });
    expect(problemOf(name, judgement, variant)).toBe('');
  });
});

describe.concurrent('what is no drift', () => {
  it.each(['cdhash-only', 'lines-lost'])('%s', async (name) => {
    const [[note, variant] = []] = variantsOf(name);
    if (variant === undefined) throw new Error(`no variant of ${name}`);
    const judgement = await scene.judge({ seed: `${name} ${note ?? ''}`, tweaks: variant.tweaks });
    expect(problemOf(name, judgement, variant)).toBe('');
  });

  it.each([true, false])('type-unrecorded, event types in the header: %s', async (listsEvents) => {
    const [[note, variant] = []] = variantsOf('type-unrecorded');
    if (variant === undefined) throw new Error('no variant of type-unrecorded');
    const judgement = await scene.judge({
      seed: `unrecorded ${note ?? ''}`,
      tweaks: variant.tweaks,
      listsEvents,
    });
    expect(problemOf('type-unrecorded', judgement, variant)).toBe('');
  });
});

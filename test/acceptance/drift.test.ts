/**
 * The promise of the whole: five runs make a baseline; another run that differs in everything but behaviour is the same,
 * and one changed behaviour is found, named rightly. Through the built command line.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aboutVariant, DRIFT_CASES, findingsOf, isAtLeast, summarize, variantsOf } from './expectations.ts';
import { commandLine } from './pipeline.ts';
import { Scene } from './scene.ts';

const scene = new Scene({ scenario: 'ota', target: '26.2', series: 'acceptance', pipeline: commandLine });
beforeAll(() => scene.prepare());
afterAll(() => scene.remove());

describe('a further run of the same behaviour', () => {
  it.each([
    ['another seed, user and boot', 'further-1', 0.5],
    ['three times the background', 'further-2', 1.5],
    ['three times the background, another Mac', 'further-3', 1.5],
    ['hardly any background', 'further-4', 0.1],
  ])('is the same: %s', async (_name, seed, noise) => {
    const { exitCode, report } = await scene.judge({ seed, noise });
    expect(summarize(report.findings.filter((finding) => isAtLeast(finding, 'medium')))).toBe('');
    expect(exitCode).toBe(0);
  });
});

describe('one change alone is found', () => {
  it.each(DRIFT_CASES)('%s: %s', async (name, note, variant) => {
    const { exitCode, report } = await scene.judge({ seed: `${name} ${note}`, tweaks: variant.tweaks });
    const found = findingsOf(report, name, variant);
    expect(
      found.length,
      summarize(report.findings.filter((finding) => isAtLeast(finding, 'low'))),
    ).toBeGreaterThan(0);
    const wrong = report.findings.filter((finding) => isAtLeast(finding, 'medium'));
    expect(exitCode).toBe(wrong.length > 0 ? 1 : 0);
  });
});

describe('what is no drift', () => {
  it.each(variantsOf('cdhash-only'))('another cdhash alone is info: %s', async (note, variant) => {
    const { exitCode, report } = await scene.judge({ seed: `rebuilt ${note}`, tweaks: variant.tweaks });
    const updated = aboutVariant(report, variant).filter(({ change }) => change === 'program-updated');
    expect(updated.map(({ severity }) => severity)).toEqual(updated.map(() => 'info'));
    expect(updated.length).toBeGreaterThan(0);
    expect(summarize(report.findings.filter((finding) => isAtLeast(finding, 'medium')))).toBe('');
    expect(exitCode).toBe(0);
  });

  it.each(variantsOf('lines-lost'))(
    'a program whose lines were lost is inconclusive: %s',
    async (note, variant) => {
      const { exitCode, report } = await scene.judge({ seed: `lost ${note}`, tweaks: variant.tweaks });
      const absences = aboutVariant(report, variant).filter(({ change }) => change.endsWith('-removed'));
      expect(absences.length, summarize(report.findings)).toBeGreaterThan(0);
      expect(summarize(absences.filter(({ certainty }) => certainty === 'observed'))).toBe('');
      expect(
        summarize(
          report.findings.filter(
            (finding) => isAtLeast(finding, 'medium') && finding.certainty === 'observed',
          ),
        ),
      ).toBe('');
      expect([0, 3]).toContain(exitCode);
    },
  );

  it.each(
    variantsOf('type-unrecorded').flatMap(([note, variant]) =>
      [true, false].map(
        (listsEvents) => [note, listsEvents ? 'listed' : 'not listed', variant, listsEvents] as const,
      ),
    ),
  )(
    'an event type that was not recorded is excluded with a warning: %s, %s in the header',
    async (note, _listed, variant, listsEvents) => {
      const { exitCode, report } = await scene.judge({
        seed: `unrecorded ${note}`,
        tweaks: variant.tweaks,
        listsEvents,
      });
      const notes = report.comparability.filter(
        ({ level, message, axis }) => level !== 'ok' && `${axis} ${message}`.includes(note),
      );
      expect(notes.length, JSON.stringify(report.comparability)).toBeGreaterThan(0);
      expect(summarize(report.findings.filter((finding) => isAtLeast(finding, 'medium')))).toBe('');
      expect(exitCode).not.toBe(1);
    },
  );
});

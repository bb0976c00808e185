/** The shipped traces: every upgrade is found, with its method and phases; nothing else is called one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { detect } from '../../src/operations/detect.ts';
import { loadRules } from '../../src/operations/rules-file.ts';
import { isDocument } from '../../src/schema/validate.ts';

const folder = fileURLToPath(new URL('../../traces/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.zst'));
const named = (part: string): string[] => names.filter((name) => name.includes(part));
const run = async (name: string) => await detect(join(folder, name), { rules: await loadRules(undefined) });
const ends = ['dark', 'first-boot', 'settled'];

describe('an update over the air', () => {
  it.each(named('.ota.'))('%s', async (name) => {
    const detection = await run(name);
    expect(isDocument('detection', detection)).toBe(true);
    expect(detection).toMatchObject({
      method: 'ota',
      scope: 'minor',
      outcome: 'completed',
      startedBeforeRecording: false,
    });
    expect(detection.confidence.level).toBe('high');
    const commit = name.startsWith('macos-15') ? [] : ['committing'];
    const begin = ['requested', 'brain-staged', 'downloading', 'preparing', 'staged'];
    expect(detection.phases.map(({ phase }) => phase)).toEqual([...begin, ...commit, ...ends]);
    expect(detection.started?.leadMs).toBeGreaterThan(120_000);
  });
});

describe('a full installer', () => {
  it.each(named('.full-installer.'))('%s', async (name) => {
    const detection = await run(name);
    expect(detection).toMatchObject({ method: 'full-installer', scope: 'minor', outcome: 'completed' });
    expect(detection.phases.map(({ phase }) => phase)).toEqual(['requested', 'preparing', 'staged', ...ends]);
    expect(detection.started?.leadMs).toBeGreaterThan(300_000);
  });
});

describe('no upgrade', () => {
  it.each(named('.control.'))('%s: nothing at all fires', async (name) => {
    const detection = await run(name);
    expect(detection).toMatchObject({ method: 'none', started: null, phases: [] });
    expect(detection.rules.filter(({ state }) => state === 'fired')).toEqual([]);
  });

  it.each(named('.negative.').filter((name) => !/aborted-update|security-improvement/.test(name)))(
    '%s: no start fires',
    async (name) => {
      const detection = await run(name);
      expect(detection).toMatchObject({ method: 'none', started: null });
      expect(detection.rules.filter(({ claim, state }) => claim === 'start' && state === 'fired')).toEqual(
        [],
      );
    },
  );

  it('calls a Background Security Improvement what it is', async () => {
    const detection = await run('macos-26.2-25C56.negative.arm64.security-improvement.jsonl.zst');
    const fired = detection.rules.filter(({ claim, state }) => claim === 'start' && state === 'fired');
    expect(fired.map(({ id }) => id)).toEqual(['security-improvement-started']);
    expect(detection.method).toBe('background-security-improvement');
  });

  it('says of a download without an install how far it came, and is less sure', async () => {
    const detection = await run('macos-26.2-25C56.negative.arm64.download-without-install.jsonl.zst');
    expect(detection.phases.map(({ phase }) => phase)).toEqual(['brain-staged', 'downloading']);
    expect(detection.confidence.level).toBe('medium');
    expect(detection.confidence.reasons[0]).toMatch(/was downloaded; nothing shows/);
  });

  it('says of an update that was staged and given up that it began and was aborted', async () => {
    const detection = await run('macos-26.2-25C56.negative.arm64.aborted-update.jsonl.zst');
    expect(detection).toMatchObject({ method: 'ota', outcome: 'aborted', restart: null });
    const committed = detection.rules.filter(
      ({ phase, state }) => state === 'fired' && /committing|first-boot/.test(phase),
    );
    expect(committed).toEqual([]);
  });
});

it('uses the built-in rules where no file is named', async () => {
  expect(await loadRules(undefined)).toBe(BUILT_IN_RULES);
});

/** signals rank and generate on the shipped traces. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import type { RankedSignal } from '../../src/model/signal-rank.ts';
import type { RuleTrial } from '../../src/model/signal-test.ts';
import { generateSignals } from '../../src/operations/signal-generate.ts';
import { rankCorpus } from '../../src/operations/signal-rank.ts';
import { testSignals } from '../../src/operations/signal-test.ts';
import { loadRules } from '../../src/operations/rules-file.ts';
import { isDocument } from '../../src/schema/validate.ts';
import { Workbench } from '../drift/workbench.ts';

const folder = fileURLToPath(new URL('../../traces/', import.meta.url));
const traces = readdirSync(folder)
  .filter((name) => name.endsWith('.zst'))
  .map((name) => join(folder, name));
/** Every trace is read three times, on a machine that may be busy. */
const PATIENCE_MS = 600_000;
const bench = new Workbench();
const out = join(bench.folder, 'mine.rules.json');
afterAll(() => bench.remove());

describe('generate', () => {
  it(
    'finds every upgrade that was held out, and writes rules at least as early and as robust as the built-in ones',
    async () => {
      const result = await generateSignals({
        inputs: traces,
        out,
        force: false,
        name: 'mine',
        allowSynthetic: false,
      });
      expect(isDocument('signals-generated', result)).toBe(true);
      expect(result.failures).toEqual([]);
      expect(result.heldOut).toHaveLength(6);
      for (const { found, recordings, falseAlarms } of result.heldOut)
        expect([found, falseAlarms]).toEqual([recordings, []]);
      const rules = await loadRules(out);
      expect(new Set(rules.rules.map(({ status }) => status))).toEqual(new Set(['experimental']));
      const some = traces.filter((path) => path.includes('.run-1.'));
      const [mine, builtIn] = await Promise.all([
        testSignals({ rules, traces: some }),
        testSignals({ rules: BUILT_IN_RULES, traces: some }),
      ]);
      expect(mine.verdict).toBe('pass');
      for (const [index, trace] of mine.traces.entries()) {
        for (const trial of trace.rules.filter(({ expected }) => expected === 'fires')) {
          const other = builtIn.traces[index]?.rules.find(({ rule }) => rule === builtInName(trial.rule));
          expect(trial.offsetMs).toBeLessThanOrEqual(other?.offsetMs ?? -1);
          expect([keptOf(trial), trial.fragile]).toEqual([keptOf(other), other?.fragile]);
        }
      }
    },
    PATIENCE_MS,
  );

  it('asks for no signing id that a simulator made up, where there is a path', () => {
    const asked = readFileSync(out, 'utf8').match(/"(?:exec|actor)\.signing_id"/g) ?? [];
    expect(asked).toEqual([]);
  });

  it('writes nothing where the recordings carry no rule, or hold no control', async () => {
    const inputs = traces.filter((path) => path.includes('.ota.'));
    const never = { out: join(bench.folder, 'never.json'), force: false, name: 'x', allowSynthetic: false };
    await expect(generateSignals({ ...never, inputs })).rejects.toMatchObject({ exitCode: 3 });
    expect(readdirSync(bench.folder)).not.toContain('never.json');
  });
});

const builtInName = (rule: string): string => (rule === 'ota-started' ? rule : 'full-installer-started');
const keptOf = (trial: RuleTrial | undefined) => trial?.loss.map(({ fired }) => fired);

describe('rank', () => {
  let signals: readonly RankedSignal[] = [];
  beforeAll(async () => {
    const ranking = await rankCorpus({ inputs: traces, limit: 0, allowSynthetic: false });
    expect(isDocument('signal-ranking', ranking)).toBe(true);
    signals = ranking.signals;
  });
  const program = (id: string, method: string): RankedSignal | undefined =>
    signals.find(
      ({ kind, key, method: own }) => kind === 'program' && own === method && key[0] === `platform:${id}`,
    );
  const BRAIN = 'com.apple.MobileSoftwareUpdate.UpdateBrainService';

  it('puts a program that also runs for a download below one that only an upgrade starts', () => {
    const brain = program(BRAIN, 'ota');
    const stash = program('com.apple.installer.osisstashhelper', 'full-installer');
    expect(brain?.controls).toEqual({ seenIn: 3, runs: 13 });
    expect(stash?.controls.seenIn).toBe(0);
    expect(brain?.separation).toBeLessThan(stash?.separation ?? 0);
    expect(brain?.score).toBeLessThan(stash?.score ?? 0);
  });

  it('says that the signing id of the brain held over builds, and its path did not', () => {
    const held = Object.fromEntries(
      (program(BRAIN, 'ota')?.heldBy ?? []).map(({ field, builds }) => [field, builds]),
    );
    expect(held['signing id']).toBeGreaterThan(held['path'] ?? Number.POSITIVE_INFINITY);
  });

  it('is less sure with fewer recordings', async () => {
    const few = traces.filter((path) => path.includes('15.6') && path.includes('run-1'));
    const ranking = await rankCorpus({ inputs: few, limit: 0, allowSynthetic: false, method: 'ota' });
    const [one] = ranking.signals.filter(({ controls }) => controls.seenIn === 0);
    const [many] = signals.filter(({ controls, method }) => method === 'ota' && controls.seenIn === 0);
    expect(one?.uncertainty).toBeGreaterThan(many?.uncertainty ?? 1);
  });
});

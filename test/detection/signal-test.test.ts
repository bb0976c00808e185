/** signals test: rules that miss or cry wolf fail, with the recording named. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { withoutSignal } from '../../src/detection/trials.ts';
import type { RuleSet } from '../../src/model/rules.ts';
import { testSignals } from '../../src/operations/signal-test.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { signalTestMarkdown } from '../../src/report/signal-test.ts';
import { Workbench } from '../drift/workbench.ts';
import { SAMPLE_FAMILIES, NEGATIVE_RUNS } from '../simulator/samples.ts';
import { rule, ruleSet, signal } from './rule-sets.ts';

const traces = fileURLToPath(new URL('../../traces/', import.meta.url));
const named = (name: string): string => join(traces, `macos-26.2-25C56${name}.jsonl.zst`);
const OTA = named('--26.3-25D125.ota.arm64.run-1');
const IDLE = named('.control.arm64.run-1');
const DOWNLOAD = named('.negative.arm64.download-without-install');
const bench = new Workbench();
afterAll(() => bench.remove());

/** The brain alone: what the sources warn of. */
const naive = ruleSet(
  [
    signal('brain', {
      where: { 'exec.name': { equals: 'com.apple.MobileSoftwareUpdate.UpdateBrainService' } },
    }),
  ],
  [rule('naive', ['brain'])],
);

const test = (rules: RuleSet, paths: readonly string[]) => testSignals({ rules, traces: paths });

describe('signals test', () => {
  it('fails a rule that fires on a download without an install, and names it', async () => {
    const result = await test(naive, [OTA, IDLE, DOWNLOAD]);
    expect(result.verdict).toBe('fail');
    expect(result.failures).toEqual([expect.stringMatching(/^naive fired on .*download-without-install/)]);
    expect(result.traces[0]?.rules[0]).toMatchObject({ verdict: 'ok', fragile: ['brain'] });
  });

  it('fails a rule that misses an upgrade', async () => {
    const never = ruleSet([signal('a'), signal('b')], [rule('blind', ['a', 'b'])]);
    const result = await test(never, [OTA, IDLE]);
    expect(result.failures).toEqual([expect.stringMatching(/^blind missed .*26\.3-25D125\.ota/)]);
  });

  it('tests nothing where there is no upgrade, or nothing but upgrades', async () => {
    expect((await test(BUILT_IN_RULES, [IDLE])).verdict).toBe('nothing-tested');
    expect((await test(naive, [OTA])).verdict).toBe('nothing-tested');
    await expect(test(naive, [])).rejects.toMatchObject({ exitCode: 3 });
  });

  it('says how often a rule fires with events lost: the fewer programs it may ask, the less', async () => {
    const loss = async (rules: RuleSet) =>
      (await test(rules, [OTA])).traces[0]?.rules[0]?.loss.map(({ fired }) => fired);
    expect(await loss(BUILT_IN_RULES)).toEqual([10, 10, 10]);
    expect((await loss(naive))?.[2]).toBeLessThan(10);
    const weaker = withoutSignal(withoutSignal(BUILT_IN_RULES, 'new-system-written'), 'update-plist-written');
    expect((await test(weaker, [OTA])).traces[0]?.rules[0]?.fired).toBe(true);
  });
});

describe('the command', () => {
  beforeAll(() => bench.write('naive.rules.json', JSON.stringify(naive)));

  it.each([
    [['signals', 'test', OTA, IDLE, DOWNLOAD], 0],
    [['signals', 'test', OTA, DOWNLOAD, '--rules', 'naive.rules.json'], 1],
    [['signals', 'test', IDLE], 3],
    [['signals', 'test', 'missing.zst'], 5],
  ])('%j: %d', async (args, code) => {
    const [text, json] = await Promise.all([bench.esdrift(args), bench.esdrift([...args, '--json'])]);
    expect([text.code, json.code]).toEqual([code, code]);
    validateDocument(code === 5 ? 'error' : 'signal-test', JSON.parse(json.stdout), 'the output');
  });
});

describe('the page on detection', () => {
  it('shows the matrix of the shipped traces as it is', async () => {
    const names = [...SAMPLE_FAMILIES.flatMap(({ runs }) => runs), ...NEGATIVE_RUNS]
      .map(({ name }) => name)
      .sort();
    const result = await test(
      BUILT_IN_RULES,
      names.map((name) => join(traces, name)),
    );
    expect(result.failures).toEqual([]);
    const page = readFileSync(new URL('../../docs/detection.md', import.meta.url), 'utf8');
    for (const line of signalTestMarkdown(result).trim().split('\n')) {
      if (line.startsWith('|') && !line.startsWith('|-'))
        expect(page.replaceAll(/ +/g, ' ')).toContain(line.replaceAll(/ +/g, ' '));
    }
  });
});

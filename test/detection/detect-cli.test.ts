/** detect, as people and scripts meet it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { readSchema, validateDocument } from '../../src/schema/validate.ts';
import { esdrift } from '../acceptance/cli.ts';
import { transcript, Workbench } from '../drift/workbench.ts';
import { linesOf } from './streams.ts';
import { rule, ruleSet, signal } from './rule-sets.ts';

const traces = fileURLToPath(new URL('../../traces/', import.meta.url));
const OTA = join(traces, 'macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst');
const bench = new Workbench();
afterAll(() => bench.remove());

beforeAll(() => {
  const never = ruleSet([signal('a', { where: { 'exec.pth': { equals: 'x' } } })], [rule('r', ['a'])]);
  bench.write('wrong.rules.json', JSON.stringify(never));
  bench.write('own.rules.json', JSON.stringify({ ...BUILT_IN_RULES, name: 'ours' }));
  bench.write('future.rules.json', JSON.stringify({ ...BUILT_IN_RULES, formatVersion: 2 }));
});

describe('detect', () => {
  it.each([
    ['ota', 'macos-26.2-25C56--26.3-25D125.ota.arm64.run-1'],
    ['installer', 'macos-15.6-24G84--15.6.1-24G90.full-installer.arm64.run-1'],
    ['control', 'macos-26.2-25C56.control.arm64.run-1'],
    ['download-only', 'macos-26.2-25C56.negative.arm64.download-without-install'],
  ])('%s', async (name, trace) => {
    const ended = await bench.esdrift(['detect', join(traces, `${trace}.jsonl.zst`)]);
    const text = transcript(['detect', `traces/${trace}.jsonl.zst`], ended).replaceAll(traces, 'traces/');
    await expect(text).toMatchFileSnapshot(`golden/detect-${name}.golden.txt`);
    for (const row of ended.stdout.split('\n').filter((line) => !line.startsWith('next:')))
      expect(row.length).toBeLessThanOrEqual(100);
  });

  it.each([
    [[OTA], 0],
    [[join(traces, 'macos-26.2-25C56.control.arm64.run-1.jsonl.zst')], 0],
    [[OTA, '--rules', 'own.rules.json'], 0],
    [[OTA, '--rules', 'wrong.rules.json'], 2],
    [[OTA, '--rules', 'future.rules.json'], 5],
    [[OTA, '--from-os', 'Tahoe'], 2],
    [['missing.jsonl.zst'], 5],
    [[], 2],
  ])('%j: %d, with and without --json', async (args, code) => {
    const [text, json] = await Promise.all([
      bench.esdrift(['detect', ...args]),
      bench.esdrift(['detect', ...args, '--json']),
    ]);
    expect([text.code, json.code]).toEqual([code, code]);
    const name = code === 0 ? 'detection' : 'error';
    expect(validateDocument(name, JSON.parse(json.stdout), 'the output').kind).toMatch(/^esdrift\./);
  });

  it('takes lines as they come, and ends with 3 where it cannot tell', async () => {
    const all = linesOf({ target: '26.3' });
    const live = await esdrift(['detect', '-', '--jsonl', '--from-os', '26.2:25C56'], all);
    expect(live.code).toBe(0);
    const documents = live.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const answer = validateDocument('detection', documents.pop(), 'the last line');
    expect(answer).toMatchObject({ method: 'ota', scope: 'minor', recording: null });
    const events = documents.map((document) => validateDocument('detection-event', document, 'a line'));
    expect(events.map((event) => event.rule)).toContain('ota-started');
    const end = all.slice(all.findIndex((line) => line.includes('FirstBootAfterUpdate')));
    const cut = await esdrift(['detect', '-'], end);
    expect(cut.code).toBe(3);
    expect(cut.stdout).toMatch(/UNKNOWN[^]*no rule saw it begin/);
  });

  it('shows nothing of a hostile stream as it is', async () => {
    const [line = ''] = linesOf({ target: '26.3' }).filter((text) => text.includes('-RootInstallMode'));
    const hostile = line.replace('"-SkipConfirm"', String.raw`"\u001b[31m\u202eDRIFT\n"`);
    expect(hostile).not.toBe(line);
    const { stdout, code } = await esdrift(['detect', '-', '--all'], [hostile]);
    expect(code).toBe(3);
    expect(stdout).toContain(String.raw`\u{1b}[31m\u{202e}DRIFT\u{a}`);
    expect(stdout).not.toContain('\u001b[31m');
  });
});

describe('the schemas', () => {
  it('say the version they are of', () => {
    for (const name of ['rules', 'detection', 'detection-event'] as const)
      expect(readSchema(name)).toHaveProperty('properties.formatVersion.const', 1);
  });
});

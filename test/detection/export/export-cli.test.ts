/** signals export, as people and scripts meet it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { EXPORT_TARGETS } from '../../../src/model/rules-export.ts';
import { validateDocument } from '../../../src/schema/validate.ts';
import { transcript, Workbench } from '../../drift/workbench.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';

const bench = new Workbench();
afterAll(() => bench.remove());
beforeAll(() => {
  const only = signal('a', { events: ['probe'], where: { 'probe.x': { equals: 'x' } } });
  bench.write('unsayable.rules.json', JSON.stringify(ruleSet([only], [rule('r', ['a'])])));
  bench.write('wrong.rules.json', JSON.stringify(ruleSet([], [rule('r', ['a'])])));
  const hostile = signal('a', { title: 'x\u001b[31m\n-- y', where: { 'exec.path': { equals: '/a\u202e' } } });
  bench.write('hostile.rules.json', JSON.stringify(ruleSet([hostile], [rule('r', ['a'])])));
  bench.write('there.sql', 'mine');
  bench.write('folder/keep.txt', 'mine');
});

describe('signals export', () => {
  it.each(EXPORT_TARGETS)('--to %s: all built-in rules', async (target) => {
    const args = ['signals', 'export', '--to', target];
    await expect(transcript(args, await bench.esdrift(args))).toMatchFileSnapshot(
      `golden/export-${target}.golden.txt`,
    );
  });

  it.each([
    [['--to', 'sigma'], 0],
    [['--to', 'osquery', '--rule', 'ota-started', '--rule', 'update-staged'], 0],
    [['--to', 'santa', '--rule', 'ota-started'], 3],
    [['--to', 'santa', '--rule', 'ota-started', '--rule', 'full-installer-started'], 3],
    [['--to', 'sigma', '--rule', 'ota-started', '--strict'], 3],
    [['--to', 'eql', '--rules', 'unsayable.rules.json'], 3],
    [['--to', 'eql', '--rules', 'hostile.rules.json'], 0],
    [['--to', 'eql', '--rules', 'wrong.rules.json'], 2],
    [['--to', 'eql', '--rules', 'none.rules.json'], 5],
    [['--to', 'splunk'], 2],
    [['--to', 'eql', '--rule', 'ota-startd'], 2],
    [[], 2],
  ])('%j: %d, with and without --json', async (args, code) => {
    const [text, json] = await Promise.all([
      bench.esdrift(['signals', 'export', ...args]),
      bench.esdrift(['signals', 'export', ...args, '--json']),
    ]);
    expect([text.code, json.code]).toEqual([code, code]);
    const name = code === 0 || code === 3 ? 'rules-exported' : 'error';
    expect(validateDocument(name, JSON.parse(json.stdout), 'the output').kind).toMatch(/^esdrift\./);
    if (name === 'error') expect(text.stdout).toBe('');
  });

  it('names the rule that was meant', async () => {
    const { stderr } = await bench.esdrift(['signals', 'export', '--to', 'eql', '--rule', 'ota-startd']);
    expect(stderr).toMatch(/No rule is called ota-startd[^]*Did you mean ota-started\?/);
  });

  it('writes one file, or one a rule into a folder, and replaces nothing unasked', async () => {
    const to = (...args: readonly string[]) =>
      bench.esdrift(['signals', 'export', '--to', 'osquery', ...args]);
    expect((await to('--out', 'all.sql')).stdout).toBe('all.sql written\n');
    expect(bench.read('all.sql').match(/AS rule/g)).toHaveLength(10);
    expect((await to('--out', 'there.sql')).code).toBe(2);
    expect(bench.read('there.sql')).toBe('mine');
    expect((await to('--out', 'there.sql', '--force')).code).toBe(0);

    expect((await to('--out', 'new/deep/')).code).toBe(0);
    expect(readdirSync(join(bench.folder, 'new/deep'))).toContain('ota-started.osquery.sql');
    expect((await to('--out', 'folder', '--rule', 'ota-started')).code).toBe(0);
    expect(readdirSync(join(bench.folder, 'folder'))).toEqual(['keep.txt', 'ota-started.osquery.sql']);
    expect((await to('--out', 'folder')).code).toBe(2);
    expect(existsSync(join(bench.folder, 'folder/update-staged.osquery.sql'))).toBe(false);
  });

  it('writes nothing where nothing is left', async () => {
    const args = ['signals', 'export', '--to', 'santa', '--rule', 'ota-started', '--out', 'none.plist'];
    expect((await bench.esdrift(args)).code).toBe(3);
    expect(existsSync(join(bench.folder, 'none.plist'))).toBe(false);
  });

  it('shows nothing of a hostile rule as it is', async () => {
    for (const target of EXPORT_TARGETS) {
      const { stdout, stderr } = await bench.esdrift([
        'signals',
        'export',
        '--to',
        target,
        '--rules',
        'hostile.rules.json',
      ]);
      expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('is the same whatever the folder, and says every rule it does not export', async () => {
    const { stderr } = await bench.esdrift(['signals', 'export', '--to', 'santa']);
    const told = stderr.split('\n').filter((line) => line.startsWith('NOT EXPORTED: '));
    const all = JSON.parse(
      (await bench.esdrift(['signals', 'export', '--to', 'santa', '--json'])).stdout,
    ) as unknown;
    const { rules } = validateDocument('rules-exported', all, 'the output');
    expect(rules.map(({ id }) => id)).toEqual(BUILT_IN_RULES.rules.map(({ id }) => id));
    expect(told).toHaveLength(rules.filter(({ refused }) => refused !== null).length);
  });
});

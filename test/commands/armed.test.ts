/** The commands of an armed recording on a machine that cannot have one: they say so, and what to do, in text and as JSON. */
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { esdrift } from '../acceptance/cli.ts';

const elsewhere = process.platform !== 'darwin';

describe.runIf(elsewhere)('away from macOS', () => {
  it.each([
    [['arm', '--method', 'ota']],
    [['status']],
    [['collect', '--out', 'x.jsonl.zst']],
    [['disarm', '--discard']],
  ])('esdrift %j ends with 6', async (args) => {
    const text = await esdrift(args);
    expect([text.code, text.stdout]).toEqual([6, '']);
    expect(text.stderr).toContain('next: See what works here: esdrift doctor');
    const json = await esdrift([...args, '--json']);
    expect(json.code).toBe(6);
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: 'esdrift.error',
      code: 'unsupported-here',
      exitCode: 6,
    });
  });

  it('esdrift arm wants a method', async () => {
    expect((await esdrift(['arm'])).code).toBe(2);
  });
});

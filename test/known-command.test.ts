import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/known-command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

describe('a command that is known', () => {
  it('is every command of the manifest but the one that looks at all of them', () => {
    const { commands } = JSON.parse(readFileSync(`${root}oclif.manifest.json`, 'utf8')) as {
      commands: Record<string, { aliases: unknown[]; hiddenAliases: unknown[]; state?: string }>;
    };
    expect([...Object.keys(COMMANDS), 'completion'].sort()).toEqual(Object.keys(commands).sort());
    for (const { aliases, hiddenAliases, state } of Object.values(commands))
      expect({ aliases, hiddenAliases, state }).toEqual({ aliases: [], hiddenAliases: [], state: undefined });
  });

  /** Under DEBUG all is left to oclif. */
  const answer = (args: readonly string[], env: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}dist/cli.js`, ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it.each([
    'explain drift',
    'explain drift --json',
    'diff',
    'diff a b --nope',
    'diff a b --limit x --json',
    'diff a.json b.json',
    'diff --help',
    'diff a -h',
    'diff a b -- --help',
    '--json diff a b',
    'trace',
    'trace info',
    'trace info nowhere --json',
    'trace:info nowhere',
    'trace nope',
    'status word',
    'status word=b',
    'status --help',
    'record word',
    'toString',
    'baseline show nowhere.json',
  ])('does what it does when oclif reads the line: %s', (line) => {
    const args = line.split(' ');
    expect(answer(args, {})).toEqual(answer(args, { DEBUG: 'nothing' }));
  });

  it('takes its form of output from the environment all the same', () => {
    const { stdout } = answer(['diff'], { ESDRIFT_CONTENT_TYPE: 'json' });
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'esdrift.error', code: 'usage' });
  });
});

/** Command lines that cannot be taken: what is said names what is wrong, in one sentence, and where to read on. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

function esdrift(line: string, env: NodeJS.ProcessEnv = {}) {
  const args = line === '' ? [] : line.split(' ');
  return spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

describe('a command line that cannot be taken', () => {
  it.each([
    [
      'trace import x --max-line-size abc',
      '--max-line-size is "abc"; it takes a number of bytes.',
      '--max-line-size 16MiB',
    ],
    ['record --max-time 3x', '--max-time is "3x"; it takes a time.', '--max-time 15m'],
    [
      'trace timeline x --limit abc',
      '--limit is "abc"; it takes a whole number.',
      'esdrift trace timeline --help',
    ],
    ['trace timeline x --limit -1', '--limit is "-1"; it takes a whole number, 0 or more.', ''],
    ['trace tree x --workers 99', '--workers is "99"; it takes a whole number, 64 at most.', ''],
    ['trace timeline x --limit', '--limit takes a value, and there is none.', ''],
    ['trace timeline x --limit 3 --limit 4', '--limit can be given once only.', ''],
    [
      'diff x y --format foo',
      '--format is "foo"; it takes text, json, markdown, html, junit, sarif or github.',
      '',
    ],
    ['completion fishy', '"fishy" is none of bash, zsh and fish.', 'esdrift completion --help'],
    ['export x --to csv', '--out is missing.', 'esdrift export --help'],
    ['trace info', 'TRACE is missing.', 'esdrift trace info --help'],
    ['diff x', 'AFTER is missing.', 'esdrift diff --help'],
    ['trace info a b', '"b" is more than it takes.', 'esdrift trace info --help'],
    ['trace info a --jsn', 'There is no flag --jsn.', 'Did you mean --json?'],
    ['diff a b --qqqqqq', 'There is no flag --qqqqqq.', 'esdrift diff --help'],
    ['detcet x', 'There is no command "detcet".', 'Did you mean `esdrift detect`?'],
    ['trace infoo traces/x.zst', 'There is no command "trace infoo".', 'Did you mean `esdrift trace info`?'],
    ['trace zzzzzz', 'There is no command "trace zzzzzz".', 'esdrift trace --help'],
    ['zzzzzz', 'There is no command "zzzzzz".', 'esdrift --help'],
  ])('%s', (line, message, hint) => {
    const { status, stderr } = esdrift(line);
    expect(status).toBe(2);
    expect(stderr.split('\n')[0]).toBe(`error[usage]: ${message}`);
    expect(stderr.split('\n')[1]).toContain(hint);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  it('is said without the colours of a terminal, and the same in JSON', () => {
    expect(esdrift('export x --to csv', { FORCE_COLOR: '1' }).stderr).toContain(
      'error[usage]: --out is missing.',
    );
    expect(JSON.parse(esdrift('export x --to csv --json').stdout)).toMatchObject({
      code: 'usage',
      message: '--out is missing.',
    });
  });
});

describe('help', () => {
  it.each([
    ['help', '--help'],
    ['-h', '--help'],
    ['help trace', 'trace --help'],
    ['help trace info', 'trace info --help'],
    ['diff -h', 'diff --help'],
  ])('%s is %s', (line, same) => {
    const help = esdrift(line);
    expect(help.stdout).toBe(esdrift(same).stdout);
    expect(help.stdout).toContain('USAGE');
    expect(help.status).toBe(0);
  });
});

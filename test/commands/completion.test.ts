/** Completion in the shells themselves: each reads the script and completes what a person would type. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateDocument } from '../../src/schema/validate.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'esdrift-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' };

function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    input: '',
  });
  if (error !== undefined) throw error;
  expect(stderr).toBe('');
  return stdout;
}

function has(shell: string): boolean {
  const found = spawnSync(shell, ['--version']).error === undefined;
  if (!found) process.stderr.write(`skipped: completion in ${shell}, because it is not installed here\n`);
  return found;
}

beforeAll(() => {
  mkdirSync(join(folder, 'traces'));
  writeFileSync(join(folder, 'traces', 'sample.jsonl.zst'), '');
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, `esdrift.${shell}`), run(process.execPath, [CLI, 'completion', shell]));
});

/** Words typed so far, the last of them unfinished, and some of what can stand there; exactly that where it says `all`. */
const CASES: readonly { typed: string; offers: readonly string[]; all?: true }[] = [
  { typed: '', offers: ['check', 'diff', 'trace', 'signals', 'completion'] },
  { typed: 'che', offers: ['check'], all: true },
  { typed: 'trace ', offers: ['import', 'info', 'verify'] },
  { typed: 'trace im', offers: ['import'], all: true },
  { typed: 'check --fail', offers: ['--fail-on'], all: true },
  { typed: 'check --format ', offers: ['github', 'text'], all: true },
  { typed: 'diff a b --format mark', offers: ['markdown'], all: true },
  { typed: 'trace import x --method o', offers: ['ota'], all: true },
  { typed: 'trace import --no-', offers: ['--no-virtual-machine'], all: true },
  { typed: 'signals export --to ', offers: ['eql', 'osquery', 'santa', 'sigma'], all: true },
  { typed: 'completion ', offers: ['bash', 'fish', 'zsh'], all: true },
];

function expectOffers(offered: readonly string[], { offers, all }: (typeof CASES)[number]): void {
  if (all === true) expect([...offered].sort()).toEqual(offers);
  else expect(offered).toEqual(expect.arrayContaining([...offers]));
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  /** As readline calls it: words split at blanks, and at the equals sign. */
  function complete(typed: string): readonly string[] {
    const words = `esdrift ${typed}`.split(/ |(?<==)|(?==)/);
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = `source ./esdrift.bash; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _esdrift; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', ['--norc', '-c', script])
      .split('\n')
      .filter((word) => word !== '');
  }

  it.each(CASES)('$typed', (one) => expectOffers(complete(one.typed), one));

  it('completes the value behind an equals sign', () => {
    expect(complete('diff a b --format=mar')).toEqual(['markdown']);
  });

  it('leaves files to the shell', () => {
    expect(complete('trace info tra')).toEqual([]);
    expect(complete('check --config ')).toEqual([]);
    expect(run('bash', ['--norc', '-c', 'source ./esdrift.bash; complete -p esdrift'])).toContain(
      '-o default',
    );
  });
});

describe.skipIf(!has('fish'))('completion in fish', () => {
  const complete = (typed: string): readonly string[] =>
    run('fish', ['--no-config', '-c', `source esdrift.fish; complete -C 'esdrift ${typed}'`])
      .split('\n')
      .flatMap((row) => (row === '' ? [] : [row.split('\t')[0] ?? '']));

  it.each(CASES)('$typed', (one) => expectOffers(complete(one.typed), one));

  it('completes files where a trace or a file is asked for, and nowhere else', () => {
    expect(complete('trace info tra')).toEqual(['traces/']);
    expect(complete('check --config tra')).toEqual(['traces/']);
    expect(complete('tra')).toEqual(['trace']);
  });
});

describe.skipIf(!has('zsh'))('completion in zsh', () => {
  /** A person at an interactive shell: what the line is after Tab. */
  function afterTab(typed: string): string {
    const script = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; cd ${folder}; autoload -U compinit; compinit -D -u; eval "$(<esdrift.zsh)"; keep() { print -r -- "$BUFFER" > line; }; zle -N keep; bindkey "^Xk" keep; touch ready'
repeat 200; do [[ -e ready ]] && break; sleep 0.05; done
zpty -w -n shell 'esdrift ${typed}'$'\\t\\C-xk'
repeat 200; do [[ -s line ]] && break; sleep 0.05; done
<line
zpty -d shell
rm -f ready line`;
    return run('zsh', ['-f', '-c', script]).trimEnd();
  }

  it.each([
    ['che', 'esdrift check'],
    ['trace im', 'esdrift trace import'],
    ['check --fail', 'esdrift check --fail-on'],
    ['check --format git', 'esdrift check --format github'],
    ['diff a b --format=mark', 'esdrift diff a b --format=markdown'],
    ['trace info tra', 'esdrift trace info traces/'],
    ['check --config tra', 'esdrift check --config traces/'],
    ['completion f', 'esdrift completion fish'],
  ])('%s', (typed, line) => expect(afterTab(typed)).toBe(line));
});

describe('completion', () => {
  it('is a document too, and knows three shells', () => {
    const text = run(process.execPath, [CLI, 'completion', 'fish', '--json']);
    const { script } = validateDocument('completion-script', JSON.parse(text), 'the output');
    expect(script).toBe(run('cat', ['esdrift.fish']));
    expect(spawnSync(process.execPath, [CLI, 'completion', 'csh']).status).toBe(2);
  });
});

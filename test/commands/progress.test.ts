/** Progress on a real terminal: `script` of util-linux gives the command one. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { esdrift } from '../acceptance/cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SAMPLE = join(root, 'traces/macos-26.2-25C56.negative.arm64.createinstallmedia.jsonl.zst');
const version = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasTerminal = version.error === undefined && version.stdout.includes('util-linux');
if (!hasTerminal)
  process.stderr.write('skipped: progress on a terminal, because there is no script of util-linux here\n');

const folder = mkdtempSync(join(tmpdir(), 'esdrift-progress-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cli = `'${process.execPath}' '${join(root, 'dist/cli.js')}'`;

/**
 * Half of the lines at once, the rest once the import has begun and half a second has gone by. `end`: what the feeding shell does then; `import.pid` is the
 * process.
 */
const feed = (end: string): string => `#!/bin/sh
cat first.jsonl
until [ -e out.jsonl.zst.partial ]; do sleep 0.02; done
sleep 0.6
for part in second third; do cat $part.jsonl; sleep 0.2; done
${end}
`;

beforeAll(async () => {
  const { stdout } = await esdrift(['trace', 'cat', SAMPLE]);
  const lines = stdout.trimEnd().split('\n');
  const third = Math.ceil(lines.length / 3);
  for (const [index, name] of ['first', 'second', 'third'].entries())
    writeFileSync(
      join(folder, `${name}.jsonl`),
      `${lines.slice(index * third, (index + 1) * third).join('\n')}\n`,
    );
});

function importLines(flags: string, { end = '', terminal = true } = {}) {
  for (const name of ['out.jsonl.zst', 'out.jsonl.zst.partial']) rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, 'feed'), feed(end));
  chmodSync(join(folder, 'feed'), 0o755);
  const command = `./feed | sh -c 'echo $$ > import.pid; exec ${cli.replaceAll("'", `'\\''`)} trace import - --out out.jsonl.zst ${flags}'`;
  writeFileSync(join(folder, 'run'), `stty cols 80 2>/dev/null\n${command}\n`);
  const env = { PATH: process.env['PATH'], TERM: 'xterm', HOME: folder };
  const options = { cwd: folder, env, encoding: 'utf8', input: '' } as const;
  const { stdout, stderr, status } = terminal
    ? spawnSync('script', ['-qec', 'sh run', '/dev/null'], options)
    : spawnSync('sh', ['run'], options);
  return { stdout, stderr, status };
}

/** What stands on the screen at the end. */
function screenOf(output: string): readonly string[] {
  return output.split(/\r?\n/).map((row) => {
    let shown = '';
    for (const part of row.split('\r')) {
      const text = part.replaceAll(/\u001b\[[0-9;]*m/g, '');
      const erased = text.indexOf('\u001b[K');
      shown = erased >= 0 ? text.slice(0, erased) + text.slice(erased + 3) : text + shown.slice(text.length);
    }
    return shown;
  });
}

const DRAWN = /\r\d[\d.]* \w+ {2}standard input\u001b\[K/;

describe.skipIf(!hasTerminal)('progress on a terminal', () => {
  it('is drawn while it takes long, and gone before the result', () => {
    const { stdout, status } = importLines('');
    expect(stdout).toMatch(DRAWN);
    expect(stdout.lastIndexOf('standard input')).toBeLessThan(stdout.indexOf('events of'));
    const screen = screenOf(stdout);
    expect(screen.filter((row) => row.includes('standard input'))).toEqual([]);
    expect(screen.some((row) => row.includes('events of'))).toBe(true);
    expect(status).toBe(0);
  });

  it('leaves nothing before an error', () => {
    writeFileSync(join(folder, 'third.jsonl'), 'no event\n');
    const { stdout, status } = importLines('--strict');
    expect(stdout).toMatch(DRAWN);
    expect(screenOf(stdout)[0]).toMatch(/^error\[bad-lines\]/);
    expect(status).toBe(3);
  });

  it('leaves nothing where the process is told to end', () => {
    const { stdout, status } = importLines('', { end: 'kill -TERM "$(cat import.pid)"; sleep 0.5' });
    expect(stdout).toMatch(DRAWN);
    expect(screenOf(stdout).join('')).toBe('');
    expect(status).toBe(143);
  });
});

describe('progress into a pipe', () => {
  it('is none, and standard output is the document alone', () => {
    writeFileSync(join(folder, 'third.jsonl'), readFileSync(join(folder, 'second.jsonl')));
    const { stdout, stderr } = importLines('--json', { terminal: false });
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'esdrift.trace-info' });
    expect(stderr).not.toMatch(/\r|\u001b|standard input$/);
  });
});

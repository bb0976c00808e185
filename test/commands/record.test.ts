/** `esdrift record` as a user meets it: the built command line, its signals and exit codes. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { eventLines } from '../trace/lines.ts';
import { workplace } from '../trace/workplace.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const place = workplace('record-cli');

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [cli, 'record', ...args], { stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, said, ended };
}

describe('esdrift record', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('closes the trace on %s', async (signal) => {
    const out = place.path();
    const { child, said, ended } = start(['--from', '-', '--out', out, '--json']);
    child.stdin.write(eventLines(40));
    while (!existsSync(`${out}.partial`)) await new Promise((resolve) => setTimeout(resolve, 20));
    // Until the first flush: then the lines have come.
    while ((await verifyTrace(`${out}.partial`, { schema: false }).catch(() => undefined))?.events !== 40)
      await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({
      kind: 'esdrift.recording',
      endReason: 'stopped',
      events: 40,
    });
    expect(said.stderr).toBe('');
    expect((await verifyTrace(out, { schema: false })).state).toBe('whole');
    expect(existsSync(`${out}.partial`) || existsSync(`${out}.lock`)).toBe(false);
  });

  it('says what it recorded, and what to run next', async () => {
    const out = place.path();
    const { said, ended } = start(['--from', place.write(eventLines(3)), '--out', out]);
    expect(await ended).toBe(0);
    expect(said.stdout).toContain('3 events in 1 segment');
    expect(said.stdout).toContain('no event lost');
    expect(said.stdout).toContain(`next: esdrift trace info ${out}`);
  });

  it('overwrites nothing, and explains a wrong time', async () => {
    const out = place.write('precious', 'there.jsonl.zst');
    const from = place.write(eventLines(3));
    const taken = start(['--from', from, '--out', out]);
    expect(await taken.ended).toBe(2);
    expect(taken.said.stderr).toContain('error[output-exists]');
    expect(place.read(out).toString()).toBe('precious');
    const wrong = start(['--from', from, '--max-time', 'soon']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.said.stderr).toContain('--max-time 15m');
  });
});

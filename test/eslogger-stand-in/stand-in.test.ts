import { spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import { createStandIn, type StandIn } from './create-stand-in.ts';
import { sampleLine, sampleLines, writeLines } from './sample-lines.ts';
import type { StandInRun } from './settings.ts';

const SOURCE = writeLines(sampleLines(300));
const TYPES = ['rename', 'unlink', 'exit'];
const made: StandIn[] = [];

afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

function standIn(...runs: readonly Partial<StandInRun>[]): StandIn {
  const one = createStandIn(runs.map((run) => ({ source: SOURCE, ...run })));
  made.push(one);
  return one;
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs until it ends, or until `stopWhen` says so of what came so far; then `signal`s it. */
async function run(
  one: StandIn,
  args: readonly string[],
  stopWhen?: (stdout: string) => boolean,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<Ended> {
  const child = spawn(one.path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    stdout += text;
    if (stopWhen?.(stdout) === true) child.kill(signal);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.on('close', (code, ended) => resolve({ code, signal: ended, stdout, stderr }));
  });
}

interface Line {
  readonly type: string;
  readonly seq: number;
  readonly globalSeq: number;
  readonly machTime: number;
  readonly time: string;
}

function parse(stdout: string): readonly Line[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      const line = JSON.parse(text) as Record<string, unknown>;
      return {
        type: Object.keys(line['event'] as object)[0] ?? '',
        seq: Number(line['seq_num']),
        globalSeq: Number(line['global_seq_num']),
        machTime: Number(line['mach_time']),
        time: String(line['time']),
      };
    });
}

const END: Partial<StandInRun> = { whenDone: 'end' };

describe('the stand-in for eslogger', () => {
  it('lists event names, one a line, and needs no rights for it', async () => {
    const ended = await run(standIn({ refuse: 'not-privileged' }), ['--list-events']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.split('\n').slice(0, -1)).toEqual(CATALOGUE.map(({ name }) => name));
  });

  it('refuses everything for one unknown name', async () => {
    const one = standIn({ offered: ['exec', 'fork'] });
    expect(await run(one, ['exec', 'ptrace', 'fork', 'nope'])).toEqual({
      code: 1,
      signal: null,
      stdout: '',
      stderr: 'Failed to parse event types: ptrace, nope\n',
    });
  });

  it.each([
    ['not-permitted', 'needs TCC Full Disk Access authorization (ES_NEW_CLIENT_RESULT_ERR_NOT_PERMITTED)'],
    ['not-privileged', 'need to be superuser (ES_NEW_CLIENT_RESULT_ERR_NOT_PRIVILEGED)'],
    ['too-many-clients', '(ES_NEW_CLIENT_RESULT_ERR_TOO_MANY_CLIENTS)'],
  ] as const)('is refused: %s', async (refuse, text) => {
    const ended = await run(standIn({ refuse }), ['exec']);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(text);
  });

  it.each([
    [['--oslog', 'exec'], 'stdout only'],
    [['--format', 'xml', 'exec'], 'Unknown format'],
    [['--what', 'exec'], 'Unknown option'],
    [[], 'Missing'],
  ])('refuses %j', async (args, text) => {
    const ended = await run(standIn({}), args);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(text);
  });

  it('numbers from 0 by type and over all, with times that rise, and keeps the rest of each line', async () => {
    const ended = await run(standIn({ ...END, startTimeMs: Date.UTC(2026, 7, 12), startMachTime: 500 }), [
      ...TYPES,
      '--format',
      'json',
    ]);
    const lines = parse(ended.stdout);
    expect(lines).toHaveLength(300);
    expect(lines.map(({ globalSeq }) => globalSeq)).toEqual(lines.map((_, index) => index));
    for (const type of TYPES) {
      const seqs = lines.filter((line) => line.type === type).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => index));
    }
    expect(lines[0]).toMatchObject({ machTime: 500, time: '2026-08-12T00:00:00.000000000Z' });
    expect(lines[299]?.time).toBe('2026-08-12T00:00:00.002990000Z');
    expect(ended.stdout).toContain('"st_ino":1152921500312575883');
    expect(ended.stdout).toContain('\\/private\\/var\\/db');
  });

  it('shows what is subscribed, selected, and not of its own group; the rest uses no numbers', async () => {
    const lines = parse(
      (
        await run(standIn({ ...END, ownGroup: [401, 402] }), [
          'exit',
          '--select',
          '/usr/bin/',
          '--select=/opt/',
        ])
      ).stdout,
    );
    expect(lines).toHaveLength(60);
    expect(
      lines.every(
        ({ type, seq, globalSeq }, index) => type === 'exit' && seq === index && globalSeq === index,
      ),
    ).toBe(true);
    expect((await run(standIn(END), ['exit', '--select', '/opt/'])).stdout).toBe('');
  });

  it('loses a set share with honest gaps', async () => {
    const one = standIn({ ...END, events: 3_000, loss: { share: 0.2, seed: 5, types: ['rename', 'exit'] } });
    const lines = parse((await run(one, TYPES)).stdout);
    const account = one.account(0);
    expect(account).toMatchObject({ done: true, written: lines.length, lost: 3_000 - lines.length });
    expect(account?.lost).toBeGreaterThan(300);
    expect(Object.keys(account?.lostByType ?? {})).toEqual(['exit', 'rename']);
    for (const type of TYPES) {
      const seqs = lines.filter((line) => line.type === type).map(({ seq }) => seq);
      const lastSeen = seqs.at(-1) ?? 0;
      // What is lost after the last line of a type cannot be seen by anyone.
      expect(lastSeen + 1 - seqs.length).toBeLessThanOrEqual(account?.lostByType[type] ?? 0);
    }
  });

  it('writes every line with another key order, and some out of order', async () => {
    const ended = await run(standIn({ ...END, keyOrders: 4, disorderEvery: 10 }), TYPES);
    const starts = new Set(ended.stdout.split('\n').map((line) => line.slice(0, 12)));
    expect(starts.size).toBeGreaterThan(4);
    const numbers = parse(ended.stdout).map(({ globalSeq }) => globalSeq);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index));
    expect(numbers.slice(8, 12)).toEqual([8, 10, 9, 11]);
  });

  it('holds a block back and loses it when killed, in the middle of a line', async () => {
    const one = standIn({ blockBytes: 4_096 });
    const ended = await run(one, TYPES, (stdout) => stdout.length > 8_000);
    expect(ended.signal).toBe('SIGTERM');
    expect(ended.stdout.length % 4_096).toBe(0);
    expect(ended.stdout.endsWith('\n')).toBe(false);
  });

  it('dies where it is told, cutting its last line, and starts again from 0', async () => {
    const one = standIn({ endAfter: { events: 7, how: 'killed' }, cutLastLineTo: 30 }, { ...END, events: 2 });
    const first = await run(one, TYPES);
    expect(first.signal).toBe('SIGKILL');
    expect(first.stdout.split('\n')).toHaveLength(8);
    expect(first.stdout.split('\n').at(-1)).toHaveLength(30);
    expect(parse((await run(one, TYPES)).stdout).map(({ globalSeq }) => globalSeq)).toEqual([0, 1]);
    expect(one.starts()).toBe(2);
    expect((await run(standIn({ endAfter: { events: 7, how: 3 } }), TYPES)).code).toBe(3);
  });

  it('hangs, and ignores SIGINT in the background but never SIGTERM', async () => {
    const one = standIn({ hangAfter: 5, ignoresInterrupt: true });
    const child = spawn(one.path, TYPES, { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise<string | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
    let lines = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        lines += bytes.toString('latin1').split('\n').length - 1;
        if (lines === 5) resolve();
      });
    });
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(lines).toBe(5);
  });

  it('prints garbage between lines', async () => {
    const { stdout } = await run(
      standIn({ ...END, events: 30, garbage: { every: 10, text: 'Heap corruption detected' } }),
      TYPES,
    );
    expect(
      stdout
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .slice(0, -1),
    ).toEqual(Array(3).fill('Heap corruption detected'));
  });

  it('shows events from outside in the stream, with the next numbers', async () => {
    const inbox = writeLines([]);
    const one = standIn({ injectFrom: inbox, eventsPerSecond: 2_000 });
    const ended = await run(one, [...TYPES, 'exec'], (stdout) => {
      if (stdout.includes('canary')) return true;
      writeFileSync(inbox, '');
      appendFileSync(inbox, `${sampleLine('exec', { args: ['canary'], env: [] })}\n`);
      return false;
    });
    const lines = parse(ended.stdout);
    expect(lines.map(({ globalSeq }) => globalSeq)).toEqual(lines.map((_, index) => index));
    expect(lines.filter(({ type }) => type === 'exec')).toMatchObject([{ seq: 0 }]);
  });

  it('loses what a slow reader lets pass the queue', async () => {
    const one = standIn({ events: 3_000, eventsPerSecond: 20_000, queue: 50, whenDone: 'end' });
    const child = spawn(one.path, TYPES, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 400));
    let text = '';
    child.stdout.setEncoding('latin1').on('data', (piece: string) => (text += piece));
    child.stdout.resume();
    await new Promise((resolve) => child.on('close', resolve));
    const account = one.account(0);
    expect(account?.lost).toBeGreaterThan(0);
    expect(parse(text)).toHaveLength(3_000 - (account?.lost ?? 0));
  });
});

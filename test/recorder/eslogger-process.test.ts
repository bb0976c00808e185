import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import {
  EsloggerProcess,
  type EsloggerEnd,
  type EsloggerOptions,
} from '../../src/recorder/eslogger-process.ts';
import { createStandIn, type StandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { sampleLines, writeLines } from '../eslogger-stand-in/sample-lines.ts';
import type { StandInRun } from '../eslogger-stand-in/settings.ts';

const SOURCE = writeLines(sampleLines(60));
const EVENTS = ['rename', 'unlink', 'exit'];
const made: StandIn[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

async function start(
  run: Partial<StandInRun>,
  more: Partial<EsloggerOptions> = {},
): Promise<{ readonly one: StandIn; readonly running: EsloggerProcess }> {
  const one = createStandIn([{ source: SOURCE, ...run }]);
  made.push(one);
  const running = await EsloggerProcess.start({ path: one.path, events: EVENTS, ...more });
  if (!(running instanceof EsloggerProcess)) throw new Error(running.detail);
  return { one, running };
}

async function readAll(running: EsloggerProcess, onLines?: (count: number) => void): Promise<string> {
  let text = '';
  for await (const piece of running.stdout) {
    text += (piece as Buffer).toString('latin1');
    onLines?.(text.split('\n').length - 1);
  }
  return text;
}

async function endOf(run: Partial<StandInRun>, more: Partial<EsloggerOptions> = {}): Promise<EsloggerEnd> {
  const { running } = await start(run, more);
  running.stdout.resume();
  return running.ended;
}

describe('eslogger as a process', () => {
  it('gives its lines as bytes and ends when told to', async () => {
    const { one, running } = await start({}, { select: ['/usr/libexec/'] });
    let stopped: Promise<EsloggerEnd> | undefined;
    const text = await readAll(running, (lines) => {
      if (lines === 40) stopped ??= running.stop();
    });
    expect(await stopped).toEqual({ kind: 'stopped', exit: { kind: 'signal', signal: 'SIGTERM' } });
    expect(text.split('\n')).toHaveLength(41);
    expect(one.account(0)).toMatchObject({ pid: running.pid, events: EVENTS, select: ['/usr/libexec/'] });
  });

  it('is refused, which is told apart by the token', async () => {
    expect(await endOf({ refuse: 'not-permitted' })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-permitted' },
    });
    expect(await endOf({ refuse: 'too-many-clients' })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'too-many-clients' },
    });
  });

  it('is refused for names it does not know, and says which', async () => {
    const end = await endOf({ offered: ['rename'] });
    expect(end).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'unknown-events', names: ['unlink', 'exit'] },
    });
  });

  it('dies, by a signal or a code, and what it wrote before is there', async () => {
    const { running } = await start({ endAfter: { events: 10, how: 'killed' }, cutLastLineTo: 25 });
    const text = await readAll(running);
    expect(text.split('\n').at(-1)).toHaveLength(25);
    expect(await running.ended).toMatchObject({ kind: 'died', exit: { kind: 'signal', signal: 'SIGKILL' } });
    expect(await endOf({ endAfter: { events: 1, how: 9 } })).toMatchObject({
      kind: 'died',
      exit: { kind: 'code', code: 9 },
    });
  });

  it('that is missing or cannot be run is no crash', async () => {
    const options = { events: EVENTS };
    const plain = join(mkdtempSync(join(tmpdir(), 'esdrift-plain-')), 'eslogger');
    writeFileSync(plain, '');
    expect(await EsloggerProcess.start({ ...options, path: `${plain}.none` })).toMatchObject({
      kind: 'not-started',
      reason: 'missing',
    });
    expect(await EsloggerProcess.start({ ...options, path: plain })).toMatchObject({
      kind: 'not-started',
      reason: 'not-runnable',
    });
    expect(await EsloggerProcess.start({ ...options, path: 'eslogger' })).toMatchObject({
      kind: 'not-started',
      reason: 'not-runnable',
    });
  });

  it('is killed when it does not go', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esdrift-stubborn-'));
    const path = join(folder, 'eslogger');
    writeFileSync(path, `#!/bin/sh\ntrap '' TERM\necho ready\nwhile :; do sleep 0.05; done\n`);
    chmodSync(path, 0o755);
    const running = await EsloggerProcess.start({ path, events: EVENTS });
    if (!(running instanceof EsloggerProcess)) throw new Error(running.detail);
    await new Promise((resolve) => running.stdout.once('data', resolve));
    expect(await running.stop(100)).toEqual({ kind: 'stopped', exit: { kind: 'signal', signal: 'SIGKILL' } });
  });

  it('has a session of its own, so that it hides nothing of what is recorded', async () => {
    const groupOf = (pid: number) =>
      Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]);
    if (!existsSync('/proc/self/stat')) return expect.unreachable('this test reads /proc: run it on Linux');
    const { running } = await start({});
    expect(groupOf(running.pid)).toBe(running.pid);
    await running.stop();
  });

  it('is not found through the search path of whoever runs the recorder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esdrift-planted-'));
    writeFileSync(join(folder, 'eslogger'), '#!/bin/sh\necho planted\n');
    chmodSync(join(folder, 'eslogger'), 0o755);
    const before = process.env['PATH'];
    process.env['PATH'] = `${folder}:${before ?? ''}`;
    try {
      expect(await EsloggerProcess.start({ path: 'eslogger', events: [] })).toMatchObject({
        kind: 'not-started',
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('is heard on stderr while it runs', async () => {
    const said: string[] = [];
    await endOf({ refuse: 'internal' }, { onMessage: (line) => said.push(line) });
    expect(said).toEqual(['Failed to create ES client: Internal error (ES_NEW_CLIENT_RESULT_ERR_INTERNAL)']);
  });
});

/** Recording against the stand-in for eslogger, on a Mac of fake tools: what is lost is said, whatever goes wrong. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { record, type RecordOptions } from '../../src/operations/record.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { openMacHost } from '../../src/platform/macos/mac-host.ts';
import { read } from '../../src/platform/macos/reading.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { createStandIn, type StandIn } from '../eslogger-stand-in/create-stand-in.ts';
import { sampleLine, sampleLines, writeLines } from '../eslogger-stand-in/sample-lines.ts';
import type { StandInRun } from '../eslogger-stand-in/settings.ts';
import { createTools } from '../fake-macos/create-tools.ts';
import { appErrorOf, collect, workplace } from '../trace/workplace.ts';

const SOURCE = writeLines(sampleLines(300));
const EVENTS = 'exec,create,rename,unlink,exit';
const place = workplace('record');
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanUp.splice(0)) one();
});

interface Scene {
  readonly one: StandIn;
  readonly path: string;
  readonly options: RecordOptions;
  readonly stop: () => void;
  readonly warnings: readonly string[];
}

function scene(runs: readonly Partial<StandInRun>[], more: Partial<RecordOptions> = {}): Scene {
  const one = createStandIn(runs.map((run) => ({ source: SOURCE, ...run })));
  const tools = createTools(one.path);
  cleanUp.push(one.remove, tools.remove);
  const inject = runs.find(({ injectFrom }) => injectFrom !== undefined)?.injectFrom;
  const controller = new AbortController();
  const warnings: string[] = [];
  const path = place.path();
  const options: RecordOptions = {
    platform: 'darwin',
    uid: 0,
    pid: process.pid,
    events: EVENTS,
    out: path,
    cwd: '.',
    redact: 'default',
    sync: 'none',
    signal: controller.signal,
    warn: (message) => warnings.push(message),
    now: () => Date.now(),
    clock: () => performance.now(),
    randomBytes,
    host: {
      ...openMacHost({ tools: tools.paths }),
      makeFile: (file) => {
        if (inject === undefined) return Promise.resolve();
        const exec = sampleLine('exec', { target: {}, args: ['/usr/bin/touch', file] }, 900, '/bin/zsh');
        const create = sampleLine('create', { destination: { path: file } }, 900, '/usr/bin/touch');
        appendFileSync(inject, `${exec}\n${create}\n`);
        return Promise.resolve();
      },
    },
    timing: {
      flushMs: 50,
      canaryMs: 200,
      canaryPatienceMs: 2_000,
      probeMs: 300,
      silenceMs: 60_000,
      watchMs: 20,
      backOffMs: 10,
      longestBackOffMs: 50,
      farewellMs: 100,
      mostFruitlessRuns: 3,
    },
    ...more,
  };
  return { one, path, options, warnings, stop: () => controller.abort() };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Records until the n-th start of eslogger (from 0) has written everything. */
async function recordAll({ one, options, stop }: Scene, start = 0) {
  const report = record(options);
  await Promise.race([report, until(() => one.account(start)?.done === true)]);
  stop();
  return report;
}

const recordsOf = async (path: string) =>
  (await collect((await traceLines(path, { records: true })).pieces))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe('a recording', () => {
  it.each([0, 0.001, 0.01, 0.2])('says what was lost, by type, at a loss of %f', async (share) => {
    const loss = { share, seed: 5, sparesLast: 3 };
    const made = scene([{ events: 20_000, loss, disorderEvery: 7, keyOrders: 5 }]);
    const report = await recordAll(made);
    const truth = made.one.account(0);
    const { lost = -1, lostByType = {} } = truth ?? {};
    expect(lost > 0).toBe(share > 0);
    expect(report.events).toBe(20_000 - lost);
    expect(report).toMatchObject({ lost, lostUnattributed: 0 });
    expect(report.lostByType).toEqual(lostByType);
    validateDocument('recording', JSON.parse(JSON.stringify(report)), 'report');
    const info = await traceInfo(made.path);
    expect(info).toMatchObject({ closed: true, provenance: 'recorded', lost, lostUnattributed: 0 });
    expect(info.lostByType).toEqual(lostByType);
    expect((await verifyTrace(made.path, { schema: false })).state).toBe('whole');
  });

  it('keeps every line as it came when nothing is redacted', async () => {
    const made = scene([{ events: 900, keyOrders: 4 }], { redact: 'none' });
    await recordAll(made);
    const lines = (await collect((await traceLines(made.path, { records: false })).pieces)).toString();
    expect(lines.split('\n')).toHaveLength(901);
    expect(lines).toContain('\\/private\\/var\\/db\\/');
  });

  it('redacts before anything is written', async () => {
    const source = writeLines([sampleLine('unlink', { target: { path: '/Users/zoraida/secret.txt' } })]);
    const made = scene([{ source, events: 50, garbage: { every: 10, text: '{"/Users/zoraida' } }]);
    const report = await recordAll(made);
    expect(report.badLines).toBe(5);
    expect(report.redaction.replaced['user']).toBe(50);
    const lines = (await collect((await traceLines(made.path, { records: false })).pieces)).toString();
    expect(lines).toContain('/user-');
    expect(lines + JSON.stringify(await recordsOf(made.path))).not.toContain('zoraida');
  });

  it('has canaries, probes, costs and the Mac it was made on', async () => {
    const injectFrom = place.path('inject');
    const made = scene([{ injectFrom, eventsPerSecond: 2_000, events: 200 }], { method: 'control' });
    const report = record(made.options);
    await until(() => (existsSync(injectFrom) ? readFileSync(injectFrom, 'utf8').split('\n').length : 0) > 6);
    await new Promise((resolve) => setTimeout(resolve, 150));
    made.stop();
    const { canaries } = await report;
    expect(canaries?.seen).toBeGreaterThan(0);
    const info = await traceInfo(made.path);
    expect(info.canaries.seen).toBe(canaries?.seen);
    expect(info).toMatchObject({ method: 'control', os: { buildVersion: '25C56' } });
    expect(info.segments[0]).toMatchObject({ endReason: 'stopped', os: { productVersion: '26.2' } });
    const records = await recordsOf(made.path);
    expect(records.find(({ kind }) => kind === 'probe')).toMatchObject({
      values: {
        os: { buildVersion: '25C56' },
        updateVariables: ['boot-command', 'ota-updateType', 'update-volume'],
      },
    });
    expect(records.map(({ kind }) => kind)).toContain('recorder-cost');
  });

  it('says that a canary was not seen', async () => {
    const made = scene([{ events: 100 }]);
    const report = await recordAll(made);
    expect(report.canaries?.seen).toBe(0);
    expect(report.canaries?.missed).toBeGreaterThan(0);
  });

  it('goes on in a new segment when eslogger is killed in the middle of a line', async () => {
    const made = scene([
      { endAfter: { events: 500, how: 'killed' }, cutLastLineTo: 40, events: 1_000 },
      { events: 300, startTimeMs: Date.now() + 60_000 },
    ]);
    const report = await recordAll(made, 1);
    expect(report).toMatchObject({
      segments: 2,
      restarts: 1,
      events: 800,
      badLines: 1,
      endReason: 'stopped',
    });
    const info = await traceInfo(made.path);
    expect(info.badLinesByReason).toEqual({ 'cut-line': 1 });
    expect(info.segments.map(({ endReason }) => endReason)).toEqual(['eslogger-ended', 'stopped']);
    expect(info.blindWindows).toEqual([
      expect.objectContaining({
        from: info.segments[0]?.lastTime,
        to: info.segments[1]?.firstTime,
        reason: 'eslogger-restarted',
        fromOs: info.os,
        toOs: info.os,
      }),
    ]);
  });

  it('ends an eslogger that shows nothing although canaries are sent, and starts it again', async () => {
    const made = scene([{ hangAfter: 100 }, { events: 60 }]);
    const report = await recordAll(
      { ...made, options: { ...made.options, timing: { ...made.options.timing, silenceMs: 4_000 } } },
      1,
    );
    expect(report).toMatchObject({ segments: 2, events: 160 });
    expect((await traceInfo(made.path)).segments[0]?.endReason).toBe('eslogger-silent');
  });

  it('ends an eslogger that writes rubbish only, and starts it again', async () => {
    const garbage = { every: 3, text: 'x'.repeat(1_500_000) };
    const made = scene([{ events: 3, garbage }, { events: 60 }]);
    expect(await recordAll(made, 1)).toMatchObject({ segments: 2, events: 63, badLines: 1 });
    expect((await traceInfo(made.path)).segments[0]?.endReason).toBe('eslogger-garbage');
  });

  it('ends by itself when eslogger does not come back, and says since when it is blind', async () => {
    const made = scene([{ endAfter: { events: 100, how: 3 } }, { refuse: 'too-many-clients' }]);
    const report = await record(made.options);
    expect(report).toMatchObject({ endReason: 'eslogger-gone', events: 100, segments: 1 });
    expect((await traceInfo(made.path)).blindWindows).toMatchObject([{ reason: 'eslogger-gone' }]);
  });

  it('ends at its limits and says so in the trace', async () => {
    const busy = { eventsPerSecond: 20_000, events: 1_000_000 };
    const time = scene([busy], { limits: { maxMs: 4_000 } });
    expect((await record(time.options)).endReason).toBe('max-time');
    const size = scene([busy], { limits: { maxBytes: 20_000 } });
    expect((await record(size.options)).endReason).toBe('max-size');
    const disk = scene([busy], { limits: { diskFloorBytes: 1_000 } });
    const { host = openMacHost() } = disk.options;
    const diskSpace = () => {
      const freeBytes = (disk.one.account(0)?.written ?? 0) > 0 ? 999 : 2_000;
      return Promise.resolve(read({ freeBytes, totalBytes: 5_000 }));
    };
    const report = await record({ ...disk.options, host: { ...host, diskSpace } });
    expect(report.endReason).toBe('disk-floor');
    expect(await recordsOf(disk.path)).toContainEqual(
      expect.objectContaining({ kind: 'disk-floor', freeBytes: 999, floorBytes: 1_000 }),
    );
    expect((await traceInfo(size.path)).segments[0]?.endReason).toBe('max-size');
  });

  it('runs a command beside it and ends after it', async () => {
    const marker = place.path('ran');
    const made = scene([{ eventsPerSecond: 1_000, events: 100_000 }], {
      command: ['/bin/sh', '-c', `echo done > ${marker}; exit 4`],
      settleMs: 50,
    });
    expect(await record(made.options)).toMatchObject({ endReason: 'command-ended', command: 'exit code 4' });
    expect(readFileSync(marker, 'utf8')).toBe('done\n');
  });

  it('leaves out what this Mac does not offer, and says so', async () => {
    const made = scene([{ offered: ['rename', 'exit'] }]);
    const report = await recordAll(made);
    expect(report.subscription).toMatchObject({
      events: ['rename', 'exit'],
      missing: ['exec', 'create', 'unlink'],
    });
    expect(made.warnings.join()).toContain('does not offer exec, create, unlink');
  });
});

describe('a recording that cannot be', () => {
  it('says what to do when eslogger is refused, and leaves nothing behind', async () => {
    for (const [refuse, words] of [
      ['not-permitted', 'Full Disk Access'],
      ['not-privileged', 'sudo'],
      ['not-entitled', 'codesign -dv'],
      ['too-many-clients', 'End other Endpoint Security clients'],
      ['invalid-argument', '--events lifecycle'],
      ['internal', 'restart the Mac'],
    ] as const) {
      const made = scene([{ refuse }]);
      const error = await appErrorOf(record(made.options));
      expect(error).toMatchObject({ code: 'unsupported-here', exitCode: 6 });
      expect(error.hint).toContain(words);
      expect(readdirSync(place.folder).filter((name) => made.path.endsWith(name))).toEqual([]);
      expect(existsSync(`${made.path}.partial`)).toBe(false);
    }
  });

  it('because the disk has too little free says so', async () => {
    const { options } = scene([{ hangAfter: 0 }], { limits: { diskFloorBytes: 1_000 } });
    const { host = openMacHost() } = options;
    const diskSpace = () => Promise.resolve(read({ freeBytes: 999, totalBytes: 5_000 }));
    const error = await appErrorOf(record({ ...options, host: { ...host, diskSpace } }));
    expect(error).toMatchObject({ code: 'no-events', exitCode: 3 });
    expect(error.message + error.hint).toMatch(/disk has less free than --disk-floor.*Free some space/);
  });

  it('is refused away from macOS, and without root', async () => {
    const { options } = scene([{}]);
    expect((await appErrorOf(record({ ...options, platform: 'linux' }))).hint).toContain('--from -');
    expect((await appErrorOf(record({ ...options, uid: 501 }))).hint).toContain('sudo');
  });

  it('is refused where others could plant something', async () => {
    const { options, path } = scene([{}]);
    const open = mkdtempSync(join(tmpdir(), 'esdrift-open-'));
    chmodSync(open, 0o777);
    expect(await appErrorOf(record({ ...options, out: join(open, 'a.jsonl.zst') }))).toMatchObject({
      code: 'output-unwritable',
    });
    const victim = place.write('precious', 'victim');
    symlinkSync(victim, path);
    expect((await appErrorOf(record(options))).exitCode).toBe(2);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    symlinkSync(victim, `${options.cwd === '.' ? path : ''}2.partial`);
    expect((await appErrorOf(record({ ...options, out: `${path}2` }))).code).toBe('output-exists');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  it('does not look for programs', async () => {
    const { options } = scene([{}]);
    expect(await appErrorOf(record({ ...options, command: ['softwareupdate'] }))).toMatchObject({
      code: 'usage',
    });
  });
});

describe('a recording of lines from elsewhere', () => {
  const from = (text: string, more: Partial<RecordOptions> = {}) =>
    scene([{}], { platform: 'linux', uid: 1000, from: place.write(text), ...more });
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      sampleLine('exit', { stat: 0 })
        .replace('"seq_num":0', `"seq_num":${index}`)
        .replace('"global_seq_num":0', `"global_seq_num":${index}`)
        .replace('"mach_time":1', `"mach_time":${index + 1}`),
    );

  it('takes events, and records what is none, with its place', async () => {
    const [first = '', second = '', third = ''] = numbered(3);
    const made = from(`${first}\r\n\nno event\n${'x'.repeat(6_000)}\n${second}\n${third.slice(0, 50)}`, {
      maxLineBytes: 5_000,
    });
    const report = await record(made.options);
    expect(report).toMatchObject({
      source: 'input',
      endReason: 'end-of-input',
      events: 2,
      badLines: 2,
      oversizeLines: 1,
      canaries: null,
      subscription: null,
    });
    const records = await recordsOf(made.path);
    expect(records.filter(({ kind }) => kind === 'bad-line' || kind === 'oversize-line')).toMatchObject([
      { line: 3, offset: first.length + 3, reason: 'not-json' },
      { line: 4, bytes: 6_000 },
      { line: 6, reason: 'cut-line' },
    ]);
    expect(await traceInfo(made.path)).toMatchObject({ provenance: 'imported', lost: 0 });
  });

  it('without an event is no success', async () => {
    const made = from('nothing\n');
    expect(await appErrorOf(record(made.options))).toMatchObject({ code: 'no-events', exitCode: 3 });
    expect(existsSync(`${made.path}.partial`)).toBe(false);
  });

  it('leaves nothing behind where the input is not there or is a trace', async () => {
    const missing = from('', { from: place.path('nowhere') });
    expect((await appErrorOf(record(missing.options))).code).toBe('not-found');
    const whole = from(`${numbered(2).join('\n')}\n`);
    await record(whole.options);
    const again = from('', { from: whole.path });
    expect((await appErrorOf(record(again.options))).code).toBe('usage');
    for (const { path } of [missing, again])
      expect([path, `${path}.partial`, `${path}.lock`].filter((name) => existsSync(name))).toEqual([]);
  });

  it('is a valid prefix after SIGKILL at any moment', async () => {
    const lines = `${numbered(4_000).join('\n')}\n`;
    const module = new URL('../../src/operations/record.ts', import.meta.url).href;
    let recovered = 0;
    const moments = [3, 40, 90, 140, 180, 220, 260, 300, 350, 400, 450, 500];
    for (const [index, afterMs] of moments.entries()) {
      const out = place.path(`killed-${index}.jsonl.zst`);
      const child = spawn(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { record } from ${JSON.stringify(module)};
           import { randomBytes } from 'node:crypto';
           console.log('up');
           await record({ platform: 'linux', uid: 1, pid: 1, events: 'exit', out: ${JSON.stringify(out)}, cwd: '.', from: '-',
             redact: 'default', sync: 'none', warn() {}, now: () => Date.now(), clock: () => performance.now(), randomBytes,
             timing: { flushMs: 20 } });`,
        ],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      child.stdin.on('error', () => undefined);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      const feeding = setInterval(() => child.stdin.write(lines), 15);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      clearInterval(feeding);
      const partial = `${out}.partial`;
      if (!existsSync(partial) || readFileSync(partial).length === 0) continue;
      const { state, events } = await verifyTrace(partial, { schema: false });
      expect(state).toBe('cut');
      if (events === 0) continue;
      recovered += 1;
      const { keptEvents } = await repairTrace(partial, {
        out: `${out}.repaired`,
        force: true,
        now: () => 0,
        randomBytes: (count: number) => new Uint8Array(count),
      });
      expect(keptEvents).toBe(events);
      expect((await verifyTrace(`${out}.repaired`, { schema: false })).state).toBe('whole');
    }
    expect(recovered).toBeGreaterThan(0);
  }, 60_000);
});

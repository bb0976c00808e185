/** One recording across restarts, as a user goes through it: arm, upgrade, restart, settle, collect. */
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parse } from 'plist';
import { afterEach, describe, expect, it } from 'vitest';
import { createBaseline } from '../../../src/operations/baseline-create.ts';
import { collect } from '../../../src/operations/armed/collect.ts';
import { disarm } from '../../../src/operations/armed/disarm.ts';
import { armedStatus } from '../../../src/operations/armed/status.ts';
import { diff } from '../../../src/operations/diff.ts';
import { traceInfo } from '../../../src/operations/trace-info.ts';
import { verifyTrace } from '../../../src/operations/trace-verify.ts';
import { validateDocument } from '../../../src/schema/validate.ts';
import { sampleLines, writeLines } from '../../eslogger-stand-in/sample-lines.ts';
import { simulate } from '../../simulator/simulate.ts';
import { findStep } from '../../simulator/versions.ts';
import { appErrorOf, workplace } from '../../trace/workplace.ts';
import { AFTER, ArmedScene, BEFORE } from './scene.ts';

const place = workplace('armed');
const CALLER = { cwd: '.', force: false, owner: undefined, pollMs: 50 };
const scenes: ArmedScene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.mac.remove();
});

interface Upgrade {
  readonly sources: readonly string[];
  readonly counts: readonly number[];
}

/** What eslogger shows before and after the restart, in two files. */
function upgrade(seed: string): Upgrade {
  const boots: string[][] = [];
  for (const line of simulate({ scenario: 'ota', step: findStep('26.2'), seed, noise: 0.3 }).lines) {
    if (/"global_seq_num":0[,}]/.test(line)) boots.push([]);
    boots.at(-1)?.push(line);
  }
  return { sources: boots.map(writeLines), counts: boots.map((lines) => lines.length) };
}

async function sceneOf({ sources }: Upgrade): Promise<ArmedScene> {
  const scene = await ArmedScene.create(
    sources.map((source) => ({ source, eventsPerSecond: 20_000, keepsTimes: true })),
  );
  scenes.push(scene);
  return scene;
}

/** From arming to a trace in the caller's hands. */
async function recorded(seed: string) {
  const story = upgrade(seed);
  const scene = await sceneOf(story);
  const armed = await scene.arm();
  await scene.shown(0, story.counts[0] ?? 0);
  await scene.mac.restart(AFTER);
  await scene.until((state) => state?.ended !== null);
  const ended = await armedStatus(scene.options);
  await scene.untilGone('esdrift.recorder');
  expect(existsSync(scene.options.paths.recorderPlist)).toBe(false);
  const out = place.path();
  const collected = await collect({ ...scene.options, ...CALLER, out });
  return { scene, story, armed, ended, collected, out };
}

describe('an armed recording', () => {
  it('is one trace over the restart, ends by itself, and leaves nothing behind', async () => {
    const { scene, story, armed, ended, collected, out } = await recorded('one');
    expect(armed).toMatchObject({ phase: 'recording', jobs: { recorder: true, eslogger: true } });
    expect(ended).toMatchObject({
      phase: 'ended',
      state: { ended: { reason: 'settled', outcome: 'completed' } },
    });
    expect(collected).toMatchObject({
      reason: 'settled',
      outcome: 'completed',
      from: BEFORE,
      to: AFTER,
      lost: 0,
    });
    for (const [name, document] of [
      ['armed-status', armed],
      ['armed-status', ended],
      ['collected', collected],
    ] as const)
      validateDocument(name, JSON.parse(JSON.stringify(document)), name);
    expect(readdirSync(scene.mac.daemonsFolder)).toEqual([]);
    expect(existsSync(scene.mac.stateFolder)).toBe(false);

    const info = await traceInfo(out);
    expect(info).toMatchObject({
      closed: true,
      lost: 0,
      os: BEFORE,
      target: AFTER,
      method: 'ota',
      provenance: 'recorded',
      outcome: { outcome: 'completed', from: BEFORE, to: AFTER },
    });
    expect(info.segments.map(({ os, reboot, canaries }) => [os, reboot, canaries.seen > 0])).toEqual([
      [BEFORE, false, true],
      [AFTER, true, true],
    ]);
    expect(info.events).toBeGreaterThanOrEqual((story.counts[0] ?? 0) + (story.counts[1] ?? 0));
    expect(info.blindWindows).toMatchObject([
      {
        from: info.segments[0]?.lastTime,
        to: info.segments[1]?.firstTime,
        reason: 'restart',
        fromOs: BEFORE,
        toOs: AFTER,
      },
    ]);
    expect(info.blindWindows[0]?.fromBootTime).toMatch(/^20\d\d-/);
    expect(info.probes.count).toBeGreaterThan(2);
    expect(await verifyTrace(out, { schema: false })).toMatchObject({ state: 'whole' });
  });

  it('is clean against a baseline of such recordings', async () => {
    const runs = await Promise.all(['a', 'b', 'c'].map(recorded));
    const paths = runs.map(({ out }) => out);
    const baseline = place.path('armed.baseline.json');
    const options = { controls: [], force: true, allowSynthetic: false, allowMixed: false, strict: false };
    await createBaseline({ ...options, inputs: paths.slice(0, 2), out: baseline });
    const { exitCode, report } = await diff({
      before: [baseline],
      after: paths.slice(2),
      allowSynthetic: false,
      acrossMethods: false,
    });
    expect(report.findings.filter(({ severity }) => severity === 'high' || severity === 'medium')).toEqual(
      [],
    );
    expect(report.findings.filter(({ subject }) => subject.includes('touch'))).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

describe('a recording that does not go as planned', () => {
  it('loses only the time in which its recorder was dead', async () => {
    const story = upgrade('killed');
    const scene = await sceneOf({ ...story, sources: [story.sources[0] ?? '', story.sources[0] ?? ''] });
    await scene.arm();
    await scene.shown(0, 50);
    process.kill(scene.mac.launchd.pidOf('esdrift.recorder') ?? 0, 'SIGKILL');
    await scene.until((state) => (state?.progress.segments ?? 0) > 1);
    const out = place.path();
    const collected = await collect({ ...scene.options, ...CALLER, out });
    expect(collected).toMatchObject({ reason: 'collected', outcome: 'not-started', segments: 2 });
    const info = await traceInfo(out);
    expect(info).toMatchObject({ closed: true, outcome: { outcome: 'not-started' } });
    expect(info.segments.map(({ endReason }) => endReason)).toEqual(['cut', 'stopped']);
    expect(info.blindWindows).toMatchObject([{ reason: 'recorder-restarted' }]);
  });

  it('says that the upgrade failed, or was rolled back', async () => {
    const { sources } = upgrade('back');
    const scene = await sceneOf({ sources: [sources[0] ?? ''], counts: [] });
    await scene.arm({ settleMs: 3_600_000, deadlineMs: 3_600_000 });
    for (const [index, system] of [BEFORE, AFTER, BEFORE].entries()) {
      await scene.mac.restart(system);
      await scene.until((state) => state?.progress.segments === index + 2);
    }
    expect((await scene.state())?.progress.builds).toEqual([BEFORE, AFTER, BEFORE]);
    const out = place.path();
    expect(await collect({ ...scene.options, ...CALLER, out })).toMatchObject({ outcome: 'rolled-back' });
    expect(await traceInfo(out)).toMatchObject({ target: null, outcome: { outcome: 'rolled-back' } });
  });

  it('is taken off again where eslogger has no Full Disk Access, and says who needs it', async () => {
    const scene = await ArmedScene.create([{ source: writeLines(sampleLines(3)), refuse: 'not-permitted' }]);
    scenes.push(scene);
    const error = await appErrorOf(scene.arm());
    expect(error).toMatchObject({ code: 'unsupported-here', exitCode: 6 });
    expect(error.message).toContain('no Full Disk Access');
    expect(error.hint).toContain('Add /usr/bin/eslogger');
    expect(readdirSync(scene.mac.daemonsFolder)).toEqual([]);
    expect(existsSync(scene.mac.stateFolder)).toBe(false);
    expect((await armedStatus(scene.options)).phase).toBe('none');
  });

  it('reads a file where launchd does not open a pipe for a job', async () => {
    const story = upgrade('spool');
    const scene = await sceneOf({ ...story, sources: [story.sources[0] ?? '', story.sources[0] ?? ''] });
    scene.mac.launchd.opensPipes = false;
    await scene.arm();
    expect(await scene.state()).toMatchObject({ transport: 'spool' });
    await scene.until((state) => (state?.progress.events ?? 0) >= (story.counts[0] ?? 0));
    const out = place.path();
    await collect({ ...scene.options, ...CALLER, out });
    expect(await traceInfo(out)).toMatchObject({ lost: 0, closed: true });
  });

  it('ends at its limits by itself', async () => {
    const { sources } = upgrade('limits');
    for (const [plan, reason] of [
      [{ deadlineMs: 500 }, 'deadline'],
      [{ maxBytes: 20_000 }, 'max-size'],
      [{ diskFloorBytes: 2 ** 60 }, 'disk-floor'],
    ] as const) {
      const scene = await sceneOf({ sources, counts: [] });
      await scene.arm(plan);
      await scene.until((state) => state?.ended !== null);
      expect((await scene.state())?.ended).toMatchObject({ reason, outcome: 'not-started' });
    }
  });
});

describe('the recorder', () => {
  it('ends when it is told to, also where launchd does not answer', async () => {
    const scene = await sceneOf({ sources: [upgrade('deaf').sources[0] ?? ''], counts: [] });
    await scene.arm();
    const pid = scene.mac.launchd.pidOf('esdrift.recorder') ?? 0;
    await scene.mac.goDeaf();
    process.kill(pid, 'SIGTERM');
    await scene.untilGone('esdrift.recorder');
    expect((await scene.state())?.progress.events).toBeGreaterThan(0);
  });
});

describe('what root does', () => {
  it('keeps everything from others', async () => {
    const scene = await sceneOf({ sources: [upgrade('modes').sources[0] ?? ''], counts: [] });
    await scene.arm();
    const { folder, recorderPlist, esloggerPlist, node } = scene.options.paths;
    const open = readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect([statSync(folder).mode & 0o777, open]).toEqual([0o700, []]);
    expect(statSync(recorderPlist).mode & 0o777).toBe(0o644);
    for (const path of [recorderPlist, esloggerPlist]) {
      const list = parse(readFileSync(path, 'utf8')) as unknown as Readonly<Record<string, unknown>>;
      const paths = [list['ProgramArguments'], list['StandardOutPath'], list['StandardErrorPath']]
        .flat()
        .map(String);
      const named = paths.filter((word) => word.includes('/'));
      expect(named.length).toBeGreaterThan(2);
      expect(named.filter((word) => !word.startsWith('/'))).toEqual([]);
    }
    expect(readFileSync(recorderPlist, 'utf8')).toContain(`<string>${node}</string>`);
    expect((await appErrorOf(scene.arm())).message).toContain('armed on this Mac already');
    expect((await appErrorOf(disarm({ ...scene.options, discard: false }))).code).toBe('usage');
    const { removed } = await disarm({ ...scene.options, discard: true, pollMs: 50 });
    expect(removed).toContain('launchd job esdrift.recorder');
    expect(existsSync(folder) || existsSync(recorderPlist)).toBe(false);
  });

  it.each([
    ['a folder that is a link', (folder: string) => symlinkSync('/tmp', folder), 'left of an earlier'],
    [
      'a parent that everybody may write',
      (folder: string) => chmodSync(dirname(folder), 0o777),
      'everybody may write',
    ],
    [
      'a parent that is a link',
      (folder: string) => {
        renameSync(dirname(folder), `${dirname(folder)}.real`);
        symlinkSync(`${dirname(folder)}.real`, dirname(folder));
      },
      'is a symbolic link',
    ],
  ])('refuses %s', async (_, plant, reason) => {
    const scene = await ArmedScene.create([{ source: writeLines(sampleLines(3)) }]);
    scenes.push(scene);
    plant(scene.mac.stateFolder);
    const error = await appErrorOf(scene.arm());
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(reason);
    expect(readdirSync(scene.mac.daemonsFolder)).toEqual([]);
  });

  it('takes nothing off a Mac where it cannot write the trace', async () => {
    const scene = await sceneOf({ sources: [upgrade('kept').sources[0] ?? ''], counts: [] });
    await scene.arm();
    const taken = place.write('precious', 'there.jsonl.zst');
    const options = { ...scene.options, ...CALLER, out: taken };
    expect((await appErrorOf(collect(options))).code).toBe('output-exists');
    expect((await armedStatus(scene.options)).phase).toBe('recording');
    expect(readFileSync(taken, 'utf8')).toBe('precious');
  });

  it('refuses on any other system, and for anybody else', async () => {
    const scene = await ArmedScene.create([{ source: writeLines(sampleLines(3)) }]);
    scenes.push(scene);
    for (const options of [{ platform: 'linux' }, { uid: 501 }]) {
      const all = { ...scene.options, ...options };
      for (const attempt of [
        scene.arm({}, options),
        armedStatus(all),
        collect({ ...all, ...CALLER, out: undefined }),
        disarm({ ...all, discard: true }),
      ])
        expect(await appErrorOf(attempt)).toMatchObject({ exitCode: 6 });
    }
  });
});

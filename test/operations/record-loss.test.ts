/** Which events a recording lost, where nothing or little shows it: at the edges of a type, of a run of eslogger, of the recording. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { record } from '../../src/operations/record.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { eventLine } from '../trace/lines.ts';
import { workplace } from '../trace/workplace.ts';

const place = workplace('record-loss');

/** Lines of one run of eslogger: one for each letter, numbered as it does; `-` behind a letter: that event was lost. */
function run(events: string, startMs = 0, startMach = 1_000 + startMs * 24_000): readonly string[] {
  const types: Readonly<Record<string, string>> = { e: 'exec', f: 'fork', x: 'exit' };
  const seqs = new Map<string, number>();
  return [...events.matchAll(/([efx])(-?)/g)].flatMap(([, letter = '', lost], globalSeq) => {
    const type = types[letter] ?? '';
    const seq = seqs.get(type) ?? 0;
    seqs.set(type, seq + 1);
    const [atMs, machTime] = [startMs + globalSeq * 10, startMach + globalSeq * 240_000];
    return lost === '-' ? [] : [eventLine({ globalSeq, seq, type, atMs, machTime })];
  });
}

async function lossOf(lines: readonly string[]) {
  const out = place.path();
  const report = await record({
    platform: 'linux',
    uid: 1_000,
    pid: 1,
    events: 'upgrade',
    out,
    cwd: '.',
    from: place.write(lines.map((line) => `${line}\n`).join('')),
    redact: 'none',
    sync: 'none',
    warn: () => undefined,
    now: () => Date.now(),
    clock: () => performance.now(),
    randomBytes,
  });
  const info = await traceInfo(out);
  const { lost, lostByType, lostUnattributed, duplicates } = info;
  const said = { lost, lostByType, lostUnattributed, duplicates };
  expect(report).toMatchObject(said);
  expect(report.lostByType).toEqual(lostByType);
  return { ...said, gaps: info.gaps, segments: info.segments, blindWindows: info.blindWindows };
}

describe('loss', () => {
  it('is none where no number is missing', async () => {
    expect(await lossOf(run('effxxe'))).toMatchObject({
      lost: 0,
      lostByType: {},
      lostUnattributed: 0,
      gaps: [],
    });
  });

  it('before the first event of a type, and of the recording, is counted', async () => {
    const { gaps, ...loss } = await lossOf(run('e-e-ff-x-xef'));
    expect(loss).toMatchObject({ lost: 4, lostByType: { exec: 2, exit: 1, fork: 1 }, lostUnattributed: 0 });
    expect(gaps.find(({ eventType }) => eventType === 'exec')).toMatchObject({ from: 0, to: 1, after: null });
  });

  it('behind the last event of a type is counted, of a type that nobody can know', async () => {
    expect(await lossOf(run('effxx-x-f-e'))).toMatchObject({ lost: 3, lostByType: {}, lostUnattributed: 3 });
    expect(await lossOf(run('ef-fx-e'))).toMatchObject({
      lost: 2,
      lostByType: { fork: 1 },
      lostUnattributed: 1,
    });
  });

  it('of every event of a type is counted, although the type never shows', async () => {
    const loss = await lossOf(run('ex-fx-x-e'));
    expect(loss).toMatchObject({ lost: 3, lostByType: {}, lostUnattributed: 3 });
    expect(loss.gaps).toMatchObject([
      { eventType: null, from: 1, to: 1, lost: 1 },
      { eventType: null, from: 3, to: 4, lost: 2 },
    ]);
  });

  it('is counted in each run of eslogger by itself, and added up', async () => {
    const loss = await lossOf([...run('eff-fx'), ...run('e-exf-e-e', 90_000)]);
    expect(loss).toMatchObject({ lost: 4, lostByType: { exec: 2, fork: 1 }, lostUnattributed: 1 });
    expect(loss.segments).toMatchObject([
      { lost: 1, lostByType: { fork: 1 }, lostUnattributed: 0 },
      { lost: 3, lostByType: { exec: 2 }, lostUnattributed: 1 },
    ]);
  });

  it('between two runs of eslogger is a blind window, and a restart of the Mac is told apart', async () => {
    const [before, again] = [run('efx', 0, 7_200_000_000), run('fex', 90_000)];
    const { segments, blindWindows } = await lossOf([...before, ...again]);
    const [first, second] = segments;
    const window = { from: first?.lastTime, to: second?.firstTime };
    // The ticks began anew.
    expect(second).toMatchObject({ reboot: true, lost: 0 });
    expect(blindWindows).toMatchObject([{ ...window, reason: 'reboot' }]);
    const restarted = await lossOf([...run('efx'), ...again]);
    expect(restarted.segments[1]).toMatchObject({ reboot: false });
    expect(restarted.blindWindows).toMatchObject([{ ...window, reason: 'eslogger-restarted' }]);
  });

  it('is none for lines that come late or twice, and those that came twice are said', async () => {
    const lines = run('effxxe');
    const [first = '', second = '', third = '', ...rest] = lines;
    expect(await lossOf([second, third, first, ...rest, third])).toMatchObject({
      lost: 0,
      lostByType: {},
      duplicates: 1,
    });
  });

  it('scattered over very many places is counted exactly', async () => {
    const { lost, lostByType, lostUnattributed } = await lossOf(run('ee-f'.repeat(1_500) + 'e'));
    expect({ lost, lostByType, lostUnattributed }).toEqual({
      lost: 1_500,
      lostByType: { exec: 1_500 },
      lostUnattributed: 0,
    });
  });
});

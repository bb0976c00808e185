/** Truncation, flipped bytes and rubbish: every one is noticed, none alters a line that is printed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { eventLine, eventLines } from './lines.ts';
import { appErrorOf, collect, importFixed, textInput, workplace } from './workplace.ts';

const place = workplace('damage');
const victim = place.path('victim.jsonl.zst');
const verify = (path: string) => verifyTrace(path, { schema: false });
const cat = async (path: string) => collect((await traceLines(path, { records: false })).pieces);
const fixed = { force: true, now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };

// Two segments with a gap in each, so that there are two data frames and records between them.
const second = [9, 10, 12].map((globalSeq) =>
  eventLine({ globalSeq: globalSeq - 9, atMs: 90_000 + globalSeq }),
);
const text = `${eventLines(3)}${eventLine({ globalSeq: 5 })}\n${second.join('\n')}\nno event\n`;
const lines = text.replace('no event\n', '');
let whole: Buffer;
let frames: readonly { offset: number; bytes: number; lines: number }[];

beforeAll(async () => {
  const path = place.path('whole.jsonl.zst');
  await importFixed(path, [textInput(text)]);
  whole = readFileSync(path);
  const { openTrace } = await import('../../src/trace/reader.ts');
  await using reader = await openTrace(path);
  frames = reader.frames.map((frame) => ({
    offset: frame.offset,
    bytes: frame.compressedBytes,
    lines: frame.lines,
  }));
});

/** Runs `work` for every number below `end`, some at a time: most of it is waiting for files. */
async function forEachByte(
  start: number,
  end: number,
  step: number,
  work: (at: number, victim: string) => Promise<void>,
) {
  let next = start;
  const lane = async (name: string): Promise<void> => {
    while (next < end) {
      const at = next;
      next += step;
      await work(at, name);
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, index) => lane(place.path(`victim-${index}.jsonl.zst`))));
}

/** What readers may print of a damaged copy: whole lines from the start, or an error of the table. */
async function expectHonest(path: string): Promise<void> {
  let printed = '';
  try {
    for await (const piece of (await traceLines(path, { records: false })).pieces)
      printed += piece.toString();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    if (error instanceof AppError) expect([3, 5]).toContain(error.exitCode);
  }
  expect(lines.startsWith(printed), 'printed lines are a prefix').toBe(true);
}

describe('a trace as written', () => {
  it('is whole', async () => {
    const result = await verify(place.write(whole));
    expect(result).toMatchObject({ state: 'whole', events: 7, frames: 2, problems: [], cut: null });
    expect(result.goodBytes).toBe(whole.length);
    expect((await cat(place.write(whole))).toString()).toBe(lines);
  });
});

describe('truncation at every byte', () => {
  it('leaves a valid prefix that says what is missing', async () => {
    await forEachByte(1, whole.length, 1, async (length, victim) => {
      writeFileSync(victim, whole.subarray(0, length));
      const kept = frames.filter((frame) => frame.offset + frame.bytes <= length);
      const events = kept.reduce((sum, frame) => sum + frame.lines, 0);
      if (length < 4) {
        expect((await appErrorOf(verify(victim))).code).toBe('not-a-trace');
        return;
      }
      const result = await verify(victim);
      expect(result, `cut at ${length}`).toMatchObject({
        state: 'cut',
        events,
        frames: kept.length,
        problems: [],
      });
      expect(result.goodBytes + (result.cut?.bytes ?? 0)).toBe(length);
      if (length % 3 === 0) await expectHonest(victim);
      if (events > 0 && length % 5 === 0) {
        const info = await traceInfo(victim);
        expect(info).toMatchObject({ closed: false, events });
        expect(info.cut).toEqual(result.cut);
      }
    });
  });

  it('can be repaired', async () => {
    await forEachByte(frames[1]?.offset ?? 0, whole.length, 9, async (length, victim) => {
      const out = `${victim}.repaired`;
      writeFileSync(victim, whole.subarray(0, length));
      const kept = frames.filter((frame) => frame.offset + frame.bytes <= length);
      const events = kept.reduce((sum, frame) => sum + frame.lines, 0);
      const repair = await repairTrace(victim, { ...fixed, out });
      expect(repair).toMatchObject({ state: 'cut', keptEvents: events, headerLost: false });
      expect(await verify(out)).toMatchObject({ state: 'whole', events });
      expect(lines.startsWith((await cat(out)).toString())).toBe(true);
      expect(readFileSync(victim)).toEqual(whole.subarray(0, length));
    });
  });
});

describe('a flipped bit anywhere', () => {
  it('is found by verify, and never printed', async () => {
    const missed: number[] = [];
    await forEachByte(0, whole.length, 1, async (at, victim) => {
      const copy = Buffer.from(whole);
      copy[at] = copy.readUInt8(at) ^ (1 << (at % 8));
      writeFileSync(victim, copy);
      try {
        const { state } = await verify(victim);
        if (state === 'whole') missed.push(at);
      } catch (error) {
        if (!(error instanceof AppError) || error.exitCode !== 5) throw error;
      }
      await expectHonest(victim);
    });
    expect(missed).toEqual([]);
  });

  it('in a data frame costs that frame alone', async () => {
    const [first] = frames;
    const copy = Buffer.from(whole);
    const at = (first?.offset ?? 0) + 40;
    copy[at] = copy.readUInt8(at) ^ 0x10;
    writeFileSync(victim, copy);
    const error = await appErrorOf(cat(victim));
    expect(error).toMatchObject({ code: 'trace-damaged', exitCode: 5 });
    expect(error.message).toContain(`byte ${first?.offset}`);
    expect(error.hint).toContain('trace repair');
    const out = place.path();
    const repair = await repairTrace(victim, { ...fixed, out });
    expect(repair).toMatchObject({ state: 'damaged', keptEvents: 3, keptFrames: 1, headerLost: false });
    expect(repair.lostSpans).toEqual([expect.objectContaining({ offset: first?.offset, events: 4 })]);
    expect((await cat(out)).toString()).toBe(`${second.join('\n')}\n`);
    expect(await verify(out)).toMatchObject({ state: 'whole' });
    expect((await traceInfo(out)).blindWindows).toContainEqual(expect.objectContaining({ reason: 'damage' }));
  });

  it('in the header costs the header, and repair says so', async () => {
    const copy = Buffer.from(whole);
    copy[60] = copy.readUInt8(60) ^ 1;
    writeFileSync(victim, copy);
    expect(await verify(victim)).toMatchObject({ state: 'damaged', id: null });
    const out = place.path();
    expect(await repairTrace(victim, { ...fixed, out })).toMatchObject({ headerLost: true, keptEvents: 7 });
    expect(await traceInfo(out)).toMatchObject({ labels: { repaired: 'header-lost' }, method: 'unknown' });
  });
});

describe('bytes behind the end', () => {
  it('are ignored by readers, said by info, and damage to verify', async () => {
    const path = place.write(Buffer.concat([whole, Buffer.from('rubbish')]));
    expect((await cat(path)).toString()).toBe(lines);
    expect(await traceInfo(path)).toMatchObject({ closed: true, tail: { offset: whole.length, bytes: 7 } });
    const result = await verify(path);
    expect(result).toMatchObject({ state: 'damaged', events: 7 });
    expect(result.problems).toEqual([expect.objectContaining({ offset: whole.length, bytes: 7 })]);
    const out = place.path();
    expect(await repairTrace(path, { ...fixed, out })).toMatchObject({ keptEvents: 7, lostBytes: 7 });
    expect(readFileSync(out).equals(whole)).toBe(true);
  });

  it('that are another trace are told apart', async () => {
    const path = place.write(Buffer.concat([whole, whole]));
    const result = await verify(path);
    expect(result.state).toBe('damaged');
    expect(result.problems[0]).toMatchObject({ offset: whole.length, message: 'another trace begins here' });
    expect((await cat(path)).toString()).toBe(lines);
  });

  it('of a cut trace stay a cut, as long as no good frame follows', async () => {
    const end = (frames[0]?.offset ?? 0) + (frames[0]?.bytes ?? 0);
    const path = place.write(Buffer.concat([whole.subarray(0, end), Buffer.alloc(5000)]));
    expect(await verify(path)).toMatchObject({ state: 'cut', events: 4, cut: { offset: end, bytes: 5000 } });
    expect((await cat(path)).toString()).toBe(`${lines.split('\n').slice(0, 4).join('\n')}\n`);
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { parseEventList, parseLabels, parseOsVersion } from '../../src/operations/trace-facts.ts';
import { importTrace } from '../../src/operations/trace-import.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import type { TraceRecord } from '../../src/model/trace.ts';
import { eventLine, eventLines } from './lines.ts';
import { appErrorOf, collect, importFixed, inPieces, textInput, workplace } from './workplace.ts';

const place = workplace('import');
const cat = async (path: string) =>
  (await collect((await traceLines(path, { records: false })).pieces)).toString();

async function recordsOf(path: string): Promise<TraceRecord[]> {
  const text = (await collect((await traceLines(path, { records: true })).pieces)).toString();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => validateDocument('trace-record', JSON.parse(line), path));
}

it('takes standard input once', async () => {
  const error = await appErrorOf(importFixed(place.path(), ['-', '-']));
  expect(error).toMatchObject({ code: 'usage', exitCode: 2 });
});

describe('event lines', () => {
  it('go in byte for byte, carriage returns and blanks included', async () => {
    const text = `  ${eventLine({ globalSeq: 0 })}\r\n${eventLine({ globalSeq: 1 }).replaceAll('/', '\\/')} \n`;
    const out = place.path();
    const { info, warnings } = await importFixed(out, [textInput(text)]);
    expect(await cat(out)).toBe(text);
    expect(info).toMatchObject({ events: 2, badLines: 0, lost: 0, closed: true, provenance: 'imported' });
    expect(warnings).toEqual([]);
    expect(await verifyTrace(out, { schema: false })).toMatchObject({ state: 'whole' });
  });

  it('of several inputs are one recording, and a new run of eslogger is a segment', async () => {
    const restarted = [0, 1, 2]
      .map((globalSeq) => eventLine({ globalSeq, atMs: 7_200_000 + globalSeq }))
      .join('\n');
    const out = place.path();
    const { info } = await importFixed(out, [
      textInput(eventLines(4), '/home/somebody/first.jsonl'),
      textInput(restarted, 'second.jsonl'),
    ]);
    expect(info.segments).toMatchObject([
      { segment: 0, events: 4, reboot: false, source: 'first.jsonl', endReason: 'next-segment' },
      { segment: 1, events: 3, reboot: false, source: 'second.jsonl', endReason: 'end-of-input' },
    ]);
    expect(info.blindWindows).toMatchObject([
      {
        from: '2026-01-01T00:00:00.030000000Z',
        to: '2026-01-01T02:00:00.000000000Z',
        reason: 'eslogger-restarted',
      },
    ]);
  });

  it('with a mach_time that fell belong to another boot', async () => {
    const later = [0, 1].map((globalSeq) =>
      eventLine({ globalSeq, atMs: 600_000 + globalSeq, machTime: 5 + globalSeq }),
    );
    const { info } = await importFixed(place.path(), [textInput(eventLines(3) + later.join('\n'))]);
    expect(info.segments[1]).toMatchObject({ reboot: true });
    expect(info.blindWindows).toMatchObject([{ reason: 'reboot' }]);
  });

  it('of two runs that mix keep their segments, in few frames', async () => {
    const mixed = Array.from({ length: 40 }, (_, index) => {
      const globalSeq = index >> 1;
      const machTime = index % 2 === 0 ? 1_000_000 + globalSeq : 90_000_000 + globalSeq;
      return eventLine({
        globalSeq,
        atMs: globalSeq * 1000,
        machTime,
        type: index % 2 === 0 ? 'exec' : 'fork',
      });
    });
    const out = place.path();
    const { info } = await importFixed(out, [textInput(mixed.join('\n'))]);
    expect(info.segments).toMatchObject([
      { events: 20, lost: 0 },
      { events: 20, lost: 0 },
    ]);
    expect(info.frames).toBeLessThan(5);
    expect(await verifyTrace(out, { schema: false })).toMatchObject({ state: 'whole', events: 40 });
  });

  it('that repeat an event are counted', async () => {
    const { info } = await importFixed(place.path(), [textInput(eventLines(3) + eventLines(2))]);
    expect(info).toMatchObject({ events: 5, duplicates: 2, lost: 0 });
    expect(info.segments).toHaveLength(1);
  });
});

describe('loss', () => {
  it('by sequence numbers is a record, by type and over all', async () => {
    const text = [0, 1, 5, 6]
      .map((globalSeq) => eventLine({ globalSeq, seq: globalSeq === 6 ? 4 : globalSeq }))
      .join('\n');
    const out = place.path();
    const { info } = await importFixed(out, [textInput(text.replace('"seq_num":5', '"seq_num":3'))]);
    expect(info).toMatchObject({ lost: 3, lostByType: { exit: 1 }, lostUnattributed: 2 });
    expect(info.gaps).toMatchObject([
      { segment: 0, eventType: null, from: 2, to: 4, lost: 3 },
      { segment: 0, eventType: 'exit', from: 2, to: 2, lost: 1 },
    ]);
    expect((await recordsOf(out)).filter((record) => record.kind === 'gap')).toEqual([
      { kind: 'gap', segment: 0, from: 2, to: 4, lost: 3 },
      { kind: 'gap', segment: 0, eventType: 'exit', from: 2, to: 2, lost: 1 },
    ]);
  });
});

describe('lines that are no events', () => {
  const good = eventLines(2);
  const bad = `[1]\n\n   \r\n{"event":{"exec":{}}}\nnot json \u001b[31m\u202e\n`;

  it('are recorded with their place, and not in the event lines', async () => {
    const out = place.path();
    const { info, warnings } = await importFixed(out, [textInput(good + bad)]);
    expect(info).toMatchObject({
      events: 2,
      badLines: 3,
      badLinesByReason: { 'no-process': 1, 'not-json': 1, 'not-object': 1 },
    });
    expect(info.firstBadLine).toMatchObject({
      source: 'input.jsonl',
      line: 3,
      offset: Buffer.byteLength(good),
      bytes: 3,
      reason: 'not-object',
    });
    expect(warnings.join()).toMatch(/input\.jsonl: line 3 .*3 such lines/);
    expect(await cat(out)).toBe(good);
    const raw = (await collect((await traceLines(out, { records: true })).pieces)).toString('latin1');
    expect(raw).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('end a strict import at the first, with nothing left behind', async () => {
    const out = place.path('strict.jsonl.zst');
    const error = await appErrorOf(importFixed(out, [textInput(good + bad)], { strict: true }));
    expect(error).toMatchObject({ code: 'bad-lines', exitCode: 3 });
    expect(error.message).toContain('line 3');
    expect(readdirSync(place.folder).filter((name) => name.startsWith('strict'))).toEqual([]);
  });

  it('beyond a thousand are counted together', async () => {
    const out = place.path();
    const { info } = await importFixed(out, [textInput(good + 'x\n'.repeat(1500) + '[]\n'.repeat(10))]);
    expect(info).toMatchObject({ badLines: 1510, badLinesByReason: { 'not-json': 1500, 'not-object': 10 } });
    const records = await recordsOf(out);
    expect(records.filter((record) => record.kind === 'bad-line')).toHaveLength(1000);
    expect(records).toContainEqual({
      kind: 'more-bad-lines',
      source: 'input.jsonl',
      lines: 510,
      bytes: 520,
      reasons: { 'not-json': 500, 'not-object': 10 },
    });
  });

  it('at the end without a newline are a cut line; a whole one gets its newline', async () => {
    const cut = await importFixed(place.path(), [textInput(good + good.slice(0, 50))]);
    expect(cut.info).toMatchObject({ events: 2, badLinesByReason: { 'cut-line': 1 } });
    const out = place.path();
    const whole = await importFixed(out, [textInput(good.trimEnd())]);
    expect(whole.info).toMatchObject({ events: 2, badLines: 0 });
    expect(await cat(out)).toBe(good);
  });

  it('made of what script(1) or an editor left before the first brace are cleaned', async () => {
    for (const rubbish of ['\ufeff', '^D\b\b', '\u0004\b\b', '\ufeff^D\b\b']) {
      const out = place.path();
      await importFixed(out, [textInput(rubbish + good)]);
      expect(await cat(out)).toBe(good);
    }
  });

  it('over the limit are skipped without being held, and the stream goes on', async () => {
    const out = place.path();
    const long = `{"event":"${'x'.repeat(5000)}"}\n`;
    const { info } = await importFixed(out, [textInput(good + long + eventLines(2, 2))], {
      limits: { maxLineBytes: 1000 },
    });
    expect(info).toMatchObject({ events: 4, oversizeLines: 1, badLines: 0 });
    expect(await recordsOf(out)).toContainEqual({
      kind: 'oversize-line',
      source: 'input.jsonl',
      line: 3,
      offset: good.length,
      bytes: 5012,
      limit: 1000,
    });
    const strict = appErrorOf(
      importFixed(place.path(), [textInput(long)], { limits: { maxLineBytes: 1000 }, strict: true }),
    );
    expect((await strict).hint).toContain('--max-line-size');
  });

  it('alone make no trace', async () => {
    const out = place.path('none.jsonl.zst');
    for (const text of ['', '\n\n', 'rubbish\n', '{\n  "event": {}\n}\n']) {
      expect(await appErrorOf(importFixed(out, [textInput(text)]))).toMatchObject({
        code: 'no-events',
        exitCode: 3,
      });
    }
    expect(readdirSync(place.folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });
});

describe('a line longer than a frame', () => {
  it('has a frame of its own where the limit was raised', async () => {
    const long = eventLine({ globalSeq: 1, padding: 'p'.repeat(5 * 1024 * 1024) });
    const out = place.path();
    const text = `${eventLine({ globalSeq: 0 })}\n${long}\n${eventLine({ globalSeq: 2 })}\n`;
    const { info } = await importFixed(out, [textInput(text)], { limits: { maxLineBytes: 8 * 1024 * 1024 } });
    expect(info).toMatchObject({ events: 3, frames: 3, oversizeLines: 0 });
    expect(await cat(out)).toBe(text);
    expect(
      await appErrorOf(importFixed(out, [], { limits: { maxLineBytes: 65 * 1024 * 1024 } })),
    ).toMatchObject({ code: 'usage' });
  });
});

describe('the pieces an input comes in', () => {
  it('do not matter: the same bytes make the same trace', async () => {
    const text = Buffer.from(
      `\ufeff${eventLines(30, 0, 'é')}rubbish\n${eventLines(3, 40)}\n${eventLines(9)}{"cut`,
    );
    const inputs = [text, gzipSync(text)];
    const wanted = await Promise.all(
      inputs.map(async (bytes, index) => {
        const out = place.path(`wanted-${index}.jsonl.zst`);
        await importFixed(out, [inPieces([bytes])]);
        return readFileSync(out);
      }),
    );
    const cuts = fc.array(fc.nat({ max: text.length }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat({ max: inputs.length - 1 }), async (at, which) => {
        const bytes = inputs[which] ?? text;
        const sorted = [0, ...at.toSorted((a, b) => a - b), bytes.length];
        const pieces = sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
        const out = place.path('pieces.jsonl.zst');
        await importFixed(out, [inPieces(pieces)], { force: true });
        expect(readFileSync(out).equals(wanted[which] ?? text)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the header', () => {
  const facts = {
    method: 'ota',
    os: parseOsVersion('26.1:25B78', '--from-os'),
    target: parseOsVersion('26.2:25C56', '--to-os'),
    arch: 'arm64',
    virtualMachine: true,
    model: 'VirtualMac2,1',
    labels: parseLabels(['lab=berlin', 'note=a=b']),
    events: parseEventList('fork,exec,exit,exec'),
  } as const;

  it('says what the person knows, and names the file after it', async () => {
    const folder = join(place.folder, 'named');
    mkdirSync(folder);
    const run = () =>
      importTrace({
        inputs: [textInput(eventLines(2))],
        facts,
        cwd: folder,
        now: () => 1_700_000_000_000,
        randomBytes: (n) => new Uint8Array(n),
      });
    const { info } = await run();
    expect(info).toMatchObject({
      id: '018bcfe5-6800-7000-8000-000000000000',
      method: 'ota',
      os: { productVersion: '26.1', buildVersion: '25B78' },
      target: { productVersion: '26.2', buildVersion: '25C56' },
      host: { arch: 'arm64', virtualMachine: true, model: 'VirtualMac2,1' },
      labels: { lab: 'berlin', note: 'a=b' },
      eslogger: { events: ['exec', 'exit', 'fork'] },
      startedAt: '2026-01-01T00:00:00.000000000Z',
      redaction: { policy: 'unknown' },
    });
    await run();
    expect(readdirSync(folder).sort()).toEqual([
      'macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst',
      'macos-26.1-25B78--26.2-25C56.ota.arm64.run-2.jsonl.zst',
    ]);
  });

  it('of a trace that is imported again stays, but for what is said anew', async () => {
    const first = place.path();
    const rubbish = `${eventLines(3)}rubbish\n${eventLines(2, 5)}`;
    const before = await importFixed(first, [textInput(rubbish)], {
      facts: { ...facts, provenance: 'synthetic' },
    });
    const out = place.path();
    const { info } = await importFixed(out, [first], {
      facts: { method: 'control' },
      randomBytes: (n) => new Uint8Array(n),
    });
    const { id, path, method, segments, ...same } = before.info;
    expect(info).toMatchObject({ ...same, method: 'control', bytes: expect.any(Number) as number });
    expect(info.id).not.toBe(id);
    expect([path, method, segments.length]).toEqual([first, 'ota', 1]);
    expect(await cat(out)).toBe(await cat(first));
  });

  it('of a synthetic trace never mixes with another', async () => {
    const synthetic = place.path();
    const real = place.path();
    await importFixed(synthetic, [textInput(eventLines(2))], { facts: { provenance: 'synthetic' } });
    await importFixed(real, [textInput(eventLines(2))]);
    expect(await appErrorOf(importFixed(place.path(), [real, synthetic]))).toMatchObject({ code: 'usage' });
    expect(await appErrorOf(importFixed(place.path(), [synthetic, real]))).toMatchObject({ code: 'usage' });
    const relabelled = importFixed(place.path(), [synthetic], { facts: { provenance: 'imported' } });
    expect(await appErrorOf(relabelled)).toMatchObject({ code: 'usage' });
    const all = await importFixed(place.path(), [real, synthetic], { facts: { provenance: 'synthetic' } });
    expect(all.info.provenance).toBe('synthetic');
  });

  it('takes no facts it cannot read', () => {
    expect(() => parseOsVersion('26.1', '--from-os')).toThrow(/26\.1:25B78/);
    expect(() => parseLabels(['x'])).toThrow(/name=value/);
    expect(() => parseEventList('exec, Fork!')).toThrow(/--events/);
    expect(parseOsVersion('26.2:25C5031i', '--to-os')).toEqual({
      productVersion: '26.2',
      buildVersion: '25C5031i',
    });
  });
});

describe('the output', () => {
  it('never replaces anything without being told, and follows no link', async () => {
    const out = place.path('kept.jsonl.zst');
    writeFileSync(out, 'mine');
    expect(await appErrorOf(importFixed(out, [textInput(eventLines(1))]))).toMatchObject({
      code: 'output-exists',
      exitCode: 2,
    });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    const victim = place.write('precious');
    const link = place.path('link.jsonl.zst');
    symlinkSync(victim, link);
    await importFixed(link, [textInput(eventLines(1))], { force: true });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    symlinkSync(victim, `${place.path('other.jsonl.zst')}.partial`);
    expect(
      await appErrorOf(importFixed(place.path('other.jsonl.zst'), [textInput(eventLines(1))])),
    ).toMatchObject({ code: 'output-exists' });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  it('may be the input', async () => {
    const out = place.path();
    await importFixed(out, [textInput(eventLines(5))]);
    const { info } = await importFixed(out, [out], { force: true });
    expect(info.events).toBe(5);
    expect(existsSync(`${out}.partial`)).toBe(false);
    expect(existsSync(`${out}.lock`)).toBe(false);
  });
});

describe('documents', () => {
  it('fit their schema', async () => {
    const out = place.path();
    const text = `${eventLines(3)}rubbish\n${eventLine({ globalSeq: 9, atMs: 95 })}`;
    const { info } = await importFixed(out, [textInput(text)]);
    expect(validateDocument('trace-info', JSON.parse(JSON.stringify(info)), out)).toEqual(info);
    const partial = place.write(readFileSync(out).subarray(0, -20));
    for (const document of [await traceInfo(partial)]) {
      expect(validateDocument('trace-info', JSON.parse(JSON.stringify(document)), out)).toEqual(document);
    }
    for (const path of [out, partial]) {
      const document = await verifyTrace(path, { schema: true });
      expect(validateDocument('trace-verification', JSON.parse(JSON.stringify(document)), out)).toEqual(
        document,
      );
    }
  });
});

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import type { TraceHeader } from '../../src/model/trace.ts';
import { PRODUCER } from '../../src/model/version.ts';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { uuidV7 } from '../../src/trace/uuid.ts';
import { TraceWriter } from '../../src/trace/writer.ts';
import { eventLine, type LineOptions } from './lines.ts';
import { all, appErrorOf, workplace } from './workplace.ts';

const place = workplace('writer');
const header: TraceHeader = {
  kind: 'esdrift.trace',
  formatVersion: 1,
  producer: PRODUCER,
  id: uuidV7(0, (count) => new Uint8Array(count)),
  provenance: 'recorded',
  method: 'control',
  labels: {},
  host: {},
  redaction: { policy: 'default' },
  startedAt: '2026-01-01T00:00:00Z',
};
const keep = { force: false, whenInterrupted: 'keep' } as const;

function write(writer: TraceWriter, segment: number, options: LineOptions): void {
  const line = eventLine(options);
  const result = decodeLine(line);
  if (!result.ok) throw new Error(result.message);
  writer.writeLine(Buffer.from(line), { ...result.event, segment });
}

describe('a recording that goes on', () => {
  it('reads after every flush, with everything flushed in it', async () => {
    const path = place.path();
    const writer = await TraceWriter.create(path, header, keep);
    writer.startSegment(0, { time: header.startedAt });
    for (let second = 0; second < 4; second += 1) {
      for (let index = 0; index < 5; index += 1) write(writer, 0, { globalSeq: second * 5 + index });
      writer.record({ kind: 'canary', segment: 0, seen: true, latencyMs: 3 });
      await writer.flush();
      await using reader = await openTrace(writer.partialPath);
      expect(reader).toMatchObject({
        closed: false,
        summary: { events: (second + 1) * 5 },
        cut: { bytes: 0 },
      });
      expect(writer.bytesWritten).toBe(readFileSync(writer.partialPath).length);
    }
    expect(existsSync(path)).toBe(false);
    const summary = await writer.close();
    expect(summary).toMatchObject({ events: 20 });
    expect(summary.frames).toHaveLength(4);
    expect(existsSync(writer.partialPath)).toBe(false);
    await using reader = await openTrace(path);
    expect(reader.summary).toEqual(summary);
    const kinds = (await all(reader.records())).map((record) => record.kind);
    expect(kinds).toEqual(['segment-start', 'canary', 'canary', 'canary', 'canary', 'segment-end']);
  });

  it('has the same index when it is rebuilt as when it is stored', async () => {
    const path = place.path();
    const writer = await TraceWriter.create(path, header, keep);
    writer.startSegment(0);
    for (const globalSeq of [0, 2, 1, 7]) write(writer, 0, { globalSeq });
    await writer.flush();
    writer.startSegment(1);
    write(writer, 1, { globalSeq: 0, atMs: 90_000 });
    // A late line of the first segment, after the second has begun.
    write(writer, 0, { globalSeq: 5 });
    await writer.flush();
    write(writer, 1, { globalSeq: 1, atMs: 90_010 });
    await writer.flush();
    const rebuilt = await openTrace(writer.partialPath);
    await rebuilt.close();
    const summary = await writer.close();
    expect(rebuilt.summary).toEqual(summary);
    expect(summary.frames.map((frame) => frame.segment)).toEqual([0, 1, 0, 1]);
    expect(summary.segments).toMatchObject([
      { segment: 0, events: 5, lost: 3 },
      { segment: 1, events: 2, lost: 0 },
    ]);
    expect(await verifyTrace(path, { schema: false })).toMatchObject({ state: 'whole' });
  });

  it('that died keeps its file, and a repair gives it its name', async () => {
    const path = place.path('died.jsonl.zst');
    const writer = await TraceWriter.create(path, header, keep);
    writer.startSegment(0);
    write(writer, 0, { globalSeq: 0 });
    await writer.flush();
    // While it lives, nobody else may write here.
    const locked = await appErrorOf(TraceWriter.create(path, header, { ...keep, force: true }));
    expect(locked).toMatchObject({ code: 'output-locked', exitCode: 2 });
    // A process of another boot.
    writeFileSync(`${path}.lock`, `${JSON.stringify({ pid: process.pid, boot: 'another' })}\n`);
    appendFileSync(writer.partialPath, 'torn');
    const leftover = await appErrorOf(TraceWriter.create(path, header, keep));
    expect(leftover).toMatchObject({ code: 'output-exists' });
    expect(leftover.hint).toContain(`esdrift trace repair ${writer.partialPath} --out ${path}`);
    const repair = await repairTrace(writer.partialPath, {
      out: path,
      force: false,
      now: () => 0,
      randomBytes: (count) => new Uint8Array(count),
    });
    expect(repair).toMatchObject({ state: 'cut', keptEvents: 1, id: header.id, lostBytes: 4 });
    await using reader = await openTrace(path);
    expect(reader).toMatchObject({ closed: true, header });
    const windows = (await all(reader.records())).filter((record) => record.kind === 'blind-window');
    expect(windows).toEqual([
      { kind: 'blind-window', from: '2026-01-01T00:00:00.000000000Z', reason: 'cut' },
    ]);
    expect(existsSync(`${path}.lock`)).toBe(false);
    await writer.discard();
  });
});

describe('a repair', () => {
  it('never writes over its input', async () => {
    const path = place.path();
    const writer = await TraceWriter.create(path, header, keep);
    writer.startSegment(0);
    write(writer, 0, { globalSeq: 0 });
    await writer.close();
    const options = { force: true, now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };
    expect(
      await appErrorOf(
        repairTrace(path, { ...options, out: `${place.folder}/./${path.slice(place.folder.length)}` }),
      ),
    ).toMatchObject({
      code: 'usage',
    });
  });

  it('of a trace without a whole frame leaves nothing behind', async () => {
    const writer = await TraceWriter.create(place.path('hollow'), header, keep);
    await writer.flush();
    const out = place.path('none.jsonl.zst');
    const error = await appErrorOf(
      repairTrace(writer.partialPath, {
        out,
        force: false,
        now: () => 0,
        randomBytes: (n) => new Uint8Array(n),
      }),
    );
    expect(error).toMatchObject({ code: 'no-events', exitCode: 3 });
    expect([existsSync(out), existsSync(`${out}.repair.partial`), existsSync(`${out}.lock`)]).toEqual([
      false,
      false,
      false,
    ]);
    await writer.discard();
    expect(existsSync(writer.partialPath)).toBe(false);
  });
});

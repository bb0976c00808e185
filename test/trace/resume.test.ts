/** Going on with a trace whose writer is gone. */
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { TRACE_FORMAT_VERSION, type TraceHeader } from '../../src/model/trace.ts';
import { PRODUCER } from '../../src/model/version.ts';
import { TraceWriter } from '../../src/trace/writer.ts';
import { eventLine } from './lines.ts';
import { appErrorOf, collect, workplace } from './workplace.ts';

const place = workplace('resume');
const KEEP = { force: false, whenInterrupted: 'keep' } as const;
const HEADER: TraceHeader = {
  kind: 'esdrift.trace',
  formatVersion: TRACE_FORMAT_VERSION,
  producer: PRODUCER,
  id: '0197b1a0-0000-7000-8000-000000000000',
  provenance: 'recorded',
  method: 'ota',
  labels: {},
  host: {},
  redaction: { policy: 'default' },
  startedAt: '2026-01-01T00:00:00Z',
};

function write(writer: TraceWriter, segment: number, from: number, count: number): void {
  for (let globalSeq = from; globalSeq < from + count; globalSeq += 1) {
    const line = Buffer.from(eventLine({ globalSeq, atMs: segment * 60_000 + globalSeq }));
    const decoded = decodeLine(line);
    if (!decoded.ok) throw new Error(decoded.message);
    writer.writeLine(line, { ...decoded.event, segment });
  }
}

/** A recording of one ended and one open segment, left as a killed process leaves it: with its lock, which names nobody alive. */
async function abandoned(): Promise<string> {
  const path = place.path();
  const writer = await TraceWriter.create(place.path(), HEADER, KEEP);
  writer.startSegment(0);
  write(writer, 0, 0, 50);
  writer.endSegment(0, 'eslogger-ended');
  await writer.flush();
  writer.startSegment(1, { bootTime: '2026-01-01T00:00:30Z' });
  write(writer, 1, 0, 30);
  await writer.flush();
  write(writer, 1, 35, 5);
  await writer.flush();
  copyFileSync(writer.partialPath, `${path}.partial`);
  await writer.discard();
  writeFileSync(`${path}.lock`, '{"pid":999999999,"boot":""}\n');
  return path;
}

const events = async (path: string) =>
  (await collect((await traceLines(path, { records: false })).pieces)).toString().split('\n').length - 1;

describe('a trace that is gone on with', () => {
  it('is one trace in the end, with every line and every gap', async () => {
    const path = await abandoned();
    const { writer, left } = await TraceWriter.resume(path, KEEP);
    expect(left).toMatchObject({ cutBytes: 0, segment: { segment: 1, isOpen: true } });
    expect(left.lastTime).toMatch(/^2026-01-01T00:01:00\.039/);
    writer.record({ kind: 'segment-end', segment: 1, reason: 'cut' });
    writer.startSegment(2);
    write(writer, 2, 2, 20);
    const summary = await writer.close('stopped');
    expect(summary.events).toBe(105);
    const info = await traceInfo(path);
    expect(info.segments.map(({ events: count, lost, endReason }) => [count, lost, endReason])).toEqual([
      [50, 0, 'eslogger-ended'],
      [35, 5, 'cut'],
      [20, 2, 'stopped'],
    ]);
    expect((await verifyTrace(path, { schema: false })).state).toBe('whole');
    expect(await events(path)).toBe(105);
  });

  it('keeps all that is whole, wherever it was cut', async () => {
    const path = await abandoned();
    const partial = readFileSync(`${path}.partial`);
    const whole = new Set<number>();
    for (let bytes = partial.length; bytes > partial.length - 900; bytes -= 31) {
      const copy = place.path();
      copyFileSync(`${path}.partial`, `${copy}.partial`);
      truncateSync(`${copy}.partial`, bytes);
      const { writer, left } = await TraceWriter.resume(copy, KEEP);
      expect(left.end + left.cutBytes).toBe(bytes);
      const segment = (left.segment?.segment ?? -1) + 1;
      writer.startSegment(segment);
      write(writer, segment, 0, 3);
      const summary = await writer.close('stopped');
      whole.add(summary.events - 3);
      expect((await verifyTrace(copy, { schema: false })).state, `cut at ${bytes}`).toBe('whole');
    }
    expect([...whole].every((count) => [50, 80, 85].includes(count))).toBe(true);
    expect(whole.size).toBeGreaterThan(1);
  });

  it('loses frames that a power loss left without their content', async () => {
    const path = await abandoned();
    const partial = readFileSync(`${path}.partial`);
    partial.fill(0, partial.length - 100, partial.length - 20);
    writeFileSync(`${path}.partial`, partial);
    const { writer, left } = await TraceWriter.resume(path, KEEP);
    expect(left.cutBytes).toBeGreaterThan(100);
    writer.startSegment(2);
    write(writer, 2, 0, 1);
    expect((await writer.close('stopped')).events).toBe(81);
  });

  it('is refused while its writer lives, and where there is none', async () => {
    const path = place.path();
    const writer = await TraceWriter.create(path, HEADER, KEEP);
    await writer.flush();
    expect((await appErrorOf(TraceWriter.resume(path, KEEP))).code).toBe('output-locked');
    await writer.discard();
    expect((await appErrorOf(TraceWriter.resume(path, KEEP))).code).toBe('not-found');
    writeFileSync(`${path}.partial`, '');
    expect((await appErrorOf(TraceWriter.resume(path, KEEP))).code).toBe('not-a-trace');
    rmSync(`${path}.partial`);
  });
});

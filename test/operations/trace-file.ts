/** Makes trace files of lines for tests, with frames where the test wants them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { Segmenter } from '../../src/eslogger/segmenter.ts';
import type { TraceHeader, TraceRecord } from '../../src/model/trace.ts';
import { PRODUCER } from '../../src/model/version.ts';
import { TraceWriter } from '../../src/trace/writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'esdrift-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

export interface TraceFileOptions {
  /** Lines in a frame; undefined: as many as fit. */
  readonly linesPerFrame?: number;
  readonly header?: Partial<TraceHeader>;
  readonly records?: readonly TraceRecord[];
  /** Lines that are written though they are no events, by the index they come before. */
  readonly badLines?: Readonly<Record<number, string>>;
}

const HEADER: TraceHeader = {
  kind: 'esdrift.trace',
  formatVersion: 1,
  producer: PRODUCER,
  id: '01900000-0000-7000-8000-000000000001',
  provenance: 'imported',
  method: 'unknown',
  labels: {},
  host: {},
  redaction: { policy: 'unknown' },
  startedAt: '2026-01-01T00:00:00Z',
};

export function temporaryPath(name: string): string {
  files += 1;
  return join(folder, `${files}-${name}`);
}

export async function traceFile(lines: readonly string[], options: TraceFileOptions = {}): Promise<string> {
  const path = temporaryPath('trace.jsonl.zst');
  const writer = await TraceWriter.create(
    path,
    { ...HEADER, ...options.header },
    { force: false, whenInterrupted: 'remove' },
  );
  const segmenter = new Segmenter();
  for (const record of options.records ?? []) writer.record(record);
  for (const [index, text] of lines.entries()) {
    const result = decodeLine(text);
    if (!result.ok) throw new Error(result.message);
    const { segment, isNew } = segmenter.place(result.event);
    const meta = { segment, ...result.event };
    if (isNew) writer.startSegment(segment);
    const bad = options.badLines?.[index];
    if (bad !== undefined) writer.writeLine(Buffer.from(bad), meta);
    writer.writeLine(Buffer.from(text), meta);
    if (options.linesPerFrame !== undefined && index % options.linesPerFrame === options.linesPerFrame - 1)
      await writer.flush();
  }
  await writer.close();
  return path;
}

/** A file that was dropped, to what the page draws of it: a trace, decoded frame by frame, or the lines of eslogger as they are. */
import zstdCodec from 'zstd-codec';
import type { PageRecording } from '../model/page.ts';
import { ZSTD_MAGIC } from '../trace/container.ts';
import { fileLines, isGzip, linesLike } from './line-file.ts';
import { RecordingReading } from './recording-reading.ts';
import { fileFrames } from './trace-file.ts';
import { headerOf, PLAIN_LINES, RecordNotes, segmentIn, type ToldByRecorder } from './trace-records.ts';
import { TraceRefusal } from './trace-refusal.ts';

export interface ReadTrace {
  readonly recording: PageRecording;
  readonly notes: readonly string[];
}

type OnProgress = (doneBytes: number, totalBytes: number) => void;

const FIRST_BYTES = 64;

/** Errors: TraceRefusal. */
export async function readRecording(file: File, onProgress: OnProgress): Promise<ReadTrace> {
  const first = new Uint8Array(await file.slice(0, FIRST_BYTES).arrayBuffer());
  if (isGzip(first) || linesLike(first)) return readLines(file, isGzip(first), onProgress);
  if (first.length >= 4 && new DataView(first.buffer).getUint32(0, true) === ZSTD_MAGIC)
    throw new TraceRefusal(
      'The file is compressed with zstd, and no trace. It becomes one with: esdrift trace import FILE --out NAME.jsonl.zst',
    );
  return readTrace(file, onProgress);
}

async function readLines(file: File, isPacked: boolean, onProgress: OnProgress): Promise<ReadTrace> {
  const reading = new RecordingReading(PLAIN_LINES, new RecordNotes().told);
  const notes = [
    'Lines as eslogger wrote them: which macOS and which method is not known, and names, arguments and environments in it were never redacted.',
  ];
  let cut = false;
  for await (const part of fileLines(file, isPacked)) {
    if (part.kind === 'cut') {
      cut = true;
      notes.push('Read up to a place where its compression is damaged, or ends.');
      continue;
    }
    for (const line of part.lines) reading.line(line, undefined);
    for (let left = part.oversize; left > 0; left -= 1) reading.oversizeLine();
    onProgress(part.doneBytes, file.size);
  }
  return { recording: reading.finish(file.name, cut), notes };
}

async function readTrace(file: File, onProgress: OnProgress): Promise<ReadTrace> {
  const decompress = await decoder();
  const told = await toldBefore(file);
  let reading: RecordingReading | undefined;
  let segment = 0;
  const notes: string[] = [];
  let cut = false;
  for await (const { frame, end } of fileFrames(file)) {
    switch (frame.kind) {
      case 'header':
        reading ??= new RecordingReading(headerOf(frame.value), told);
        break;
      case 'records':
        segment = segmentIn(frame.value) ?? segment;
        break;
      case 'data':
        for (const line of decompress(frame.bytes, frame.contentBytes).split('\n'))
          if (line !== '') reading?.line(line, segment);
        break;
      case 'cut':
        cut = true;
        if (reading !== undefined) notes.push(`Read up to a place where ${frame.reason}.`);
        break;
    }
    if (reading === undefined) throw new TraceRefusal(NOT_A_TRACE);
    onProgress(end, file.size);
  }
  if (reading === undefined) throw new TraceRefusal(NOT_A_TRACE);
  return { recording: reading.finish(file.name, cut), notes };
}

const NOT_A_TRACE =
  'The file begins neither like a trace nor like lines of eslogger. Other forms become a trace with: esdrift trace import FILE --out NAME.jsonl.zst';

/** What the recorder noted stands beside the events, sometimes behind them, so it is read first; no event is decoded for it. */
async function toldBefore(file: File): Promise<ToldByRecorder> {
  const notes = new RecordNotes();
  for await (const { frame } of fileFrames(file)) if (frame.kind === 'records') notes.add(frame.value);
  return notes.told;
}

/** One frame at a time: the WebAssembly heap has 16 MiB and no more. */
async function decoder(): Promise<(frame: Uint8Array, contentBytes: number) => string> {
  const codec = await new Promise<Parameters<Parameters<typeof zstdCodec.ZstdCodec.run>[0]>[0]>((resolve) =>
    zstdCodec.ZstdCodec.run(resolve),
  );
  const simple = new codec.Simple();
  const text = new TextDecoder();
  return (frame, contentBytes) => {
    if (contentBytes === 0) return '';
    const content = simple.decompress(frame);
    if (content?.length !== contentBytes)
      throw new TraceRefusal(
        'A frame of the trace is damaged: its content does not decode, or does not fit its checksum.',
      );
    return text.decode(content);
  };
}

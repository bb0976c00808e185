import type { FrameIndexEntry, TraceHeader, TraceRecord, TraceSummary } from '../model/trace.ts';
import { type FrameRef } from './account.ts';
import { FrameReader } from './frame-reader.ts';
import { readHeader } from './open-header.ts';
import { readStoredIndex, type Remainder, type SkippableRef, type TraceIndex } from './open-index.ts';
import { rebuildIndex } from './rebuild.ts';

/** A trace that is open for reading. Nothing of its events is in memory. */
export interface TraceReader {
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly header: TraceHeader;
  /** As stored; rebuilt from the frames where the trace was not closed. */
  readonly summary: TraceSummary;
  /** The recording was ended: summary and seek table are there. */
  readonly closed: boolean;
  /** What lies behind the last whole frame of a trace that was not closed. Undefined for a closed one. */
  readonly cut: Remainder | undefined;
  /** Bytes behind the end of a closed trace that do not belong to it. */
  readonly tail: Remainder | undefined;
  /** Data frames in file order; `summary.frames`. */
  readonly frames: readonly FrameIndexEntry[];
  /** Records in stream order. Errors: trace-damaged. */
  records(): AsyncGenerator<TraceRecord, void>;
  /** Frames are handed out as the file holds them, so that whoever has its path can decode them too. */
  readonly stored: boolean;
  /** Whole event lines of one frame, each with its newline. Errors: trace-damaged. */
  decodeFrame(ref: FrameRef): Promise<Buffer>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens a trace: closed, still being written, cut anywhere, or with foreign bytes behind its end.
 * A closed trace opens by its summary alone; for any other the frames are walked and their lines read once.
 * Errors: not-a-trace, future-version, trace-damaged, and those of opening a file.
 */
export async function openTrace(path: string): Promise<TraceReader> {
  return openFrames(await FrameReader.open(path));
}

/** The same for a file that is open; it is closed with the trace, or when this fails. */
export async function openFrames(reader: FrameReader): Promise<TraceReader> {
  try {
    const { header, bytes } = await readHeader(reader);
    const index = (await readStoredIndex(reader, bytes)) ?? (await rebuildIndex(reader, bytes));
    return makeReader(reader, header, index);
  } catch (error) {
    await reader.close();
    throw reader.asAppError(error);
  }
}

function makeReader(reader: FrameReader, header: TraceHeader, index: TraceIndex): TraceReader {
  return {
    path: reader.file.path,
    bytes: reader.file.size,
    header,
    summary: index.summary,
    closed: index.closed,
    cut: index.cut,
    tail: index.tail,
    frames: index.summary.frames,
    stored: true,
    records: () => readRecords(reader, index.recordFrames),
    decodeFrame: (ref) => reader.decodeFrame(ref),
    close: () => reader.close(),
    [Symbol.asyncDispose]: () => reader.close(),
  };
}

async function* readRecords(
  reader: FrameReader,
  frames: readonly SkippableRef[],
): AsyncGenerator<TraceRecord, void> {
  for (const frame of frames) {
    try {
      const { records } = await reader.decodeRecords(frame.offset, frame.bytes);
      yield* records;
    } catch (error) {
      throw reader.asAppError(error);
    }
  }
}

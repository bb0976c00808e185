import { asciiJson } from '../trace/json-frame.ts';
import { openTrace } from '../trace/reader.ts';

export interface CatOptions {
  /** The records instead of the events. */
  readonly records: boolean;
}

export interface TraceLines {
  /** What the trace lacks at its end. */
  readonly complete: boolean;
  /** Whole lines, some at a time. Errors: trace-damaged, after all good lines before it. */
  readonly pieces: AsyncGenerator<Buffer, void>;
}

/** The event lines of a trace byte for byte, or its records as JSON lines. Errors: those of openTrace. */
export async function traceLines(path: string, options: CatOptions): Promise<TraceLines> {
  const reader = await openTrace(path);
  async function* pieces(): AsyncGenerator<Buffer, void> {
    try {
      if (options.records) {
        for await (const record of reader.records()) yield Buffer.from(`${asciiJson(record)}\n`, 'latin1');
      } else {
        for (const frame of reader.frames) yield await reader.decodeFrame(frame);
      }
    } finally {
      await reader.close();
    }
  }
  return { complete: reader.closed, pieces: pieces() };
}

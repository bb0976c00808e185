import { OtlpWriter } from '../../export/otlp/otlp.ts';
import type { OsVersion } from '../../model/trace.ts';
import { targetOf } from '../../model/trace.ts';
import type { TraceReader } from '../../trace/reader.ts';
import { recordingNote } from '../recording-note.ts';
import { toldRecords } from '../told-records.ts';
import { streamTo, type Streamed, type StreamTarget } from './stream-export.ts';

/** Spans go to the first path, log records to the second. */
export async function exportOtlp(
  reader: TraceReader,
  target: StreamTarget,
): Promise<Streamed & { readonly leftOut: readonly string[] }> {
  const { header, summary } = reader;
  const recording = await recordingNote(reader);
  const { starts, lastOs } = await toldRecords(reader);
  // What a segment does not say itself: before the first restart the system of the header, after it the one it leads to.
  const systemOf = (segment: number): OsVersion | undefined => {
    const boot = recording.segments.find((one) => one.segment === segment)?.boot ?? 0;
    return starts.get(segment)?.os ?? (boot === 0 ? header.os : targetOf(header, lastOs));
  };
  const { host, labels } = header;
  const writer = new OtlpWriter({ recording, host, labels, gaps: summary.gaps, systemOf });
  const streamed = await streamTo(reader, writer, target);
  const { forgotten } = writer;
  return {
    ...streamed,
    leftOut: [
      'environment values',
      ...(forgotten === 0
        ? []
        : [`links of ${forgotten} written paths that were forgotten before anybody took them over`]),
    ],
  };
}

/** The lines that findings point to, as eslogger wrote them: the worst findings first, up to a size that a page can hold. */
import { decodeLine } from '../../eslogger/decode.ts';
import { forEachLine } from '../../eslogger/lines.ts';
import type { Evidence, Finding } from '../../model/drift.ts';
import type { PageEvidence } from '../../model/page.ts';
import type { TraceReader } from '../../trace/reader.ts';

const MOST_LINE_BYTES = 64 * 1024;

/** Events that findings of these traces point to, worst first, each once. */
export function wantedEvidence(
  findings: readonly Finding[],
  traces: ReadonlySet<string>,
): readonly Evidence[] {
  const wanted = new Map<string, Evidence>();
  for (const finding of findings) {
    for (const evidence of finding.evidence) {
      if (traces.has(evidence.trace)) wanted.set(placeOf(evidence), evidence);
    }
  }
  return [...wanted.values()];
}

/** Reads only the frames that hold them. `room`: bytes left for lines. */
export async function evidenceLines(
  reader: TraceReader,
  wanted: readonly Evidence[],
  room: number,
): Promise<{ readonly lines: readonly PageEvidence[]; readonly bytes: number }> {
  const own = wanted.filter(({ trace }) => trace === reader.header.id);
  const found = await findLines(reader, own);
  let bytes = 0;
  const lines = own.map(({ trace, segment, globalSeq }): PageEvidence => {
    const line = found.get(`${segment} ${globalSeq}`);
    const fits = line !== undefined && line.length <= MOST_LINE_BYTES && bytes + line.length <= room;
    if (fits) bytes += line.length;
    return { trace, segment, globalSeq, line: fits ? line : null };
  });
  return { lines, bytes };
}

async function findLines(
  reader: TraceReader,
  wanted: readonly Evidence[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const frame of reader.frames) {
    const inFrame = new Set(
      wanted
        .filter(
          ({ segment, globalSeq }) =>
            segment === frame.segment &&
            globalSeq >= frame.firstGlobalSeq &&
            globalSeq <= frame.lastGlobalSeq,
        )
        .map(({ globalSeq }) => globalSeq),
    );
    if (inFrame.size === 0) continue;
    const bytes = await reader.decodeFrame(frame);
    forEachLine(bytes, (start, end) => {
      const line = bytes.toString('utf8', start, end);
      const sequence = /"global_seq_num":\s*(\d+)/.exec(line)?.[1];
      if (sequence === undefined || !inFrame.has(Number(sequence))) return;
      const decoded = decodeLine(line);
      if (decoded.ok && decoded.event.globalSeq === Number(sequence))
        found.set(`${frame.segment} ${sequence}`, line);
    });
  }
  return found;
}

function placeOf({ trace, segment, globalSeq }: Evidence): string {
  return `${trace} ${segment} ${globalSeq}`;
}

/** An unfinished trace, looked at before it is gone on with: where its good frames end, and what was open there. */
import type { OsVersion, TraceHeader, TraceRecord } from '../model/trace.ts';
import { RECORDS_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import { FrameReader } from './frame-reader.ts';
import { MAX_FRAME_BYTES } from './limits.ts';
import type { LocatedFrame } from './locate.ts';
import { readHeader } from './open-header.ts';
import { decodeTraceFrame, lineMetas } from './rebuild.ts';
import type { SeekEntry } from './seek-table.ts';
import { walkFrames } from './walk.ts';

export interface PartialTrace {
  readonly header: TraceHeader;
  /** Bytes that stay, and those behind them that are no good frame. */
  readonly end: number;
  readonly cutBytes: number;
  readonly seekEntries: readonly SeekEntry[];
  /** Undefined where no segment ever began. */
  readonly segment: LeftSegment | undefined;
  /** Of the last event, by the order of the lines. */
  readonly lastTime: string | undefined;
}

export interface LeftSegment {
  readonly segment: number;
  /** It did not end in an orderly way. */
  readonly isOpen: boolean;
  readonly os: OsVersion | undefined;
  readonly bootTime: string | undefined;
}

type DataFrame = Extract<LocatedFrame, { kind: 'data' }>;

/**
 * A power loss may leave the length of a file without its content, so that frames look whole from outside. So many at the end must prove themselves
 * in a row before those in front of them are believed: far more than one interval between syncs holds.
 */
const PROVEN_FRAMES = 16;

/** Errors: not-found, not-a-trace, trace-cut, future-version, trace-damaged where its header is. */
export async function examinePartial(path: string): Promise<PartialTrace> {
  const reader = await FrameReader.open(path);
  try {
    const { header, bytes } = await readHeader(reader);
    const walk = await walkFrames(reader, bytes);
    const { frames, lastTime } = await proven(reader, walk.frames);
    const last = frames.at(-1);
    const end = last === undefined ? bytes : last.offset + last.bytes;
    return {
      header,
      end,
      cutBytes: reader.file.size - end,
      seekEntries: [
        { bytes, contentBytes: 0 },
        ...frames.map((frame) => ({
          bytes: frame.bytes,
          contentBytes: frame.kind === 'data' ? (frame.contentBytes ?? 0) : 0,
        })),
      ],
      segment: await lastSegment(reader, frames),
      lastTime,
    };
  } catch (error) {
    throw reader.asAppError(error);
  } finally {
    await reader.close();
  }
}

/** The frames up to the last good one, behind which nothing is good. */
async function proven(
  reader: FrameReader,
  frames: readonly LocatedFrame[],
): Promise<{ readonly frames: readonly LocatedFrame[]; readonly lastTime: string | undefined }> {
  let count = frames.length;
  let lastTime: string | undefined;
  let inARow = 0;
  for (let at = frames.length - 1; at >= 0 && inARow < PROVEN_FRAMES; at -= 1) {
    const frame = frames[at];
    if (frame === undefined) break;
    const proof = await prove(reader, frame);
    if (!proof.isGood) {
      count = at;
      lastTime = undefined;
      inARow = 0;
      continue;
    }
    inARow += 1;
    lastTime ??= proof.lastTime;
  }
  const kept = frames.slice(0, count);
  return { frames: kept, lastTime: lastTime ?? (await lastTimeIn(reader, kept)) };
}

/** Where more records than proven frames stand behind the last event. */
async function lastTimeIn(reader: FrameReader, frames: readonly LocatedFrame[]): Promise<string | undefined> {
  const data = frames.findLast((frame) => frame.kind === 'data');
  return data === undefined ? undefined : (await prove(reader, data)).lastTime;
}

async function prove(
  reader: FrameReader,
  frame: LocatedFrame,
): Promise<{ readonly isGood: boolean; readonly lastTime?: string | undefined }> {
  try {
    if (frame.kind === 'data') return { isGood: true, lastTime: await lastTimeOf(reader, frame) };
    if (frame.magic !== RECORDS_MAGIC) return { isGood: false };
    await reader.decodeRecords(frame.offset, frame.bytes);
    return { isGood: true };
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return { isGood: false };
  }
}

async function lastTimeOf(reader: FrameReader, frame: DataFrame): Promise<string | undefined> {
  const compressed = await reader.readBytes(frame.offset, frame.bytes, MAX_FRAME_BYTES);
  const content = await decodeTraceFrame(reader, frame, compressed);
  return lineMetas(content, 0, frame.offset).at(-1)?.time;
}

async function lastSegment(
  reader: FrameReader,
  frames: readonly LocatedFrame[],
): Promise<LeftSegment | undefined> {
  let last: LeftSegment | undefined;
  for (const frame of frames) {
    if (frame.kind === 'data' || frame.magic !== RECORDS_MAGIC) continue;
    for (const record of await readableRecords(reader, frame)) last = after(last, record);
  }
  return last;
}

/** Damage far from the end is for whoever reads the trace to find; the recording goes on. */
async function readableRecords(
  reader: FrameReader,
  { offset, bytes }: LocatedFrame,
): Promise<readonly TraceRecord[]> {
  try {
    return (await reader.decodeRecords(offset, bytes)).records;
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return [];
  }
}

function after(last: LeftSegment | undefined, record: TraceRecord): LeftSegment | undefined {
  if (record.kind === 'segment-start') {
    const { segment, os, bootTime } = record;
    return { segment, isOpen: true, os, bootTime };
  }
  if (record.kind === 'segment-end' && last?.segment === record.segment) return { ...last, isOpen: false };
  return last;
}

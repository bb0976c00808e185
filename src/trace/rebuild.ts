import { decodeLine } from '../eslogger/decode.ts';
import { forEachLine } from '../eslogger/lines.ts';
import type { TraceSummary } from '../model/trace.ts';
import { FrameAccount, sha256Hex, TraceAccount, type LineMeta } from './account.ts';
import { RECORDS_MAGIC, SEEK_TABLE_MAGIC, SUMMARY_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import { FrameReader } from './frame-reader.ts';
import { MAX_FRAME_BYTES, MAX_SEEK_TABLE_BYTES } from './limits.ts';
import type { LocatedFrame } from './locate.ts';
import { readHeader } from './open-header.ts';
import { readSummary, type SkippableRef, type TraceIndex } from './open-index.ts';
import { findFrame } from './resync.ts';
import { decodeSeekTable } from './seek-table.ts';
import { walkFrames, type Walk } from './walk.ts';

/**
 * The index of a file that does not end with a good seek table: cut, still growing, or with something behind its end.
 * A cut file is its longest run of good frames. Good frames behind a bad place mean damage, not a cut. Errors: DamageError.
 */
export async function rebuildIndex(reader: FrameReader, headerBytes: number): Promise<TraceIndex> {
  const walk = await walkFrames(reader, headerBytes);
  const closing = await findClosing(reader, walk.frames);
  if (closing) return closing;
  const rebuilt = await rebuild(reader, walk);
  const { size } = reader.file;
  if (rebuilt.end < size && (await findFrame(reader, rebuilt.end + 1)) !== undefined) {
    throw new DamageError(rebuilt.end, rebuilt.reason);
  }
  return {
    summary: rebuilt.account.summary(),
    recordFrames: rebuilt.recordFrames,
    closed: false,
    cut: { offset: rebuilt.end, bytes: size - rebuilt.end },
    tail: undefined,
  };
}

/** The summary of an unfinished trace whose frames are whole, by reading every line once. Errors: trace-damaged. */
export async function rebuiltSummary(path: string): Promise<TraceSummary> {
  const reader = await FrameReader.open(path);
  try {
    const { bytes } = await readHeader(reader);
    return (await rebuildIndex(reader, bytes)).summary;
  } catch (error) {
    throw reader.asAppError(error);
  } finally {
    await reader.close();
  }
}

/** A summary and a good seek table somewhere before the end: a closed trace, and what follows is not part of it. */
async function findClosing(
  reader: FrameReader,
  frames: readonly LocatedFrame[],
): Promise<TraceIndex | undefined> {
  const recordFrames: SkippableRef[] = [];
  for (const [index, frame] of frames.entries()) {
    if (frame.kind === 'data') continue;
    if (frame.magic === RECORDS_MAGIC) recordFrames.push(frame);
    const next = frames[index + 1];
    if (frame.magic !== SUMMARY_MAGIC || next?.kind !== 'skippable' || next.magic !== SEEK_TABLE_MAGIC)
      continue;
    const table = await reader.readBytes(next.offset, next.bytes, MAX_SEEK_TABLE_BYTES);
    if (!decodeSeekTable(table, next.offset)) continue;
    const end = next.offset + next.bytes;
    const tail = { offset: end, bytes: reader.file.size - end };
    const summary = await readSummary(reader, frame.offset, frame.bytes);
    return { summary, recordFrames, closed: true, cut: undefined, tail };
  }
  return undefined;
}

interface Rebuilt {
  readonly account: TraceAccount;
  readonly recordFrames: readonly SkippableRef[];
  /** Where the good frames end, and why. */
  readonly end: number;
  readonly reason: string;
}

async function rebuild(reader: FrameReader, walk: Walk): Promise<Rebuilt> {
  const account = new TraceAccount();
  const recordFrames: SkippableRef[] = [];
  let segment = 0;
  for (const frame of walk.frames) {
    try {
      if (frame.kind === 'data') await accountFrame(reader, frame, segment, account);
      else if (frame.magic === RECORDS_MAGIC) {
        const content = await reader.decodeRecords(frame.offset, frame.bytes);
        for (const record of content.records) account.addRecord(record);
        segment = content.segment ?? segment;
        recordFrames.push(frame);
      } else if (frame.magic === SUMMARY_MAGIC) {
        await readSummary(reader, frame.offset, frame.bytes);
      } else throw new DamageError(frame.offset, 'here should be another kind of frame');
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      return { account, recordFrames, end: frame.offset, reason: error.message };
    }
  }
  return { account, recordFrames, end: walk.end, reason: walk.reason ?? 'the file ends here' };
}

/** Adds one data frame and its lines. Nothing is added where the frame is not good. */
async function accountFrame(
  reader: FrameReader,
  frame: Extract<LocatedFrame, { kind: 'data' }>,
  segment: number,
  account: TraceAccount,
): Promise<void> {
  const { offset, bytes } = frame;
  const compressed = await reader.readBytes(offset, bytes, MAX_FRAME_BYTES);
  const content = await decodeTraceFrame(reader, frame, compressed);
  const frameAccount = new FrameAccount(segment);
  for (const meta of lineMetas(content, segment, offset)) {
    frameAccount.add(meta);
    account.addLine(meta.segment, meta);
  }
  const sha256 = sha256Hex(compressed);
  account.addFrame(frameAccount.entry({ offset, compressedBytes: bytes, rawBytes: content.length, sha256 }));
}

/** The content of a data frame as traces have it: content size and checksum set, no dictionary. Errors: DamageError. */
export async function decodeTraceFrame(
  reader: FrameReader,
  frame: Extract<LocatedFrame, { kind: 'data' }>,
  compressed: Buffer,
): Promise<Buffer> {
  const { offset, contentBytes } = frame;
  if (contentBytes === undefined || !frame.checksum || frame.dictionary) {
    throw new DamageError(offset, 'this frame was not written by esdrift: it lacks content size or checksum');
  }
  return reader.decode(compressed, offset, contentBytes);
}

/** What the index needs to know of every line. Errors: DamageError for a line that is no event, which no writer lets in. */
export function lineMetas(content: Buffer, segment: number, offset: number): readonly LineMeta[] {
  const metas: LineMeta[] = [];
  if (content.at(-1) !== 0x0a) throw new DamageError(offset, 'this frame does not end with a whole line');
  forEachLine(content, (start, end) => {
    const result = decodeLine(content.subarray(start, end));
    if (!result.ok)
      throw new DamageError(offset, `line ${metas.length + 1} of this frame is no event: ${result.message}`);
    const { type, seq, globalSeq, machTime, time, timeMs, messageVersion } = result.event;
    metas.push({ segment, type, seq, globalSeq, machTime, time, timeMs, messageVersion });
  });
  return metas;
}

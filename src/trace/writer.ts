import { AppError } from '../errors.ts';
import type { Envelope } from '../eslogger/scan-envelope.ts';
import type { SegmentSummary, TraceHeader, TraceRecord, TraceSummary } from '../model/trace.ts';
import { OutputFile, type OutputOptions } from '../platform/output-file.ts';
import { zstdEngine, type ZstdEngine } from '../platform/zstd.ts';
import { FrameAccount, sha256Hex, TraceAccount, type LineMeta } from './account.ts';
import { HEADER_MAGIC, RECORDS_MAGIC, SUMMARY_MAGIC } from './container.ts';
import { asciiJson, encodeJsonFrame } from './json-frame.ts';
import { MAX_FRAMES } from './limits.ts';
import { FrameBuffers, OpenFrame } from './open-frame.ts';
import { examinePartial, type PartialTrace } from './partial-trace.ts';
import { rebuiltSummary } from './rebuild.ts';
import { encodeSeekTable, type SeekEntry } from './seek-table.ts';
import { WriteQueue } from './write-queue.ts';

/** Frames compressed or waiting at once. */
const MOST_IN_FLIGHT = 4;
/** Records wait for the next frame; when they reach this many bytes they get a frame of their own. */
const MOST_WAITING_BYTES = 256 * 1024;

export interface WriterOptions extends OutputOptions {
  readonly engine?: ZstdEngine;
}

export type SegmentFacts = Omit<Extract<TraceRecord, { kind: 'segment-start' }>, 'kind' | 'segment'>;

/** Events that are in the file for certain. */
export interface SavedEvents {
  /** Where the file is. */
  readonly path: string;
  readonly events: number;
  readonly lastTime: string | undefined;
}

/**
 * Writes a trace: a header, event lines in frames per segment, records in stream order, and at the end summary and seek table.
 *
 * `writeLine` and `record` only copy and count; call `drain` now and then (it waits while too much is in flight), and `flush`
 * to put everything on its way to the disk. Errors of the disk show at the next `drain`, `flush` or `close`.
 */
export class TraceWriter {
  readonly #file: OutputFile;
  readonly #engine: ZstdEngine;
  readonly #account = new TraceAccount();
  readonly #queue = new WriteQueue(MOST_IN_FLIGHT);
  readonly #seekEntries: SeekEntry[] = [];
  readonly #openFrames = new Map<number, OpenFrame>();
  readonly #openSegments = new Set<number>();
  readonly #buffers = new FrameBuffers();
  #header: TraceHeader | undefined;
  /** What was in the file before is not in the account: the summary is made from the file itself. */
  #isResumed = false;
  #waitingRecords: TraceRecord[] = [];
  #waitingBytes = 0;
  #saved: Omit<SavedEvents, 'path'> = { events: 0, lastTime: undefined };
  /** The segment that the next data frame belongs to by what the file says so far. */
  #announcedSegment: number | undefined;

  private constructor(file: OutputFile, engine: ZstdEngine) {
    this.#file = file;
    this.#engine = engine;
  }

  /** Takes the place of the file; `begin` must follow before the first line. Errors: output-exists, output-locked, output-unwritable. */
  static async open(path: string, options: WriterOptions): Promise<TraceWriter> {
    const engine = options.engine ?? (await zstdEngine());
    return new TraceWriter(await OutputFile.create(path, options), engine);
  }

  /** Errors: output-exists, output-locked, output-unwritable. */
  static async create(path: string, header: TraceHeader, options: WriterOptions): Promise<TraceWriter> {
    const writer = await TraceWriter.open(path, options);
    writer.begin(header);
    return writer;
  }

  /**
   * Goes on with a trace whose writer is gone: killed, or ended by a restart. Bytes behind its last whole frame are cut off; what was open ends here.
   * Errors: not-found, trace-cut where not even the header is whole, trace-damaged, and those of `open`.
   */
  static async resume(
    path: string,
    options: WriterOptions,
  ): Promise<{ readonly writer: TraceWriter; readonly left: PartialTrace }> {
    const engine = options.engine ?? (await zstdEngine());
    let left: PartialTrace | undefined;
    const file = await OutputFile.resume(path, options, async (partial) => {
      left = await examinePartial(partial);
      return left.end;
    });
    if (left === undefined) throw new AppError('bug', 'A file was resumed unseen.', 'Please report this.');
    const writer = new TraceWriter(file, engine);
    writer.#isResumed = true;
    writer.#header = left.header;
    writer.#seekEntries.push(...left.seekEntries);
    return { writer, left };
  }

  /** Undefined before `begin`. */
  get header(): TraceHeader | undefined {
    return this.#header;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Where the trace is until it is closed. */
  get partialPath(): string {
    return this.#file.partialPath;
  }

  /** Bytes in the file so far; what is in flight is not among them. */
  get bytesWritten(): number {
    return this.#file.position;
  }

  /** The header is the first frame. Records that came before wait for it. */
  begin(header: TraceHeader): void {
    this.#header = header;
    this.#pushFrame(encodeJsonFrame(HEADER_MAGIC, header), 0);
  }

  /** One eslogger run begins. Its lines may still mix with late lines of segments that have not ended. */
  startSegment(segment: number, facts: SegmentFacts = {}): void {
    for (const frame of this.#openFrames.values()) this.#endFrame(frame);
    this.#openSegments.add(segment);
    this.record({ kind: 'segment-start', segment, ...facts });
  }

  /**
   * No more lines will come for this segment: writes its last frame, its gaps, and why it ended.
   * Undefined where it had no event.
   */
  endSegment(segment: number, reason: string, time?: string): SegmentSummary | undefined {
    if (!this.#openSegments.delete(segment)) return undefined;
    const frame = this.#openFrames.get(segment);
    if (frame) this.#endFrame(frame);
    const result = this.#account.endSegment(segment);
    for (const gap of result?.gaps ?? []) {
      const { from, to, lost, eventType } = gap;
      const ofType = eventType === undefined ? {} : { eventType };
      this.record({ kind: 'gap', segment, ...ofType, from, to, lost });
    }
    const last = time ?? result?.summary.lastTime;
    this.record({ kind: 'segment-end', segment, reason, ...(last === undefined ? {} : { time: last }) });
    return result?.summary;
  }

  /** `line` is one event, byte for byte, without its newline. It is copied. */
  writeLine(line: Uint8Array, meta: LineMeta): void {
    const bytes = Buffer.from(line.buffer, line.byteOffset, line.length);
    this.writeEvent(bytes, 0, line.length, meta.segment, meta);
  }

  /** The same for a line that is a part of a larger piece. A view of every line alone cost as much as copying it. */
  writeEvent(piece: Buffer, start: number, end: number, segment: number, meta: Envelope): void {
    const bytes = end - start + 1;
    let frame = this.#openFrames.get(segment);
    if (frame?.hasRoomFor(bytes) === false) {
      this.#endFrame(frame);
      frame = undefined;
    }
    frame ??= this.#beginFrame(segment, bytes);
    frame.add(piece, start, end, meta);
    this.#account.addLine(segment, meta);
  }

  /** A frame taken over from another trace as it is: `metas` describe its lines. */
  copyFrame(frame: Buffer, rawBytes: number, segment: number, metas: Iterable<LineMeta>): void {
    const account = new FrameAccount(segment);
    for (const meta of metas) {
      account.add(meta);
      this.#account.addLine(meta.segment, meta);
    }
    this.#pushDataFrame(account, rawBytes, () => Promise.resolve(frame));
  }

  record(record: TraceRecord): void {
    this.#account.addRecord(record);
    this.#waitingRecords.push(record);
    this.#waitingBytes += asciiJson(record).length;
    if (this.#header && this.#waitingBytes >= MOST_WAITING_BYTES) this.#endRecords();
  }

  /** Waits while too many frames are in flight. */
  async drain(): Promise<void> {
    await this.#queue.drain();
  }

  /** Ends all open frames and waits until every byte is with the system; `durable`: on the disk, safe from a power loss. */
  async flush(options: { readonly durable?: boolean } = {}): Promise<void> {
    for (const frame of this.#openFrames.values()) this.#endFrame(frame);
    this.#endRecords();
    await this.#queue.settle();
    if (options.durable === true) await this.#file.sync();
  }

  /** Ends open segments, writes summary and seek table, and gives the file its name. */
  async close(reason = 'end-of-input'): Promise<TraceSummary> {
    for (const segment of [...this.#openSegments].sort((a, b) => a - b)) this.endSegment(segment, reason);
    await this.flush();
    const summary = this.#isResumed ? await rebuiltSummary(this.partialPath) : this.#account.summary();
    this.#pushFrame(encodeJsonFrame(SUMMARY_MAGIC, summary), 0);
    this.#queue.push(
      () => Promise.resolve(),
      () => this.#file.write(encodeSeekTable(this.#seekEntries)),
    );
    await this.#queue.settle();
    await this.#file.commit();
    return summary;
  }

  /**
   * Gives up: writes what still can be, and leaves the unfinished file. Undefined where this writer saved no event: then nothing is left behind, but a
   * file that was there before stays.
   */
  async abandon(): Promise<SavedEvents | undefined> {
    await this.flush().catch(() => undefined);
    if (this.#saved.events > 0) return { path: await this.#file.abandon(), ...this.#saved };
    if (this.#isResumed) await this.#file.abandon();
    else await this.#file.discard();
    return undefined;
  }

  /** Leaves the unfinished file to a later `resume`: everything is on the disk, and nobody holds it. */
  async suspend(reason: string): Promise<void> {
    for (const segment of [...this.#openSegments].sort((a, b) => a - b)) this.endSegment(segment, reason);
    await this.flush({ durable: true });
    await this.#file.abandon();
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#queue.settle().catch(() => undefined);
    await this.#file.discard();
  }

  #beginFrame(segment: number, firstLineBytes: number): OpenFrame {
    const frame = new OpenFrame(segment, this.#buffers.take(firstLineBytes));
    this.#openFrames.set(segment, frame);
    return frame;
  }

  #endFrame(frame: OpenFrame): void {
    const { account, buffer, content } = frame;
    this.#openFrames.delete(account.segment);
    this.#pushDataFrame(account, content.length, async () => {
      const compressed = await this.#engine.compress(content);
      this.#buffers.giveBack(buffer);
      return compressed;
    });
  }

  #endRecords(segment = this.#announcedSegment): void {
    if (this.#waitingRecords.length === 0 && segment === this.#announcedSegment) return;
    const records = this.#waitingRecords;
    this.#waitingRecords = [];
    this.#waitingBytes = 0;
    this.#announcedSegment = segment;
    this.#pushFrame(encodeJsonFrame(RECORDS_MAGIC, { segment, records }), 0);
  }

  #pushDataFrame(account: FrameAccount, rawBytes: number, compress: () => Promise<Buffer>): void {
    this.#endRecords(account.segment);
    this.#queue.push(compress, async (frame) => {
      const ref = {
        offset: this.#file.position,
        compressedBytes: frame.length,
        rawBytes,
        sha256: sha256Hex(frame),
      };
      const entry = account.entry(ref);
      this.#account.addFrame(entry);
      await this.#append(frame, rawBytes);
      this.#saved = { events: this.#saved.events + entry.lines, lastTime: entry.lastTime };
    });
  }

  #pushFrame(frame: Buffer, contentBytes: number): void {
    this.#queue.push(
      () => Promise.resolve(frame),
      (bytes) => this.#append(bytes, contentBytes),
    );
  }

  async #append(frame: Buffer, contentBytes: number): Promise<void> {
    if (this.#seekEntries.length >= MAX_FRAMES) {
      throw new AppError(
        'limit-exceeded',
        `${this.path} would have more than ${MAX_FRAMES} frames.`,
        'Split the recording into several traces.',
      );
    }
    await this.#file.write(frame);
    this.#seekEntries.push({ bytes: frame.length, contentBytes });
  }
}

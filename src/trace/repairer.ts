import { Segmenter } from '../eslogger/segmenter.ts';
import type { TraceHeader, TraceRecord } from '../model/trace.ts';
import type { LineMeta } from './account.ts';
import { LostSpans } from './lost-spans.ts';
import { segmentFacts } from './records.ts';
import type { ScanPart } from './scan.ts';
import type { TraceWriter } from './writer.ts';

type Data = Extract<ScanPart, { kind: 'data' }>;

/**
 * Copies what is good of a trace into a new one: data frames as they are, records as they were, and a blind window for what is
 * lost. Gaps are counted anew, so that every lost line shows in the sequence numbers.
 */
export class Repairer {
  readonly lost = new LostSpans();
  readonly #writer: TraceWriter;
  readonly #makeHeader: (first: LineMeta) => TraceHeader;
  readonly #segmenter = new Segmenter();
  /** Number that the segmenter gives → number in the trace. */
  readonly #segments = new Map<number, number>();
  readonly #open = new Set<number>();
  #highestSegment = -1;
  /** Which segment follows was said in bytes that are lost. */
  #segmentUnknown = false;
  #headerLost = true;
  #summarySeen = false;
  #ended = false;
  #position = 0;
  #lastTime: string | undefined;
  #frames = 0;
  #events = 0;
  #records = 0;

  /** `makeHeader` replaces a header that is lost. */
  constructor(writer: TraceWriter, makeHeader: (first: LineMeta) => TraceHeader) {
    this.#writer = writer;
    this.#makeHeader = makeHeader;
  }

  get headerLost(): boolean {
    return this.#headerLost;
  }

  get kept(): { readonly frames: number; readonly events: number; readonly records: number } {
    return { frames: this.#frames, events: this.#events, records: this.#records };
  }

  async add(part: ScanPart): Promise<void> {
    this.#position = part.offset + part.bytes;
    if (this.#ended) {
      this.#lose(part, part.kind === 'header' ? 'another trace begins here' : 'behind the end of the trace');
      return;
    }
    switch (part.kind) {
      case 'header':
        if (this.#writer.header) this.#lose(part, 'a second header');
        else this.#writer.begin(part.header);
        this.#headerLost = false;
        break;
      case 'damage':
      case 'rest':
        this.#lose(part, part.reason);
        this.#segmentUnknown = true;
        break;
      case 'records':
        if (part.frame.segment !== undefined) this.#segmentUnknown = false;
        for (const record of part.frame.records) this.#record(record);
        break;
      case 'data':
        this.#data(part);
        break;
      case 'summary':
        this.#summarySeen = true;
        this.lost.knowSummary(part.summary);
        break;
      case 'seek-table':
        this.#ended = true;
        this.lost.knowSeekTable(part.entries);
    }
    await this.#writer.drain();
  }

  /** Ends segments and records what is lost; the writer is still to be closed. */
  finish(): void {
    const closed = this.#summarySeen || this.#ended;
    for (const segment of [...this.#open].sort((a, b) => a - b)) {
      this.#writer.endSegment(segment, closed ? 'end' : 'cut');
    }
    // A recording that was not closed went on for nobody knows how long, even if its last byte is a whole frame.
    if (!closed)
      this.lost.add({ offset: this.#position, bytes: 0, reason: 'the trace was not closed' }, this.#lastTime);
    for (const window of this.lost.windows()) this.#writer.record(window);
  }

  #lose(part: ScanPart, reason: string): void {
    this.lost.add({ offset: part.offset, bytes: part.bytes, reason }, this.#lastTime);
  }

  #record(record: TraceRecord): void {
    this.#records += 1;
    if (record.kind === 'segment-start') {
      this.#start(record.segment, segmentFacts(record));
    } else if (record.kind === 'segment-end') {
      this.#start(record.segment, {});
      this.#open.delete(record.segment);
      this.#writer.endSegment(record.segment, record.reason, record.time);
    } else if (record.kind !== 'gap') this.#writer.record(record);
  }

  #start(segment: number, facts: Parameters<TraceWriter['startSegment']>[1]): void {
    if (this.#open.has(segment)) return;
    this.#open.add(segment);
    this.#highestSegment = Math.max(this.#highestSegment, segment);
    this.#writer.startSegment(segment, facts);
  }

  #data({ metas, compressed, content, segment: announced }: Data): void {
    const [first] = metas;
    if (!first) return;
    if (!this.#writer.header) this.#writer.begin(this.#makeHeader(first));
    const placed = metas.map((meta) => this.#segmenter.place(meta).segment)[0] ?? 0;
    const segment = this.#segmentUnknown
      ? (this.#segments.get(placed) ?? this.#highestSegment + 1)
      : announced;
    this.#segments.set(placed, segment);
    this.#start(segment, { time: first.time });
    this.lost.continuedAt(first.time);
    this.#writer.copyFrame(
      compressed,
      content.length,
      segment,
      metas.map((meta) => ({ ...meta, segment })),
    );
    this.#lastTime = metas.at(-1)?.time;
    this.#frames += 1;
    this.#events += metas.length;
  }
}

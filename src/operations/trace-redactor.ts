import { isDeepStrictEqual } from 'node:util';
import type { TraceHeader, TraceRecord } from '../model/trace.ts';
import { PRODUCER } from '../model/version.ts';
import type { Redactor } from '../recorder/redaction/redactor.ts';
import { changeHeader, changeRecord, type TextChange } from '../recorder/redaction/trace-texts.ts';
import type { LineMeta } from '../trace/account.ts';
import { segmentFacts } from '../trace/records.ts';
import type { TraceWriter } from '../trace/writer.ts';

const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const SOURCE = 'trace redact';

/** Takes a trace part by part, in order, and writes it without what must not stay. */
export class TraceRedactor {
  readonly #writer: TraceWriter;
  readonly #redactor: Redactor;
  readonly #change: TextChange;
  #lines = 0;
  #offset = 0;
  #changedRecords = 0;
  #unreadable = 0;

  constructor(writer: TraceWriter, redactor: Redactor) {
    this.#writer = writer;
    this.#redactor = redactor;
    this.#change = {
      text: (text) => redactor.redactText(text),
      reading: (text) => redactor.redactReading(text),
      sample: (sample, bytes) => redactor.redactSample(sample, bytes),
    };
  }

  get events(): number {
    return this.#lines - this.#unreadable;
  }

  get changedRecords(): number {
    return this.#changedRecords;
  }

  get unreadableLines(): number {
    return this.#unreadable;
  }

  /** The id stays: it is the same recording, and a baseline that is given both counts one run. */
  header(header: TraceHeader): void {
    const { policy } = this.#redactor.report();
    this.#writer.begin({ ...changeHeader(header, this.#change), producer: PRODUCER, redaction: { policy } });
  }

  record(record: TraceRecord): void {
    // Made anew from the lines when their segment ends.
    if (record.kind === 'gap') return;
    const changed = changeRecord(record, this.#change);
    if (!isDeepStrictEqual(changed, record)) this.#changedRecords += 1;
    if (changed.kind === 'segment-start') {
      this.#writer.startSegment(changed.segment, segmentFacts(changed));
    } else if (changed.kind === 'segment-end')
      this.#writer.endSegment(changed.segment, changed.reason, changed.time);
    else this.#writer.record(changed);
  }

  /** Whole lines, and what is known of each. Redaction changes neither their number nor what the index needs of them. */
  lines(content: Buffer, metas: readonly LineMeta[]): void {
    const redacted = this.#redactor.redactLines(content);
    let from = 0;
    let originalFrom = 0;
    for (const meta of metas) {
      const to = redacted.indexOf(NEWLINE, from);
      const originalTo = content.indexOf(NEWLINE, originalFrom);
      this.#lines += 1;
      const line = redacted.subarray(from, to);
      // Nested so deep that redaction does not read it.
      if (line[0] === OPEN_ARRAY) this.#leaveOut(line.toString('latin1'), originalTo - originalFrom);
      else this.#writer.writeLine(line, meta);
      this.#offset += originalTo + 1 - originalFrom;
      from = to + 1;
      originalFrom = originalTo + 1;
    }
  }

  async drain(): Promise<void> {
    await this.#writer.drain();
  }

  #leaveOut(sample: string, bytes: number): void {
    this.#unreadable += 1;
    this.#writer.record({
      kind: 'bad-line',
      source: SOURCE,
      line: this.#lines,
      offset: this.#offset,
      bytes,
      reason: 'unreadable',
      sample,
    });
  }
}

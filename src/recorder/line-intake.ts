/**
 * Bytes of eslogger in, event lines out, redacted. Works on large pieces: redaction and the search for sequence numbers cost a fraction of what
 * they cost line by line. Whatever is no event becomes a record with its place; nothing is passed over in silence.
 */
import { decodeLine } from '../eslogger/decode.ts';
import { EnvelopeScanner, type Envelope } from '../eslogger/scan-envelope.ts';
import type { TraceRecord } from '../model/trace.ts';
import { BadLines } from '../trace/input/bad-lines.ts';
import { isBlank, withoutLeadingRubbish } from '../trace/input/clean-line.ts';
import { PieceLine, type EventLine } from './event-line.ts';
import { LineScan } from './line-scan/line-scan.ts';
import type { Redactor } from './redaction/redactor.ts';

export interface LineIntakeOptions {
  /** Goes into records, as their source. */
  readonly source: string;
  readonly maxLineBytes: number;
  readonly redactor: Redactor;
  readonly onEvent: (line: EventLine, envelope: Envelope) => void;
  readonly onRecord: (record: TraceRecord) => void;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const SAMPLE_CHARACTERS = 80;

export class LineIntake {
  readonly #options: LineIntakeOptions;
  readonly #bad: BadLines;
  readonly #scan: LineScan;
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes of a line too long to be held. */
  #skipped = 0;
  #line = 1;
  #offset = 0;

  constructor(options: LineIntakeOptions) {
    this.#options = options;
    this.#bad = new BadLines(options.source);
    this.#scan = new LineScan(options.redactor, options.maxLineBytes);
  }

  /** A piece of any size; it is not looked at any more afterwards. */
  push(chunk: Buffer): void {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#hold(chunk);
      return;
    }
    let start = 0;
    if (this.#skipped > 0) {
      start = chunk.indexOf(NEWLINE) + 1;
      this.#oversize(this.#skipped + start - 1);
      this.#skipped = 0;
    }
    if (this.#held > 0) {
      // Only the line that was cut is put together; the others are read where they are.
      const next = chunk.indexOf(NEWLINE) + 1;
      this.#whole(Buffer.concat([...this.#pieces.splice(0), chunk.subarray(0, next)]));
      this.#held = 0;
      start = next;
    }
    this.#whole(chunk.subarray(start, end));
    this.#hold(chunk.subarray(end));
  }

  /** What is left is a line without its end: eslogger was killed, or the file was cut. */
  end(): void {
    if (this.#skipped > 0) this.#oversize(this.#skipped);
    else if (this.#held > 0) this.#lines(Buffer.concat(this.#pieces), false);
    const rest = this.#bad.rest();
    if (rest !== undefined) this.#options.onRecord(rest);
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#skipped > 0 || this.#held + bytes.length > this.#options.maxLineBytes) {
      this.#skipped += this.#held + bytes.length;
      this.#pieces = [];
      this.#held = 0;
      return;
    }
    // A copy: the piece may be read into again after `push`.
    this.#pieces.push(Buffer.from(bytes));
    this.#held += bytes.length;
  }

  /** Whole lines, each with its newline. */
  #whole(lines: Buffer): void {
    for (let start = 0; start < lines.length;) {
      const room = start + this.#scan.capacity;
      const end = room >= lines.length ? lines.length : lines.lastIndexOf(NEWLINE, room - 1) + 1;
      if (end > start) {
        this.#quick(lines.subarray(start, end));
        start = end;
      } else {
        const next = lines.indexOf(NEWLINE, start) + 1;
        this.#lines(lines.subarray(start, next), true);
        start = next;
      }
    }
  }

  #quick(lines: Buffer): void {
    const offset = this.#offset;
    this.#scan.scan(lines, {
      onEvent: (line, envelope) => {
        this.#options.onEvent(line, envelope);
        this.#line += 1;
      },
      onOther: (from, to) => {
        this.#offset = offset + from;
        this.#lines(lines.subarray(from, to + 1), true);
      },
    });
    this.#offset = offset + lines.length;
  }

  /** As nobody expects them. `ended`: every line in it has its newline. */
  #lines(original: Buffer, ended: boolean): void {
    if (original.length === 0) return;
    const text = original.toString('latin1');
    const { piece, edits } = this.#options.redactor.redact(original, text);
    const scanner = new EnvelopeScanner(text);
    const line = new PieceLine(original, piece);
    // How much further behind the redacted lines are.
    let shift = 0;
    let edit = 0;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const next = newline === -1 ? text.length : newline + 1;
      let end = newline === -1 ? text.length : newline;
      if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
      const from = start + shift;
      for (let one = edits[edit]; one !== undefined && one.start < next; one = edits[(edit += 1)])
        shift += one.change.raw.length - (one.end - one.start);
      line.place(start, end, from, end + shift);
      this.#one(line, scanner.scan(start, end), ended);
      this.#line += 1;
      this.#offset += next - start;
      start = next;
    }
  }

  #one(line: PieceLine, scanned: Envelope | undefined, ended: boolean): void {
    if (line.bytes > this.#options.maxLineBytes) this.#recordOversize(line.bytes);
    // Redaction reads every line that may hold something to hide; one that it cannot read is no event.
    else if (scanned !== undefined && ended && line.piece[line.start] === OPEN_OBJECT)
      this.#options.onEvent(line, scanned);
    else this.#unusual(line.original(), line.redacted(), ended);
  }

  #unusual(original: Buffer, redacted: Buffer, ended: boolean): void {
    const line = withoutLeadingRubbish(original);
    if (isBlank(line)) return;
    const decoded = decodeLine(line);
    const clean =
      line.length === original.length ? redacted : this.#options.redactor.redactLine(Buffer.from(line));
    // Nested too deep for redaction, it has become `[unreadable line …]` and is no event any more.
    if (decoded.ok && clean[0] !== OPEN_ARRAY) {
      const { type, seq, globalSeq, machTime, time, timeMs, messageVersion } = decoded.event;
      this.#options.onEvent(
        { piece: clean, start: 0, end: clean.length, original: () => original },
        { type, seq, globalSeq, machTime, time, timeMs, messageVersion },
      );
      return;
    }
    const why = decoded.ok ? 'unreadable' : decoded.reason;
    const reason = !ended && why === 'not-json' ? 'cut-line' : why;
    const record = this.#bad.add(this.#line, this.#offset, original, reason);
    if (record !== undefined) {
      // The sample too must hold nothing to hide.
      const beginning = redacted.subarray(0, SAMPLE_CHARACTERS).toString('utf8');
      const sample = this.#options.redactor.redactSample(beginning, original.length);
      this.#options.onRecord({ ...record, sample });
    }
  }

  /** The rest of a line whose beginning was not held. */
  #oversize(bytes: number): void {
    this.#recordOversize(bytes);
    this.#line += 1;
    this.#offset += bytes + 1;
  }

  #recordOversize(bytes: number): void {
    const { source, maxLineBytes: limit } = this.#options;
    this.#options.onRecord({
      kind: 'oversize-line',
      source,
      line: this.#line,
      offset: this.#offset,
      bytes,
      limit,
    });
  }
}

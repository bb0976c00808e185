/**
 * Bytes of eslogger in, event lines out, redacted. Works on large pieces: redaction and the search for sequence numbers cost a fraction of what
 * they cost line by line. Whatever is no event becomes a record with its place; nothing is passed over in silence.
 */
import { decodeLine } from '../eslogger/decode.ts';
import { EnvelopeScanner, type Envelope } from '../eslogger/scan-envelope.ts';
import type { TraceRecord } from '../model/trace.ts';
import { BadLines } from '../trace/input/bad-lines.ts';
import { isBlank, withoutLeadingRubbish } from '../trace/input/clean-line.ts';
import type { Redactor } from './redaction/redactor.ts';

export interface LineIntakeOptions {
  /** Goes into records, as their source. */
  readonly source: string;
  readonly maxLineBytes: number;
  readonly redactor: Redactor;
  /** `line` is redacted and valid until this returns; `original` is what came. */
  readonly onEvent: (line: Buffer, envelope: Envelope, original: Buffer) => void;
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
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes of a line too long to be held. */
  #skipped = 0;
  #line = 1;
  #offset = 0;

  constructor(options: LineIntakeOptions) {
    this.#options = options;
    this.#bad = new BadLines(options.source);
  }

  /** A piece of any size. */
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
    const whole = chunk.subarray(start, end);
    this.#lines(this.#held === 0 ? whole : Buffer.concat([...this.#pieces.splice(0), whole]), true);
    this.#held = 0;
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
    this.#pieces.push(bytes);
    this.#held += bytes.length;
  }

  /** `ended`: every line in it has its newline. */
  #lines(original: Buffer, ended: boolean): void {
    if (original.length === 0) return;
    const redacted = this.#options.redactor.redactLines(original);
    const scanner = new EnvelopeScanner(original.toString('latin1'));
    let start = 0;
    let from = 0;
    while (start < original.length) {
      const end = lineEnd(original, start);
      const to = redacted === original ? end : lineEnd(redacted, from);
      const line = original.subarray(start, beforeReturn(original, start, end));
      const envelope = scanner.scan(start, start + line.length);
      this.#one(line, redacted.subarray(from, beforeReturn(redacted, from, to)), envelope, ended);
      this.#line += 1;
      this.#offset += end + 1 - start;
      start = end + 1;
      from = to + 1;
    }
  }

  #one(original: Buffer, redacted: Buffer, scanned: Envelope | undefined, ended: boolean): void {
    if (original.length > this.#options.maxLineBytes) this.#recordOversize(original.length);
    // Redaction reads every line that may hold something to hide; one that it cannot read is no event.
    else if (scanned !== undefined && ended && redacted[0] === OPEN_OBJECT)
      this.#options.onEvent(redacted, scanned, original);
    else this.#unusual(original, redacted, ended);
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
        clean,
        { type, seq, globalSeq, machTime, time, timeMs, messageVersion },
        original,
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

function lineEnd(bytes: Buffer, start: number): number {
  const newline = bytes.indexOf(NEWLINE, start);
  return newline === -1 ? bytes.length : newline;
}

function beforeReturn(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}

import { basename } from 'node:path';
import { AppError } from '../../errors.ts';
import { decodeLine, type DecodedEvent } from '../../eslogger/decode.ts';
import type { TraceLimits } from '../limits.ts';
import type { TraceWriter } from '../writer.ts';
import { BadLines } from './bad-lines.ts';
import { CarriedRecords } from './carried-records.ts';
import { isBlank, withoutLeadingRubbish } from './clean-line.ts';
import type { InputFormat } from './formats/format-choice.ts';
import { LineSplitter, type InputLine, type OversizeLine } from './line-splitter.ts';
import type { ImportedSegments } from './segments.ts';

export interface InputLineOptions {
  readonly strict: boolean;
  readonly limits: TraceLimits;
  readonly warn: (message: string) => void;
  readonly format: InputFormat;
  /** Called for every event before it is written. */
  readonly onEvent: (event: DecodedEvent) => void;
}

/** The lines of one input: events go into the trace, everything else becomes a record with its place. */
export class InputLines {
  readonly carried = new CarriedRecords();
  readonly #name: string;
  readonly #source: string;
  readonly #writer: TraceWriter;
  readonly #segments: ImportedSegments;
  readonly #options: InputLineOptions;
  readonly #splitter: LineSplitter;
  readonly #bad: BadLines;
  #oversize = 0;
  #firstOversize: string | undefined;
  #cutAt: number | undefined;

  constructor(name: string, writer: TraceWriter, segments: ImportedSegments, options: InputLineOptions) {
    this.#name = name;
    // A path may name a user; the trace keeps the file name alone.
    this.#source = basename(name);
    this.#options = options;
    this.#writer = writer;
    this.#segments = segments;
    this.#bad = new BadLines(this.#source);
    this.#splitter = new LineSplitter(options.limits.maxLineBytes, (line) => {
      if (line.kind === 'line') this.#line(line);
      else this.#oversizeLine(line);
    });
  }

  /** The first line that was no event, or was too long to be looked at, told for people. */
  get firstProblem(): string | undefined {
    const { first } = this.#bad;
    if (!first) return this.#firstOversize;
    return `${this.#name}: line ${first.line} (byte ${first.offset}) is not an event: ${first.reason}`;
  }

  /** Where its compressed data ends early, at the soonest. */
  get cutOffset(): number | undefined {
    return this.#cutAt;
  }

  content(bytes: Buffer): void {
    this.#splitter.push(bytes);
  }

  /** The compressed input ends within a frame or member: what was in the rest is lost. */
  cutAt(offset: number): void {
    this.#cutAt = offset;
    const message = `${this.#name} ends early: its compressed data is cut at or after byte ${offset}.`;
    if (this.#options.strict) {
      throw new AppError('trace-cut', message, 'Leave out --strict to import what is there.');
    }
    this.#options.warn(`${message} What was readable is imported; the rest is recorded as lost.`);
    const from = this.#segments.lastTime;
    this.#writer.record({
      kind: 'blind-window',
      ...(from === undefined ? {} : { from }),
      reason: 'input-cut',
    });
  }

  end(): void {
    this.#splitter.end();
    const rest = this.#bad.rest();
    if (rest) this.#writer.record(rest);
    for (const record of this.carried.rest(this.#segments.current)) this.#writer.record(record);
    if (this.#bad.lines > 0) {
      const others = this.#bad.lines > 1 ? ` (${this.#bad.lines} such lines)` : '';
      this.#options.warn(`${this.firstProblem ?? this.#name}${others}. Recorded, not imported.`);
    }
    if (this.#oversize > 0) {
      const limit = this.#options.limits.maxLineBytes;
      this.#options.warn(
        `${this.#name}: ${this.#oversize} line(s) over ${limit} bytes skipped and recorded; raise the limit with --max-line-size.`,
      );
    }
  }

  #line(line: InputLine): void {
    const bytes = withoutLeadingRubbish(line.bytes);
    if (isBlank(bytes)) return;
    const foreign = this.#options.format.read(bytes);
    if (foreign === undefined) this.#ownLine(line, bytes);
    else if (foreign.kind === 'bad') this.#badLine(line, bytes, foreign.reason, foreign.message);
    else if (foreign.kind === 'events') for (const one of foreign.lines) this.#ownLine(line, one);
  }

  #ownLine(line: InputLine, bytes: Buffer): void {
    const result = decodeLine(bytes);
    if (!result.ok) {
      const cut = !line.ended && result.reason === 'not-json';
      this.#badLine(line, bytes, cut ? 'cut-line' : result.reason, result.message);
      return;
    }
    this.#event(bytes, result.event);
  }

  #event(bytes: Buffer, event: DecodedEvent): void {
    this.#options.onEvent(event);
    const segment = this.#segments.place(event, () => ({ source: this.#source, ...this.carried.facts() }));
    for (const record of this.carried.placed(segment)) this.#writer.record(record);
    const { type, seq, globalSeq, machTime, time, timeMs, messageVersion } = event;
    this.#writer.writeLine(bytes, { segment, type, seq, globalSeq, machTime, time, timeMs, messageVersion });
  }

  #badLine(line: InputLine, bytes: Buffer, reason: string, message: string): void {
    if (this.#options.strict) {
      throw new AppError(
        'bad-lines',
        `${this.#name}: line ${line.number} (byte ${line.offset}) is not an event: ${message}`,
        'Leave out --strict to record such lines and import the others.',
      );
    }
    const record = this.#bad.add(line.number, line.offset, bytes, reason);
    if (record) this.#writer.record(record);
  }

  #oversizeLine({ number, offset, length }: OversizeLine): void {
    const limit = this.#options.limits.maxLineBytes;
    if (this.#options.strict) {
      throw new AppError(
        'limit-exceeded',
        `${this.#name}: line ${number} (byte ${offset}) has ${length} bytes, over the limit of ${limit}.`,
        'Raise the limit with --max-line-size, or leave out --strict to skip such lines.',
      );
    }
    this.#oversize += 1;
    this.#firstOversize ??= `${this.#name}: line ${number} has ${length} bytes, more than --max-line-size allows (${limit})`;
    const source = this.#source;
    this.#writer.record({ kind: 'oversize-line', source, line: number, offset, bytes: length, limit });
  }
}

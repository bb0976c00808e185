import type { DecodedEvent } from '../../eslogger/decode.ts';
import type { CaptureFormat } from '../../model/capture-format.ts';
import type { TraceHeader } from '../../model/trace.ts';
import type { TraceLimits } from '../limits.ts';
import type { TraceWriter } from '../writer.ts';
import type { InputPart } from './content.ts';
import { FormatChoice } from './formats/format-choice.ts';
import { InputLines } from './input-lines.ts';
import { ImportedSegments } from './segments.ts';

export interface ImporterOptions {
  /** The header, once the first event is known. `inherited` is the one of an input that is a trace itself. */
  readonly makeHeader: (
    first: DecodedEvent,
    inherited: TraceHeader | undefined,
    format: CaptureFormat,
  ) => TraceHeader;
  /** The tool whose captures they are; undefined: told by their first lines. */
  readonly format: CaptureFormat | undefined;
  /** Called for every header after the one that counts, so that one that does not go with it can be refused. */
  readonly onLaterHeader: (counts: TraceHeader, later: TraceHeader, source: string) => void;
  readonly strict: boolean;
  readonly limits: TraceLimits;
  readonly warn: (message: string) => void;
}

/** Brings inputs, one after the other, into one trace. */
export class Importer {
  readonly #writer: TraceWriter;
  readonly #options: ImporterOptions;
  readonly #segments: ImportedSegments;
  readonly #format: FormatChoice;
  #inherited: TraceHeader | undefined;
  #firstProblem: string | undefined;
  #firstCut: number | undefined;

  constructor(writer: TraceWriter, options: ImporterOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#format = new FormatChoice(options.format);
    this.#segments = new ImportedSegments(writer);
  }

  /** The first line that was no event, or too long to be looked at, told for people. */
  get firstProblem(): string | undefined {
    return this.#firstProblem;
  }

  /** Where the compressed data of an input ends early, at the soonest; of the first such input. */
  get firstCut(): number | undefined {
    return this.#firstCut;
  }

  async addInput(name: string, parts: AsyncIterable<InputPart>): Promise<void> {
    const lines = new InputLines(name, this.#writer, this.#segments, {
      ...this.#options,
      format: this.#format.ofInput(name),
      onEvent: (event) => {
        if (this.#writer.header) return;
        this.#writer.begin(this.#options.makeHeader(event, this.#inherited, this.#format.format));
      },
    });
    for await (const part of parts) {
      if (part.kind === 'content') lines.content(part.bytes);
      else if (part.kind === 'records') lines.carried.add(part.frame);
      else if (part.kind === 'header') this.#header(part.header, name);
      else lines.cutAt(part.offset);
      await this.#writer.drain();
    }
    lines.end();
    this.#firstProblem ??= lines.firstProblem;
    this.#firstCut ??= lines.cutOffset;
  }

  /** Ends all segments and closes the trace; false where there was no event and so no trace. */
  async finish(): Promise<boolean> {
    if (!this.#writer.header) return false;
    this.#segments.finish();
    await this.#writer.close();
    return true;
  }

  #header(header: TraceHeader, name: string): void {
    const counts = this.#writer.header ?? this.#inherited;
    if (counts) this.#options.onLaterHeader(counts, header, name);
    else this.#inherited = header;
  }
}

import type { TraceRecord } from '../../model/trace.ts';

/** Located one by one for each input; more are counted together. */
const LOCATED_BAD_LINES = 1000;
const SAMPLE_BYTES = 80;

type BadLine = Extract<TraceRecord, { kind: 'bad-line' }>;

/** The bad lines of one input, as records: the first thousand each with its place, the rest in one sum. */
export class BadLines {
  readonly #source: string;
  #lines = 0;
  #moreBytes = 0;
  readonly #moreReasons = new Map<string, number>();
  #first: BadLine | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  get lines(): number {
    return this.#lines;
  }

  get first(): BadLine | undefined {
    return this.#first;
  }

  /** The record to write for this line, if it gets one of its own. `offset` and `line` as in the input. */
  add(line: number, offset: number, bytes: Buffer, reason: string): BadLine | undefined {
    this.#lines += 1;
    if (this.#lines > LOCATED_BAD_LINES) {
      this.#moreBytes += bytes.length;
      this.#moreReasons.set(reason, (this.#moreReasons.get(reason) ?? 0) + 1);
      return undefined;
    }
    const sample = bytes.subarray(0, SAMPLE_BYTES).toString('utf8');
    const record: BadLine = {
      kind: 'bad-line',
      source: this.#source,
      line,
      offset,
      bytes: bytes.length,
      reason,
      sample,
    };
    this.#first ??= record;
    return record;
  }

  /** The sum of those without a record of their own, at the end of the input. */
  rest(): TraceRecord | undefined {
    const lines = this.#lines - LOCATED_BAD_LINES;
    if (lines <= 0) return undefined;
    const reasons = Object.fromEntries([...this.#moreReasons].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { kind: 'more-bad-lines', source: this.#source, lines, bytes: this.#moreBytes, reasons };
  }
}

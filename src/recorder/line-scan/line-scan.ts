/**
 * The fast lane of the recorder: one pass of WebAssembly over whole lines finds the envelope of each and redacts it by the verdicts given before
 * (wasm/line-scan). What it has not seen comes here: the redactor judges a new value once, and the line is gone through again; a line that is not in
 * eslogger's usual form is the caller's. So the redactor decides everything, and the module only remembers.
 */
import { randomInt } from 'node:crypto';
import { knownType, type Envelope } from '../../eslogger/scan-envelope.ts';
import { USUAL_TIME_LENGTH } from '../../eslogger/decode-time.ts';
import { PieceLine, type EventLine } from '../event-line.ts';
import type { SecretKind } from '../redaction/kinds.ts';
import type { Redactor, Verdict } from '../redaction/redactor.ts';
import { loadLineScanModule, type LineScanModule } from './module.ts';

export interface LineScanSink {
  /** Of one of the lines given to `scan`. */
  readonly onEvent: (line: EventLine, envelope: Envelope) => void;
  /** A line that is not as usual, without its newline; lines come in order. */
  readonly onOther: (from: number, to: number) => void;
}

const ROW_BYTES = 64;
/** A line that asks more often than this makes the module forget its own earlier answers: it is read by hand. */
const MOST_QUESTIONS = 1_024;

export class LineScan {
  readonly #module: LineScanModule;
  readonly #redactor: Redactor;
  #generation: number;
  readonly #types: string[] = [];
  readonly #typeIds = new Map<string, number>();
  readonly #kinds: (readonly SecretKind[])[] = [];
  readonly #kindIds = new Map<string, number>();

  constructor(redactor: Redactor, maxLineBytes: number) {
    this.#module = loadLineScanModule();
    this.#redactor = redactor;
    this.#generation = redactor.generation;
    this.#module.setSeed(randomInt(2 ** 32), randomInt(2 ** 32));
    this.#module.configure(redactor.policy === 'none' ? 0 : 1, Math.min(maxLineBytes, 2 ** 31));
  }

  /** Bytes that one call of `scan` takes. */
  get capacity(): number {
    return this.#module.input.length;
  }

  /** Whole lines, each with its newline, `capacity` bytes at most. */
  scan(lines: Buffer, sink: LineScanSink): void {
    const module = this.#module;
    module.input.set(lines);
    module.begin(lines.length);
    const line = new PieceLine(lines, module.output);
    let questions = 0;
    let rowsBefore = 0;
    for (;;) {
      const step = module.run();
      switch (step) {
        case 'ask-value':
        case 'ask-array':
        case 'ask-type':
          questions = module.rowCount() === rowsBefore ? questions + 1 : 1;
          rowsBefore = module.rowCount();
          if (questions > MOST_QUESTIONS) module.answer('by-line', 0, 0);
          else this.#answer(step);
          continue;
        case 'done':
          this.#take(line, sink);
          return;
        case 'full':
          this.#take(line, sink);
          break;
        case 'by-hand':
          this.#take(line, sink);
          this.#byHand(sink);
          break;
      }
      questions = rowsBefore = 0;
    }
  }

  /** What was found since the last time. */
  #take(line: PieceLine, { onEvent }: LineScanSink): void {
    const { words, numbers, output, hits, takeAll, rowCount, hitCount, changedCount } = this.#module;
    const rows = rowCount();
    const replaced = hitCount();
    if (rows === 0) return;
    this.#redactor.tally(
      rows,
      changedCount(),
      Array.from(hits.subarray(0, replaced), (id) => this.#kinds[id] ?? []),
    );
    for (let row = 0; row < rows; row += 1) {
      const word = (row * ROW_BYTES) / 4;
      const number = (row * ROW_BYTES) / 8;
      const at = (index: number) => words[word + index] ?? 0;
      const value = (index: number) => numbers[number + index] ?? 0;
      line.place(at(0), at(1), at(2), at(3));
      onEvent(line, {
        type: this.#types[at(5)] ?? '',
        seq: value(3),
        globalSeq: value(4),
        machTime: value(5),
        time: output.toString('latin1', at(4), at(4) + USUAL_TIME_LENGTH),
        timeMs: value(6),
        messageVersion: value(7),
      });
    }
    takeAll();
  }

  #byHand({ onOther }: LineScanSink): void {
    const module = this.#module;
    onOther(module.lineFrom(), module.lineTo());
    this.#forgetStale();
    module.skipLine();
  }

  #answer(step: 'ask-value' | 'ask-array' | 'ask-type'): void {
    const module = this.#module;
    const text = module.input.toString('latin1', module.questionStart(), module.questionEnd());
    const middle = module.questionMiddle() - module.questionStart();
    if (step === 'ask-type') this.#answerType(text.slice(middle));
    else {
      const isValue = step === 'ask-value';
      // `"key":"` before a value, `"key":["` before an array.
      const key = text.slice(1, middle - (isValue ? 3 : 4));
      const content = text.slice(middle);
      const verdict = isValue
        ? this.#redactor.judgeValue(key, content)
        : this.#redactor.judgeArray(key, content);
      this.#forgetStale();
      this.#answerVerdict(verdict);
    }
  }

  #answerVerdict(verdict: Verdict): void {
    const { answer, scratch } = this.#module;
    if (verdict.kind !== 'replaced') answer(verdict.kind, 0, 0);
    else if (verdict.raw.length > scratch.length) answer('by-line', 0, 0);
    else answer('replaced', this.#kindsId(verdict.kinds), scratch.write(verdict.raw, 0, 'latin1'));
  }

  #answerType(name: string): void {
    const { answer } = this.#module;
    const type = knownType(name);
    if (type === undefined) {
      answer('by-line', 0, 0);
      return;
    }
    let id = this.#typeIds.get(type);
    if (id === undefined) {
      id = this.#types.push(type) - 1;
      this.#typeIds.set(type, id);
    }
    answer('type', id, 0);
  }

  /** There are few sorts of replacements, however many replacements there are. */
  #kindsId(kinds: readonly SecretKind[]): number {
    const name = kinds.join();
    const known = this.#kindIds.get(name);
    if (known !== undefined) return known;
    const id = this.#kinds.push(kinds) - 1;
    this.#kindIds.set(name, id);
    return id;
  }

  /** A name was learned: what was decided before may be decided otherwise now. */
  #forgetStale(): void {
    if (this.#generation === this.#redactor.generation) return;
    const parts = this.#redactor.changedSince(this.#generation);
    this.#generation = this.#redactor.generation;
    const { scratch, forget, forgetHolding } = this.#module;
    if (parts === 'anything') forget();
    else for (const part of parts) forgetHolding(scratch.write(part, 0, 'latin1'));
  }
}

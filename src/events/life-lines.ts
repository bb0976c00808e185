/**
 * Lines of a frame → their forks, execs and exits. One pass of WebAssembly (wasm/life-scan) reads of such a line what a process tree needs and passes over all
 * other lines; a line that is not in eslogger's usual spelling is decoded whole.
 */
import { randomInt } from 'node:crypto';
import { decodeLine } from '../eslogger/decode.ts';
import { decodeWaitStatus } from '../eslogger/decode-payload.ts';
import type { EsEvent, EventPayload } from '../model/event.ts';
import { imageOf, LifeProcess, type LifeImage } from './life-image.ts';
import {
  HEAD_NUMBERS,
  LIFE,
  loadLifeScanModule,
  NEWS_WORDS,
  PROCESS_NUMBERS,
  ROW_NUMBERS,
  type LifeScanModule,
} from './life-scan/module.ts';
import { inWholeLines } from './whole-lines.ts';

const OTHER = HEAD_NUMBERS + PROCESS_NUMBERS;
const NO_TEXTS: readonly string[] = [];

/** Ids of users, group, session, terminal and working directory are empty; arguments and environment where they say something about a launch. */
export type LifeEvent = Pick<
  EsEvent,
  'segment' | 'globalSeq' | 'machTime' | 'timeMs' | 'process' | 'payload'
>;

export interface LifeLinesOptions {
  /** Keep the arguments of every exec, not only of the ones whose meaning depends on them. */
  readonly withArgs: boolean;
  /** Called for each fork, exec and exit, in the order of their lines. */
  readonly visit: (event: LifeEvent) => void;
}

/** Reads frame after frame; what it knows of earlier ones is bounded and changes no result. */
export class LifeLines {
  readonly #module: LifeScanModule;
  readonly #text: Buffer;
  readonly #withArgs: boolean;
  readonly #visit: (event: LifeEvent) => void;
  #images: LifeImage[] = [];
  #segment = 0;
  /** Lines that cannot be decoded. */
  badLines = 0;

  constructor({ withArgs, visit }: LifeLinesOptions) {
    this.#module = loadLifeScanModule();
    this.#module.setSeed(randomInt(2 ** 32), randomInt(2 ** 32));
    this.#text = Buffer.from(this.#module.memory);
    this.#withArgs = withArgs;
    this.#visit = visit;
  }

  /** `bytes` are whole lines. */
  read(bytes: Buffer, segment: number): void {
    this.#segment = segment;
    inWholeLines(bytes, this.#module.input.length, {
      scan: (lines) => this.#scan(lines),
      byHand: (line) => this.#byHand(line),
    });
  }

  #scan(lines: Buffer): void {
    const module = this.#module;
    module.input.set(lines);
    module.begin(lines.length);
    for (;;) {
      const step = module.run();
      this.#takeNews();
      this.#takeRows();
      if (step === 'done') return;
      if (step === 'no-room') {
        module.forget();
        this.#images = [];
      }
    }
  }

  #takeNews(): void {
    const { news, newsCount } = this.#module;
    const end = newsCount() * NEWS_WORDS;
    for (let at = 0; at < end; at += NEWS_WORDS)
      this.#images.push(imageOf(this.#text, news.subarray(at, at + NEWS_WORDS)));
  }

  #takeRows(): void {
    const { rows, rowCount, input } = this.#module;
    const end = rowCount() * ROW_NUMBERS;
    for (let at = 0; at < end; at += ROW_NUMBERS) {
      const event = this.#event(at);
      if (event === undefined) this.#byHand(input.subarray(rows[at + 5], rows[at + 6]));
      else this.#visit(event);
    }
  }

  /** Undefined: the line must be decoded whole. */
  #event(at: number): LifeEvent | undefined {
    const { rows } = this.#module;
    if (rows[at] === LIFE.byHand) return undefined;
    const image = this.#images[rows[at + HEAD_NUMBERS] ?? -1];
    const payload = image === undefined ? undefined : this.#payload(at, image);
    if (image === undefined || payload === undefined) return undefined;
    return {
      segment: this.#segment,
      globalSeq: rows[at + 1] ?? 0,
      machTime: rows[at + 2] ?? 0,
      timeMs: rows[at + 3] ?? 0,
      process: new LifeProcess(image, rows, at + HEAD_NUMBERS),
      payload,
    };
  }

  #payload(at: number, actor: LifeImage): EventPayload | undefined {
    const { rows } = this.#module;
    if (rows[at] === LIFE.exit) return { kind: 'exit', status: decodeWaitStatus(rows[at + 4] ?? 0) };
    const image = this.#images[rows[at + OTHER] ?? -1];
    if (image === undefined) return undefined;
    const other = new LifeProcess(image, rows, at + OTHER);
    if (rows[at] === LIFE.fork) return { kind: 'fork', child: other };
    const args = this.#withArgs || image.isProxy ? this.#strings(at + 5) : NO_TEXTS;
    const env = actor.isProxy ? this.#strings(at + 7) : NO_TEXTS;
    if (args === undefined || env === undefined) return undefined;
    return { kind: 'exec', target: other, args, env, cwd: undefined, script: undefined, cputype: undefined };
  }

  /** The list of texts whose place stands at `at`. Undefined where it is no JSON: it was only passed over. */
  #strings(at: number): readonly string[] | undefined {
    const { rows, input } = this.#module;
    const [from = 0, to = 0] = [rows[at], rows[at + 1]];
    if (from === to) return NO_TEXTS;
    try {
      const value: unknown = JSON.parse(input.toString('utf8', from, to));
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : NO_TEXTS;
    } catch {
      return undefined;
    }
  }

  #byHand(line: Buffer): void {
    const text = line.toString('utf8').replace(/\r?\n$/, '');
    if (text === '') return;
    const result = decodeLine(text);
    if (!result.ok) {
      this.badLines += 1;
      return;
    }
    const { globalSeq, machTime, timeMs, process, payload } = result.event;
    if (payload.kind === 'file' || payload.kind === 'other') return;
    this.#visit({ segment: this.#segment, globalSeq, machTime, timeMs, process, payload });
  }
}

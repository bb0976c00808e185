/**
 * Lines of a frame → their forks, execs and exits, as rows of numbers. One pass of WebAssembly (wasm/life-scan) reads of such a line what a process tree
 * needs and passes over all other lines; a line that is not in eslogger's usual spelling is decoded whole.
 */
import { randomInt } from 'node:crypto';
import { decodeLine } from '../eslogger/decode.ts';
import { labelOfEnvironment, labelOfProxy } from '../processes/launchd.ts';
import * as life from '../processes/life-row.ts';
import { NO_LABEL, type LifeTexts } from '../processes/life-texts.ts';
import { newImage } from './life-image.ts';
import { LifeLabels, listIn, serviceName } from './life-labels.ts';
import {
  BY_HAND,
  ENV_FROM,
  ENV_TO,
  FROM,
  loadLifeScanModule,
  NEWS_WORDS,
  TO,
  type LifeScanModule,
} from './life-scan/module.ts';
import { inWholeLines } from './whole-lines.ts';

const NO_TEXTS: readonly string[] = [];

export interface LifeLinesOptions {
  /** Keep the arguments of every exec. */
  readonly withArgs: boolean;
  /** Which number is which text. */
  readonly texts: LifeTexts;
  /** Called for each fork, exec and exit, in the order of their lines. The row at `at` is good for the call only. */
  readonly visit: (rows: Float64Array, at: number) => void;
}

/** Reads frame after frame; what it knows of earlier ones is bounded and changes no result. */
export class LifeLines {
  readonly #module: LifeScanModule;
  readonly #memory: Buffer;
  readonly #options: LifeLinesOptions;
  readonly #ownRow = new Float64Array(life.ROW_NUMBERS);
  /** Numbers of images, by those that the module has for them. */
  #images: number[] = [];
  readonly #proxyLabels: LifeLabels;
  readonly #serviceLabels: LifeLabels;
  #segment = 0;
  /** Lines that cannot be decoded. */
  badLines = 0;

  constructor(options: LifeLinesOptions) {
    this.#module = loadLifeScanModule();
    this.#module.setSeed(randomInt(2 ** 32), randomInt(2 ** 32));
    this.#memory = Buffer.from(this.#module.memory);
    this.#options = options;
    this.#proxyLabels = new LifeLabels(options.texts, labelOfProxy);
    this.#serviceLabels = new LifeLabels(options.texts, labelOfEnvironment);
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
    const { texts } = this.#options;
    const { news, newsCount } = this.#module;
    const end = newsCount() * NEWS_WORDS;
    for (let at = 0; at < end; at += NEWS_WORDS)
      this.#images.push(texts.imageNumber(newImage(this.#memory, news.subarray(at, at + NEWS_WORDS))));
  }

  #takeRows(): void {
    const { rows, rowCount, input } = this.#module;
    const end = rowCount() * life.ROW_NUMBERS;
    for (let at = 0; at < end; at += life.ROW_NUMBERS) {
      if (rows[at + life.KIND] === BY_HAND) this.#byHand(input.subarray(rows[at + FROM], rows[at + TO]));
      else if (this.#complete(at)) this.#options.visit(rows, at);
      else this.badLines += 1;
    }
  }

  /** Puts the numbers of texts into a row, where the module has its own numbers and places. False: it is no JSON, which was only passed over. */
  #complete(at: number): boolean {
    const { rows } = this.#module;
    const actor = this.#takeImage(at + life.ACTOR);
    if (rows[at + life.KIND] !== life.EXIT) {
      const target = this.#takeImage(at + life.OTHER);
      if (rows[at + life.KIND] === life.EXEC && !this.#completeExec(at, actor, target)) return false;
    }
    rows[at + life.SEGMENT] = this.#segment;
    return true;
  }

  #takeImage(process: number): number {
    const { rows } = this.#module;
    const number = this.#images[rows[process + life.IMAGE] ?? 0] ?? 0;
    rows[process + life.IMAGE] = number;
    return number;
  }

  #completeExec(at: number, actor: number, target: number): boolean {
    const { withArgs, texts } = this.#options;
    const { rows, input } = this.#module;
    const isToProxy = texts.isXpcproxy(target);
    const [from, to] = [rows[at + FROM], rows[at + TO]];
    const proxyLabel =
      isToProxy && from !== to ? this.#proxyLabels.numberOf(input.toString('latin1', from, to)) : NO_LABEL;
    const serviceLabel = texts.isXpcproxy(actor) ? this.#serviceLabel(at) : NO_LABEL;
    const args = withArgs && from !== to ? listIn(input.subarray(from, to)) : NO_TEXTS;
    if (args === undefined || proxyLabel === undefined || serviceLabel === undefined) return false;
    rows[at + life.ARGS] = texts.argsNumber(args);
    rows[at + life.PROXY_LABEL] = proxyLabel;
    rows[at + life.SERVICE_LABEL] = serviceLabel;
    return true;
  }

  #serviceLabel(at: number): number | undefined {
    const { rows, input } = this.#module;
    const environment = input.toString('latin1', rows[at + ENV_FROM], rows[at + ENV_TO]);
    return environment === '' ? NO_LABEL : this.#serviceLabels.numberOf(serviceName(environment));
  }

  #byHand(line: Buffer): void {
    const text = line.toString('utf8').replace(/\r?\n$/, '');
    if (text === '') return;
    const result = decodeLine(text);
    if (!result.ok) {
      this.badLines += 1;
      return;
    }
    const row = this.#ownRow;
    const event = { segment: this.#segment, ...result.event };
    if (life.fillRow(row, event, this.#options.texts, this.#options)) this.#options.visit(row, 0);
  }
}

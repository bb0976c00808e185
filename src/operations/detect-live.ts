/**
 * Detection on lines as they come. An event that is missing holds back the ones behind it, so that they stay in order; on a quiet stream that
 * would delay an answer, so what waits is let through after a short time.
 */
import { AppError } from '../errors.ts';
import { conclude } from '../detection/conclude.ts';
import { Detector, type DetectorOptions } from '../detection/engine.ts';
import { decodeLine } from '../eslogger/decode.ts';
import { ReorderBuffer } from '../eslogger/reorder.ts';
import { Segmenter } from '../eslogger/segmenter.ts';
import type { Detection } from '../model/detection.ts';
import type { EsEvent } from '../model/event.ts';
import type { RuleSet } from '../model/rules.ts';
import type { OsVersion } from '../model/trace.ts';
import { isBlank, withoutLeadingRubbish } from '../trace/input/clean-line.ts';
import type { InputPart } from '../trace/input/content.ts';
import { LineSplitter } from '../trace/input/line-splitter.ts';
import { openInput, readInput, type Input } from '../trace/input/open-input.ts';
import { checkLimits, DEFAULT_LIMITS } from '../trace/limits.ts';
import { closeStdin } from '../platform/stdin.ts';

export interface LiveOptions extends DetectorOptions {
  readonly rules: RuleSet;
  /** The system that runs. */
  readonly os?: OsVersion | undefined;
  readonly input?: Input | undefined;
  readonly maxLineBytes?: number | undefined;
  /** Ends the reading; the answer then covers what came until there. */
  readonly signal?: AbortSignal | undefined;
}

export interface LiveResult {
  readonly detection: Detection;
  /** Lines that were no events, or too long to be looked at. */
  readonly badLines: number;
}

/** Events that wait for one that is missing. */
const LIVE_WINDOW = 512;
const LONGEST_WAIT_MS = 300;

class LiveStream {
  readonly detector: Detector;
  readonly recorded = new Set<string>();
  readonly #segmenter = new Segmenter();
  readonly #reorder: ReorderBuffer<EsEvent>;
  readonly #splitter: LineSplitter;
  #timer: NodeJS.Timeout | undefined;
  #segment = -1;
  #highest = -1;
  #taken = 0;
  #lost = 0;
  badLines = 0;

  constructor({ rules, ...options }: LiveOptions, maxLineBytes: number) {
    this.detector = new Detector(rules, options);
    this.#reorder = new ReorderBuffer((event) => this.detector.observe(event), LIVE_WINDOW);
    this.#splitter = new LineSplitter(maxLineBytes, (line) => {
      if (line.kind === 'line') this.#line(line.bytes);
      else this.badLines += 1;
    });
  }

  get lost(): number {
    return this.#lost + Math.max(0, this.#highest + 1 - this.#taken);
  }

  push(bytes: Buffer): void {
    this.#splitter.push(bytes);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#reorder.flush();
    }, LONGEST_WAIT_MS);
  }

  end(): void {
    this.#splitter.end();
    clearTimeout(this.#timer);
    this.#reorder.flush();
  }

  #line(raw: Buffer): void {
    const line = withoutLeadingRubbish(raw);
    if (isBlank(line)) return;
    const result = decodeLine(line);
    if (!result.ok) {
      this.badLines += 1;
      return;
    }
    const { event } = result;
    const { segment } = this.#segmenter.place(event);
    this.#count(segment, event.globalSeq);
    this.recorded.add(event.type);
    this.#reorder.push({ segment, ...event });
  }

  /** Numbers below the highest that never came, by segment. A stream that is joined late misses its beginning, which is no loss. */
  #count(segment: number, globalSeq: number): void {
    if (segment > this.#segment) {
      this.#lost = this.lost;
      this.#segment = segment;
      this.#highest = globalSeq - 1;
      this.#taken = globalSeq;
    }
    if (segment !== this.#segment) return;
    this.#highest = Math.max(this.#highest, globalSeq);
    this.#taken += 1;
  }
}

/** Until the input ends or the signal comes. Errors: no-events; usage; those of reading the input. */
export async function detectLive(options: LiveOptions): Promise<LiveResult> {
  const { signal, input = openInput('-') } = options;
  const limits = checkLimits({
    ...DEFAULT_LIMITS,
    ...(options.maxLineBytes === undefined ? {} : { maxLineBytes: options.maxLineBytes }),
  });
  const stream = new LiveStream(options, limits.maxLineBytes);
  for await (const bytes of untilStopped(readInput(input, limits), signal)) stream.push(bytes);
  if (signal?.aborted === true && options.input === undefined) closeStdin();
  stream.end();
  const { detector, recorded, lost, badLines } = stream;
  if (detector.events === 0)
    throw new AppError(
      'no-events',
      'The input held no event.',
      'Pipe the lines of eslogger in: sudo eslogger exec create rename mount | esdrift detect -',
    );
  const detection = conclude(options.rules, detector, {
    recording: undefined,
    lost,
    os: options.os,
    target: undefined,
    osOf: () => undefined,
    isRecorded: (type) => recorded.has(type),
  });
  return { detection, badLines };
}

/**
 * What the input gives until the signal comes, also while nothing does. One listener for all of it: racing each piece against one promise that
 * never settles would keep every piece in memory.
 */
async function* untilStopped(
  parts: AsyncGenerator<InputPart, void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void> {
  let wake: (() => void) | undefined;
  signal?.addEventListener('abort', () => wake?.(), { once: true });
  for (;;) {
    const next = await new Promise<IteratorResult<InputPart, void> | undefined>((resolve, reject) => {
      wake = () => resolve(undefined);
      if (signal?.aborted === true) wake();
      parts.next().then(resolve, reject);
    });
    if (next === undefined || next.done === true) return;
    if (next.value.kind === 'content') yield next.value.bytes;
  }
}

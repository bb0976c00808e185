/**
 * Detection on a recording while it is written: each event once, as soon as its frame is whole. The answer at the end is the one that `detect` gives for the
 * finished trace.
 */
import { conclude } from '../detection/conclude.ts';
import { Detector } from '../detection/engine.ts';
import { AppError } from '../errors.ts';
import { parseTimeMs } from '../eslogger/decode-time.ts';
import { decodeLine } from '../eslogger/decode.ts';
import { forEachLine } from '../eslogger/lines.ts';
import { MissingNumbers } from '../eslogger/missing-numbers.ts';
import { ReorderBuffer } from '../eslogger/reorder.ts';
import type { Detection } from '../model/detection.ts';
import type { EsEvent } from '../model/event.ts';
import { shellWord } from '../model/shell-word.ts';
import { kindOfPath } from '../platform/path-kind.ts';
import { FollowedTrace, type FollowEnd, type FollowOptions } from '../trace/follow.ts';
import type { DetectOptions } from './detect.ts';
import { streamFacts } from './trace-pass.ts';

export interface FollowDetectOptions extends DetectOptions, FollowOptions {
  /** Called once, with what is followed. */
  readonly onStart?: ((path: string) => void) | undefined;
}

export interface FollowedDetection {
  readonly detection: Detection;
  readonly path: string;
  readonly end: FollowEnd;
}

/** Missing events hold back the ones behind them for so long, and for so many. */
const LONGEST_WAIT_MS = 300;
const WINDOW = 2048;

class EventsInOrder {
  readonly #seen = new Map<number, MissingNumbers>();
  readonly #reorder: ReorderBuffer<EsEvent>;
  #waitingSince: number | undefined;

  constructor(emit: (event: EsEvent) => void) {
    this.#reorder = new ReorderBuffer(emit, WINDOW);
  }

  add(bytes: Buffer, segment: number): void {
    let seen = this.#seen.get(segment);
    if (seen === undefined) this.#seen.set(segment, (seen = new MissingNumbers()));
    const numbers = seen;
    forEachLine(bytes, (start, end) => {
      const result = decodeLine(bytes.subarray(start, end));
      if (!result.ok || !numbers.add(result.event.globalSeq, result.event.time)) return;
      this.#reorder.push({ segment, ...result.event });
    });
    this.#waitingSince = undefined;
  }

  /** Nothing came: what waits for a missing event does not wait for ever. */
  idle(nowMs: number): void {
    this.#waitingSince ??= nowMs;
    if (nowMs - this.#waitingSince >= LONGEST_WAIT_MS) this.#reorder.flush();
  }

  flush(): void {
    this.#reorder.flush();
  }
}

/**
 * Until the recording is closed, its recorder is gone, or the signal comes. A name that is not there yet is looked for as `NAME.partial`.
 * Errors: no-events; those of opening and reading a trace.
 */
export async function detectFollowing(
  path: string,
  options: FollowDetectOptions,
): Promise<FollowedDetection> {
  const partial = `${path}.partial`;
  const isUnfinished = (await kindOfPath(path)) === 'none' && (await kindOfPath(partial)) === 'file';
  const found = isUnfinished ? partial : path;
  const followed = await FollowedTrace.open(found, options);
  try {
    options.onStart?.(found);
    const detector = new Detector(options.rules, options);
    await takeAll(followed, detector);
    if (detector.events === 0)
      throw new AppError(
        'no-events',
        `${found} holds no event.`,
        `See what it holds: esdrift trace info ${shellWord(found)}`,
      );
    const facts = await streamFacts(await followed.asTrace());
    const detection = conclude(options.rules, detector, { ...facts, os: options.os ?? facts.os });
    return { detection, path: found, end: followed.end };
  } finally {
    await followed.close();
  }
}

async function takeAll(followed: FollowedTrace, detector: Detector): Promise<void> {
  const events = new EventsInOrder((event) => detector.observe(event));
  for await (const part of followed.parts()) {
    switch (part.kind) {
      case 'lines':
        events.add(part.bytes, part.segment);
        break;
      case 'records':
        for (const record of part.records) {
          if (record.kind !== 'probe') continue;
          const timeMs = parseTimeMs(record.time);
          const { time, segment, values } = record;
          if (timeMs !== undefined) detector.observeProbe({ time, timeMs, segment }, values);
        }
        break;
      case 'waiting':
        events.idle(performance.now());
        break;
    }
  }
  events.flush();
}

export { isBeingWritten } from '../trace/follow.ts';

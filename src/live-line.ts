/** One line on a terminal that is drawn again and again, and is gone before anything else is printed. */
import type { OnProgress, Progress } from './model/progress.ts';
import { fitWidth } from './report/fit-width.ts';
import { progressLine } from './report/progress-line.ts';

export interface LiveStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Milliseconds: work that ends sooner stays quiet, and nobody reads faster. */
const QUIET_MS = 500;
const REDRAW_MS = 100;
const COLUMNS = 80;
const ERASE = '\r\u001b[K';

/** How far one kind of work is. */
interface Work {
  since: number;
  done: number;
}

export class LiveLine {
  readonly #stream: LiveStream;
  readonly #clock: () => number;
  #isDrawn = false;

  constructor(stream: LiveStream, clock: () => number) {
    this.#stream = stream;
    this.#clock = clock;
  }

  /** The last column stays free: a line that fills the width makes some terminals go on to the next. */
  get columns(): number {
    return Math.max(1, (this.#stream.columns ?? COLUMNS) - 1);
  }

  draw(text: string): void {
    this.#isDrawn = true;
    this.#stream.write(`\r${fitWidth(text, this.columns)}\u001b[K`);
  }

  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#stream.write(ERASE);
  }

  /**
   * Draws the progress of work that takes a while. Work that begins again, at its first byte or step, counts its time anew. Other work than before is drawn at
   * once: nothing may come after it for long.
   */
  watch(): OnProgress {
    const now = this.#clock;
    const begun = now();
    const works = new Map<string | undefined, Work>();
    let doing: string | undefined;
    let drawn = -Infinity;
    return (progress) => {
      const at = now();
      const work = works.get(progress.doing) ?? { since: works.size === 0 ? begun : at, done: 0 };
      works.set(progress.doing, work);
      const done = doneOf(progress);
      if (done < work.done) work.since = at;
      work.done = done;
      const isOther = progress.doing !== doing;
      if (at - begun < QUIET_MS || (!isOther && at - drawn < REDRAW_MS)) return;
      doing = progress.doing;
      drawn = at;
      this.draw(progressLine(progress, at - work.since, this.columns));
    };
  }
}

function doneOf(progress: Progress): number {
  return 'steps' in progress ? progress.step : progress.bytes;
}

/** Where a person watches: not into a file or a pipe, not beside JSON for a program, not on a terminal that cannot erase. */
export function isWatched(
  { stdout, stderr }: { readonly stdout: LiveStream; readonly stderr: LiveStream },
  { json, term }: { readonly json: boolean; readonly term: string | undefined },
): boolean {
  return stderr.isTTY === true && term !== 'dumb' && !(json && stdout.isTTY !== true);
}

/**
 * Between whoever writes and whoever records. eslogger must not wait: while it does, the kernel drops events. So what it writes is taken at once and kept
 * here while compression or the disk are behind, up to a limit; at the limit the writer has to wait, and that is told.
 */
export interface QueueOptions {
  readonly limitBytes: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** The writer had to wait, and now goes on. */
  readonly onWaited: (waited: { readonly queuedBytes: number; readonly waitedMs: number }) => void;
}

class Gate {
  #open: (() => void) | undefined;

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open?.();
    this.#open = undefined;
  }
}

export class RecordingQueue {
  readonly #options: QueueOptions;
  readonly #waiting: Buffer[] = [];
  readonly #filled = new Gate();
  readonly #emptied = new Gate();
  #bytes = 0;
  #ended = false;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Takes all of a source. Never throws: a failure of the source is thrown to the reader. */
  async fillFrom(source: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const chunk of source) {
        if (this.#closed) break;
        this.#waiting.push(chunk);
        this.#bytes += chunk.length;
        this.#filled.open();
        if (this.#bytes >= this.#options.limitBytes) await this.#waitForRoom();
      }
    } catch (error) {
      if (!this.#closed) this.#failure = { error };
    }
    this.#ended = true;
    this.#filled.open();
  }

  /** No more is taken in; what is here is still given out. */
  close(): void {
    this.#closed = true;
    this.#ended = true;
    this.#filled.open();
    this.#emptied.open();
  }

  async *chunks(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        this.#bytes -= chunk.length;
        if (this.#bytes < this.#options.limitBytes / 2) this.#emptied.open();
        yield chunk;
      } else if (this.#ended) {
        if (this.#failure !== undefined) throw this.#failure.error;
        return;
      } else await this.#filled.wait();
    }
  }

  async #waitForRoom(): Promise<void> {
    const queuedBytes = this.#bytes;
    const since = this.#options.clock();
    await this.#emptied.wait();
    this.#options.onWaited({ queuedBytes, waitedMs: Math.round(this.#options.clock() - since) });
  }
}

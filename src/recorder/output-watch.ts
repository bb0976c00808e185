/**
 * Whether what comes from eslogger is events at all, and still comes. eslogger has no ready line and no heartbeat; that events stay away may mean that
 * nothing happens. The recorder's canary makes sure that something does, so a silence longer than the canary's interval is a hang.
 */
export interface OutputLimits {
  /** Longer than the canary's interval. */
  readonly silenceMs: number;
  /** Bytes in a row without a single event before they count as garbage. */
  readonly garbageBytes: number;
}

export type OutputVerdict =
  | { readonly kind: 'fine' }
  | { readonly kind: 'silent'; readonly forMs: number }
  | { readonly kind: 'garbage'; readonly bytes: number };

const MARKER = Buffer.from('"event"');

export class OutputWatch {
  readonly #limits: OutputLimits;
  #lastBytesAt: number;
  #withoutEvent = 0;
  /** A marker may be cut by the edge of a piece. */
  #tail = Buffer.alloc(0);

  /** `nowMs`: a monotonic clock, here and below. */
  constructor(limits: OutputLimits, nowMs: number) {
    this.#limits = limits;
    this.#lastBytesAt = nowMs;
  }

  add(bytes: Buffer, nowMs: number): void {
    if (bytes.length === 0) return;
    this.#lastBytesAt = nowMs;
    const last = bytes.lastIndexOf(MARKER);
    const seam = Buffer.concat([this.#tail, bytes.subarray(0, MARKER.length)]);
    if (last !== -1) this.#withoutEvent = bytes.length - last;
    else if (seam.includes(MARKER)) this.#withoutEvent = bytes.length;
    else this.#withoutEvent += bytes.length;
    this.#tail = Buffer.from(
      Buffer.concat([this.#tail, bytes.subarray(-MARKER.length)]).subarray(-MARKER.length + 1),
    );
  }

  verdict(nowMs: number): OutputVerdict {
    if (this.#withoutEvent > this.#limits.garbageBytes) return { kind: 'garbage', bytes: this.#withoutEvent };
    const forMs = nowMs - this.#lastBytesAt;
    return forMs > this.#limits.silenceMs ? { kind: 'silent', forMs } : { kind: 'fine' };
  }
}

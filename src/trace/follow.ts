/**
 * A trace read while it is written. Frames are handed out once and whole: what lies behind the last whole frame is left until the rest of it is there. The
 * file stays open, so that it is still the same one after the writer has renamed it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { TraceRecord } from '../model/trace.ts';
import { isLockHeld } from '../platform/lock-file.ts';
import { ByteWindow } from './byte-window.ts';
import { HEADER_MAGIC, RECORDS_MAGIC, SEEK_TABLE_MAGIC, SUMMARY_MAGIC } from './container.ts';
import { DamageError } from './damage.ts';
import { FrameReader } from './frame-reader.ts';
import { MAX_FRAME_BYTES } from './limits.ts';
import { locateFrame, type LocatedFrame } from './locate.ts';
import { openFrames, type TraceReader } from './reader.ts';
import { decodeTraceFrame } from './rebuild.ts';

export type FollowedPart =
  | { readonly kind: 'lines'; readonly segment: number; readonly bytes: Buffer }
  | { readonly kind: 'records'; readonly records: readonly TraceRecord[] }
  /** Everything that is there was read, and more may come. */
  | { readonly kind: 'waiting' };

/** `closed`: the writer ended it. `left`: the writer is gone and did not. `stopped`: nobody wants more. */
export type FollowEnd = 'closed' | 'left' | 'stopped';

export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  readonly pollMs?: number | undefined;
  /** Whether the writer still lives. Default: by its lock. */
  readonly isWritten?: (() => Promise<boolean>) | undefined;
}

const POLL_MS = 50;
const PARTIAL = /\.partial$/;

export class FollowedTrace {
  readonly #reader: FrameReader;
  readonly #options: FollowOptions;
  #offset = 0;
  #segment = 0;
  #end: FollowEnd = 'stopped';

  private constructor(reader: FrameReader, options: FollowOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  /** Errors: those of opening a file. */
  static async open(path: string, options: FollowOptions = {}): Promise<FollowedTrace> {
    const isWritten = options.isWritten ?? (() => isBeingWritten(path));
    return new FollowedTrace(await FrameReader.open(path), { ...options, isWritten });
  }

  /** How it ended; to be asked when `parts` is done. */
  get end(): FollowEnd {
    return this.#end;
  }

  /** All frames so far, then each one as it comes. Errors: trace-damaged; not-a-trace. */
  async *parts(): AsyncGenerator<FollowedPart, void> {
    const { signal, pollMs = POLL_MS, isWritten } = this.#options;
    const isOver = (): boolean => this.#end === 'closed' || signal?.aborted === true;
    for (;;) {
      // Asked before reading: what was written before the end is read after it.
      const alive = (await isWritten?.()) === true;
      const before = this.#offset;
      try {
        yield* this.#whatIsThere(await this.#reader.atPresent());
      } catch (error) {
        throw this.#reader.asAppError(error);
      }
      if (isOver()) return;
      if (this.#offset > before) continue;
      if (!alive) {
        this.#end = 'left';
        return;
      }
      yield { kind: 'waiting' };
      await pause(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      if (isOver()) return;
    }
  }

  async *#whatIsThere(reader: FrameReader): AsyncGenerator<FollowedPart, void> {
    const window = new ByteWindow(reader.file);
    while (this.#offset < reader.file.size && this.#options.signal?.aborted !== true) {
      const frame = await locateFrame(window, this.#offset);
      if (frame.kind === 'cut') return;
      if (frame.kind === 'not-a-frame') throw new DamageError(frame.offset, frame.reason);
      const part = await this.#read(reader, frame);
      this.#offset += frame.bytes;
      if (part !== undefined) yield part;
      if (this.#end === 'closed') return;
    }
  }

  async #read(reader: FrameReader, frame: LocatedFrame): Promise<FollowedPart | undefined> {
    if (frame.kind === 'data') {
      const compressed = await reader.readBytes(frame.offset, frame.bytes, MAX_FRAME_BYTES);
      return {
        kind: 'lines',
        segment: this.#segment,
        bytes: await decodeTraceFrame(reader, frame, compressed),
      };
    }
    switch (frame.magic) {
      case RECORDS_MAGIC: {
        const { segment, records } = await reader.decodeRecords(frame.offset, frame.bytes);
        this.#segment = segment ?? this.#segment;
        return { kind: 'records', records };
      }
      case SEEK_TABLE_MAGIC:
        this.#end = 'closed';
        return undefined;
      case HEADER_MAGIC:
      case SUMMARY_MAGIC:
        return undefined;
      default:
        throw new DamageError(frame.offset, 'here should be another kind of frame');
    }
  }

  /** What is there now, as a trace; closing it closes the file. Errors: as openTrace. */
  async asTrace(): Promise<TraceReader> {
    return openFrames(await this.#reader.atPresent());
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }
}

/** By the lock of whoever writes `NAME.partial`. */
export async function isBeingWritten(path: string): Promise<boolean> {
  return PARTIAL.test(path) && isLockHeld(`${path.replace(PARTIAL, '')}.lock`);
}

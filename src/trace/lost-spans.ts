import type { TraceRecord, TraceSummary } from '../model/trace.ts';
import type { ByteSpan } from '../model/trace-report.ts';
import type { SeekEntry } from './seek-table.ts';

export interface LostSpan extends ByteSpan {
  readonly reason: string;
}

interface Loss extends LostSpan {
  /** Times of the last event before and of the first one after. */
  readonly from: string | undefined;
  to: string | undefined;
}

/** What a repair leaves out, and what that means for the recording. */
export class LostSpans {
  readonly #losses: Loss[] = [];
  #summary: TraceSummary | undefined;
  #dataOffsets: readonly number[] | undefined;

  /** Spans that touch become one. `from` is the time of the last event before. */
  add(span: LostSpan, from: string | undefined): void {
    const last = this.#losses.at(-1);
    if (last && last.offset + last.bytes === span.offset) {
      this.#losses[this.#losses.length - 1] = { ...last, bytes: last.bytes + span.bytes };
    } else {
      const { offset, bytes, reason } = span;
      this.#losses.push({ offset, bytes, reason, from, to: undefined });
    }
  }

  /** An event was kept: what was lost before it was lost before this time. */
  continuedAt(time: string): void {
    const last = this.#losses.at(-1);
    if (last) last.to ??= time;
  }

  knowSummary(summary: TraceSummary): void {
    this.#summary ??= summary;
    this.#dataOffsets ??= summary.frames.map((frame) => frame.offset);
  }

  knowSeekTable(entries: readonly SeekEntry[]): void {
    let offset = 0;
    const offsets: number[] = [];
    for (const entry of entries) {
      if (entry.contentBytes > 0) offsets.push(offset);
      offset += entry.bytes;
    }
    this.#dataOffsets ??= offsets;
  }

  /** Each span with the event lines that the summary says were in it; null where no summary is left. */
  spans(): readonly (LostSpan & { readonly events: number | null })[] {
    return this.#losses.map(({ offset, bytes, reason }) => {
      const frames = this.#summary?.frames.filter(
        (frame) => frame.offset >= offset && frame.offset < offset + bytes,
      );
      const events = frames?.reduce((sum, frame) => sum + frame.lines, 0) ?? null;
      return { offset, bytes, reason, events };
    });
  }

  /** Blind windows for spans that held events, or may have. */
  windows(): readonly TraceRecord[] {
    return this.#losses
      .filter(
        ({ offset, bytes }) =>
          this.#dataOffsets?.some((data) => data >= offset && data < offset + bytes) ?? true,
      )
      .map(({ from, to }) => ({
        kind: 'blind-window',
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        reason: to === undefined ? 'cut' : 'damage',
      }));
  }
}

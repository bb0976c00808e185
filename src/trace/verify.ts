import { isDeepStrictEqual } from 'node:util';
import type { TraceSummary } from '../model/trace.ts';
import type { ByteSpan, TraceProblem, TraceState } from '../model/trace-report.ts';
import { FrameAccount, sha256Hex, TraceAccount } from './account.ts';
import type { ScanPart } from './scan.ts';
import type { SeekEntry } from './seek-table.ts';

const MOST_PROBLEMS = 100;

export interface Verdict {
  readonly id: string | undefined;
  readonly state: TraceState;
  readonly frames: number;
  readonly events: number;
  readonly goodBytes: number;
  readonly cut: ByteSpan | undefined;
  readonly problems: readonly TraceProblem[];
  readonly problemCount: number;
  /** A frame that only esdrift writes was there. */
  readonly isTrace: boolean;
}

type Stage = 'start' | 'body' | 'summary' | 'end';
type RestPart = Extract<ScanPart, { kind: 'rest' }>;

/** Watches the parts of a scan go by and judges the file: order, index against content, seek table against frames. */
export class Verifier {
  readonly #problems: TraceProblem[] = [];
  readonly #account = new TraceAccount();
  readonly #entries: SeekEntry[] = [];
  #problemCount = 0;
  #stage: Stage = 'start';
  #id: string | undefined;
  #isTrace = false;
  #frames = 0;
  #events = 0;
  #goodBytes = 0;
  #rest: RestPart | undefined;
  #stored: { readonly summary: TraceSummary; readonly offset: number } | undefined;

  add(part: ScanPart): void {
    if (part.kind === 'rest') {
      this.#rest = part;
      return;
    }
    if (part.kind === 'damage') {
      this.#problem(part.offset, part.bytes, part.reason);
      return;
    }
    this.#checkOrder(part);
    this.#goodBytes += part.bytes;
    switch (part.kind) {
      case 'header':
        this.#id ??= part.header.id;
        break;
      case 'records':
        for (const record of part.frame.records) this.#account.addRecord(record);
        break;
      case 'data':
        this.#addData(part);
        break;
      case 'summary':
        this.#stored = { summary: part.summary, offset: part.offset };
        break;
      case 'seek-table':
        this.#checkSeekTable(part.entries, part.offset);
    }
    if (part.kind !== 'data') this.#isTrace = true;
    this.#entries.push({ bytes: part.bytes, contentBytes: part.kind === 'data' ? part.content.length : 0 });
  }

  finish(): Verdict {
    const closed = this.#stage === 'end';
    const rest = this.#rest;
    if (rest && closed) this.#problem(rest.offset, rest.bytes, 'these bytes lie behind the end of the trace');
    else if (rest && this.#stored && !rest.ends) this.#problem(rest.offset, rest.bytes, rest.reason);
    if (this.#stored && this.#problemCount === 0)
      this.#checkSummary(this.#stored.summary, this.#stored.offset);
    const damaged = this.#problemCount > 0;
    const cut = closed || damaged ? undefined : { offset: this.#goodBytes, bytes: rest?.bytes ?? 0 };
    return {
      id: this.#id,
      state: damaged ? 'damaged' : closed ? 'whole' : 'cut',
      frames: this.#frames,
      events: this.#events,
      goodBytes: this.#goodBytes,
      cut,
      problems: this.#problems,
      problemCount: this.#problemCount,
      isTrace: this.#isTrace,
    };
  }

  #addData(part: Extract<ScanPart, { kind: 'data' }>): void {
    const account = new FrameAccount(part.segment);
    for (const meta of part.metas) {
      account.add(meta);
      this.#account.addLine(meta.segment, meta);
    }
    this.#account.addFrame(
      account.entry({
        offset: part.offset,
        compressedBytes: part.bytes,
        rawBytes: part.content.length,
        sha256: sha256Hex(part.compressed),
      }),
    );
    this.#frames += 1;
    this.#events += part.metas.length;
  }

  #checkOrder(part: Exclude<ScanPart, { kind: 'damage' | 'rest' }>): void {
    const stage = this.#stage;
    const misplaced = (what: string): void => this.#problem(part.offset, part.bytes, what);
    switch (part.kind) {
      case 'header':
        if (stage === 'end') misplaced('another trace begins here');
        else if (stage !== 'start') misplaced('a second header');
        break;
      case 'summary':
        if (stage !== 'body') misplaced('a summary where none belongs');
        break;
      case 'seek-table':
        if (stage !== 'summary') misplaced('a seek table without a summary before it');
        break;
      case 'records':
      case 'data':
        if (stage === 'start') misplaced('no header comes before this frame');
        else if (stage !== 'body') misplaced('a frame behind the summary');
    }
    if (stage === 'end') return;
    this.#stage = part.kind === 'summary' ? 'summary' : part.kind === 'seek-table' ? 'end' : 'body';
  }

  #checkSeekTable(entries: readonly SeekEntry[], offset: number): void {
    if (this.#problemCount > 0) return;
    const wrong = entries.findIndex((entry, index) => !isDeepStrictEqual(entry, this.#entries[index]));
    if (wrong !== -1 || entries.length !== this.#entries.length) {
      this.#problem(
        offset,
        undefined,
        `entry ${wrong === -1 ? entries.length : wrong} of the seek table is wrong`,
      );
    }
  }

  #checkSummary(stored: TraceSummary, offset: number): void {
    const found = plain(this.#account.summary());
    const told = plain(stored);
    for (const [name, value] of Object.entries(found)) {
      if (!isDeepStrictEqual(value, told[name])) {
        this.#problem(
          offset,
          undefined,
          `the summary says something else about \`${name}\` than the frames do`,
        );
      }
    }
  }

  #problem(offset: number, bytes: number | undefined, message: string): void {
    this.#problemCount += 1;
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ offset, bytes: bytes ?? null, message });
  }
}

/** As it looks after a way through JSON. */
function plain(summary: TraceSummary): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(summary)) as object));
}

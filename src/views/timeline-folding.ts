/**
 * The entries of a timeline as they grow. An event that repeats what stands a little above, by the same program in the same
 * directory and within seconds, raises a count instead of making a line; entries stay in the order of their first events.
 */
import type { TimelineEntry } from '../model/timeline.ts';
import type { Happening } from './timeline-entries.ts';

/** Longer pauses begin a new entry. */
const PAUSE_MS = 5_000;
/** Entries that may still grow. */
const OPEN_ENTRIES = 64;

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;
type GapEntry = Extract<TimelineEntry, { kind: 'gap' }>;
type Growing<Entry> = { -readonly [Key in keyof Entry]: Entry[Key] };

/** Takes entries in the order of their first events. The last ones may still grow after they were given. */
export interface EntrySink {
  readonly length: number;
  push(entry: TimelineEntry): unknown;
}

export interface Occurrence {
  readonly offsetMs: number;
  readonly segment: number;
  readonly globalSeq: number;
  readonly eventType: string;
  readonly happening: Happening;
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function foldKey({ segment, eventType, happening }: Occurrence): string {
  const { program, verb, object, objectIsPath, source, detail } = happening;
  const where = objectIsPath ? directoryOf(object ?? '') : object;
  const from = objectIsPath && source !== null ? directoryOf(source) : source;
  return JSON.stringify([segment, eventType, program.path, program.signingId, verb, where, from, detail]);
}

export class TimelineBuilder {
  readonly #entries: EntrySink;
  readonly #fold: boolean;
  readonly #open = new Map<string, Growing<EventEntry>>();
  #openGap: Growing<GapEntry> | undefined;
  #events = 0;

  constructor(fold: boolean, entries: EntrySink) {
    this.#fold = fold;
    this.#entries = entries;
  }

  get events(): number {
    return this.#events;
  }

  /** A line that separates: nothing grows across it. */
  separator(entry: Exclude<TimelineEntry, { kind: 'event' | 'gap' }>): void {
    this.#open.clear();
    this.#openGap = undefined;
    this.#entries.push(entry);
  }

  /** Losses with nothing shown between them are one entry. */
  gap(segment: number, offsetMs: number, lost: number): void {
    if (this.#openGap !== undefined && this.#openGap.segment === segment) {
      this.#openGap.lost += lost;
      this.#openGap.gaps += 1;
      return;
    }
    this.#open.clear();
    this.#openGap = { kind: 'gap', offsetMs, segment, lost, gaps: 1 };
    this.#entries.push(this.#openGap);
  }

  /** False where this would begin an entry beyond `limit`. */
  event(occurrence: Occurrence, limit: number): boolean {
    const key = this.#fold ? foldKey(occurrence) : undefined;
    const open = key === undefined ? undefined : this.#open.get(key);
    if (open !== undefined && occurrence.offsetMs - open.lastMs <= PAUSE_MS) {
      this.#grow(open, occurrence);
    } else {
      if (this.#entries.length >= limit) return false;
      this.#begin(key, occurrence);
    }
    this.#events += 1;
    return true;
  }

  #grow(open: Growing<EventEntry>, { offsetMs, happening }: Occurrence): void {
    open.count += 1;
    open.lastMs = Math.max(open.lastMs, offsetMs);
    if (open.program.pid !== happening.program.pid) open.program = { ...open.program, pid: null };
    if (open.object !== happening.object) open.object = directoryOf(happening.object ?? '');
    if (open.source !== happening.source) open.source = directoryOf(happening.source ?? '');
  }

  #begin(key: string | undefined, occurrence: Occurrence): void {
    const { offsetMs, segment, globalSeq, eventType, happening } = occurrence;
    const { program, verb, object, source, detail } = happening;
    const entry: Growing<EventEntry> = {
      kind: 'event',
      offsetMs,
      lastMs: offsetMs,
      segment,
      globalSeq,
      count: 1,
      eventType,
      program,
      verb,
      object,
      source,
      detail,
    };
    this.#openGap = undefined;
    this.#entries.push(entry);
    if (key === undefined) return;
    this.#open.delete(key);
    this.#open.set(key, entry);
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN_ENTRIES && oldest !== undefined) this.#open.delete(oldest);
  }
}

/** Timeline entries as columns for a page, with every text once. */
import type { ProgramKey } from '../model/facts.ts';
import type { PageEntries, PageEntryProgram } from '../model/page.ts';
import type { TimelineEntry } from '../model/timeline.ts';

export interface EntryRow {
  readonly program: PageEntryProgram;
  readonly offsetMs: number;
  readonly forMs: number;
  readonly segment: number;
  readonly globalSeq: number;
  readonly count: number;
  readonly pid: number | null;
  readonly eventType: string;
  readonly verb: string;
  readonly object: string | null;
  readonly source: string | null;
  readonly detail: string | null;
}

/** An event of a timeline as a row; `program`: who acts, as the page names it. */
export function entryRow(
  entry: Extract<TimelineEntry, { kind: 'event' }>,
  program: PageEntryProgram,
): EntryRow {
  const { offsetMs, lastMs, segment, globalSeq, count, eventType, verb, object, source, detail } = entry;
  return {
    program,
    offsetMs,
    forMs: lastMs - offsetMs,
    segment,
    globalSeq,
    count,
    pid: entry.program.pid,
    eventType,
    verb,
    object,
    source,
    detail,
  };
}

export function entryColumns(rows: readonly EntryRow[]): PageEntries {
  const texts = new Table<string>((text) => text);
  const programs = new Table<PageEntryProgram>(({ key, path, name }) => JSON.stringify([key, path, name]));
  const text = (value: string | null): number => (value === null ? -1 : texts.at(value));
  const columns = {
    offsetMs: rows.map(({ offsetMs }) => Math.round(offsetMs)),
    forMs: rows.map(({ forMs }) => Math.round(forMs)),
    segment: rows.map(({ segment }) => segment),
    globalSeq: rows.map(({ globalSeq }) => globalSeq),
    count: rows.map(({ count }) => count),
    program: rows.map(({ program }) => programs.at(program)),
    pid: rows.map(({ pid }) => pid ?? -1),
    eventType: rows.map(({ eventType }) => texts.at(eventType)),
    verb: rows.map(({ verb }) => texts.at(verb)),
    object: rows.map(({ object }) => text(object)),
    source: rows.map(({ source }) => text(source)),
    detail: rows.map(({ detail }) => text(detail)),
  };
  return { texts: texts.values, programs: programs.values, ...columns };
}

class Table<Value> {
  readonly values: Value[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #keyOf: (value: Value) => string;

  constructor(keyOf: (value: Value) => string) {
    this.#keyOf = keyOf;
  }

  at(value: Value): number {
    const key = this.#keyOf(value);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.values.push(value);
    this.#indexes.set(key, this.values.length - 1);
    return this.values.length - 1;
  }
}

/** `com.apple.mobileassetd` of `platform:com.apple.mobileassetd`; what tells executables and scripts apart stays. */
export function nameOfProgram(program: ProgramKey): string {
  const name = program.slice(program.indexOf(':') + 1);
  const [, distinct] = /[#!](.+)$/.exec(name) ?? [];
  return distinct ?? (name.includes('/') ? (name.split('/').at(-1) ?? name) : name);
}

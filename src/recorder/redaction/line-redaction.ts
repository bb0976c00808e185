/**
 * What must change in one line.
 *
 * Most lines hold nothing to hide, and reading each as JSON would cost more than recording it. So there are two ways:
 * - the quick way finds string values by their left edge `":"` and passes over those that cannot hold anything (times, hashes, Apple's own names,
 *   paths on the sealed system); the others it has seen before as like as not, and remembers. Arrays of strings are read element by element.
 *   It is taken for lines in eslogger's own spelling, without blanks between tokens;
 * - the thorough way reads the grammar of the whole line: lines other tools wrote, and whatever makes the quick way doubt.
 *
 * A line that is no JSON is replaced whole, because nothing in it can be trusted to be where it seems.
 */
import {
  ARGUMENT_ARRAYS,
  ENVIRONMENT_ARRAYS,
  FIELD_TREATMENTS,
  FILE_NAME_KEYS,
  isPathKey,
} from './fields.ts';
import { decodeJsonText } from './json-text.ts';
import { arrayOfStrings, closingQuote, findStrings, keyBefore, type StringSite } from './json-walk.ts';
import { LineScope } from './line-scope.ts';
import type { LearnedNames } from './names.ts';
import { findValue, TIME_ALONE } from './value-finder.ts';
import { Memory, VALUE_LIMITS } from './value-memory.ts';
import type { Change, ValueRedaction } from './value-redaction.ts';
import { VectorRedaction } from './vector-redaction.ts';

/** An edit of one line, in offsets of the text it is in. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  /** The key the value stands under; empty for a whole line. */
  readonly key: string;
  readonly change: Change;
}

/** What becomes of a value under its key. */
export type Verdict =
  | { readonly kind: 'stays' }
  | ({ readonly kind: 'replaced' } & Change)
  /** The rest of its line decides as well. */
  | { readonly kind: 'by-line' };

/** A chunk of lines while they are gone through from its beginning to its end. */
export interface LineText {
  readonly text: string;
  /** The next opening bracket of an array that may hold strings, at or after `from`; -1 for none. */
  readonly nextArray: (from: number) => number;
  /** The next value worth a look: the offset behind its first quote. -1 for none. */
  readonly nextValue: (from: number) => number;
}

const COMMA = 0x2c;
const CLOSE_OBJECT = 0x7d;
const UNREADABLE = /^\[unreadable line, \d+ bytes\]$/;

export class LineRedaction {
  readonly #names: LearnedNames;
  readonly #values: ValueRedaction;
  readonly #paths: (raw: string) => Change | undefined;
  readonly #texts: (raw: string) => Change | undefined;
  readonly #identities: (raw: string) => Change | undefined;
  readonly #environment: (raw: string) => Change | undefined;
  readonly #learned: (raw: string) => Change | undefined;
  readonly #vectors: VectorRedaction;

  constructor(names: LearnedNames, values: ValueRedaction) {
    this.#names = names;
    this.#values = values;
    const remembered = (decide: (raw: string) => Change | undefined) => {
      const memory = new Memory<Change | 'stays'>(names, VALUE_LIMITS);
      return (raw: string) => {
        const result = memory.of(raw, (text) => decide(text) ?? 'stays');
        return result === 'stays' ? undefined : result;
      };
    };
    this.#paths = remembered((raw) => values.path(raw));
    this.#texts = remembered((raw) => values.text(raw));
    this.#identities = remembered((raw) => values.text(raw, true));
    this.#environment = remembered((raw) => values.environment(raw));
    this.#learned = remembered((raw) => {
      values.learnFromEnvironment(raw);
      return undefined;
    });
    this.#vectors = new VectorRedaction(names, values);
  }

  judgeValue(rawKey: string, raw: string): Verdict {
    if (findValue(`"${rawKey}":"${raw}"`, 0) === -1) return { kind: 'stays' };
    if (this.#isByLine(rawKey)) return { kind: 'by-line' };
    const change = this.#changeAlone(rawKey, raw);
    return change === undefined ? { kind: 'stays' } : { kind: 'replaced', ...change };
  }

  judgeArray(rawKey: string, raw: string): Verdict {
    const text = `"${rawKey}":["${raw}"]`;
    const sites = arrayOfStrings(text, rawKey.length + 3, text.length, 0);
    if (sites === undefined || this.#isByLine(rawKey)) return { kind: 'by-line' };
    this.#learn(text, sites);
    const edits = this.#arrayEdits(text, sites, new LineScope(text, 0, text.length));
    if (edits.length === 0) return { kind: 'stays' };
    const kinds = edits.flatMap(({ change }) => change.kinds);
    let from = rawKey.length + 5;
    let changed = '';
    for (const { start, end, change } of edits) {
      changed += text.slice(from, start) + change.raw;
      from = end;
    }
    return { kind: 'replaced', raw: changed + text.slice(from, -2), kinds };
  }

  #isByLine(rawKey: string): boolean {
    const key = decodeKey(rawKey);
    const treatment = FIELD_TREATMENTS.get(key);
    if (treatment === undefined) return this.#values.hidesFileNames && FILE_NAME_KEYS.has(key);
    return treatment.kind !== 'identity';
  }

  /** The edits of the line from `start` to `end`, in order. `mayBeQuick`: no blanks between tokens. */
  editsOf(line: LineText, start: number, end: number, mayBeQuick: boolean): readonly Edit[] {
    for (;;) {
      const known = this.#names.generation;
      const edits =
        (mayBeQuick ? this.#quickEdits(line, start, end) : undefined) ??
        this.#thoroughEdits(line.text, start, end);
      // A name learned at the end of a line may stand at its beginning.
      if (this.#names.generation === known) return edits;
    }
  }

  /** Undefined: this line needs the thorough way. */
  #quickEdits(line: LineText, start: number, end: number): readonly Edit[] | undefined {
    const { text } = line;
    if (!text.startsWith('{"', start) || text.charCodeAt(end - 1) !== CLOSE_OBJECT) return undefined;
    const arrays: (readonly StringSite[])[] = [];
    for (let open = line.nextArray(start); open !== -1 && open < end;) {
      const sites = arrayOfStrings(text, open, end, arrays.length);
      if (sites === undefined) return undefined;
      arrays.push(sites);
      open = line.nextArray(sites.at(-1)?.end ?? open + 1);
    }
    for (const sites of arrays) this.#learn(text, sites);
    const scope = new LineScope(text, start, end);
    const edits: Edit[] = [];
    let from = start;
    for (const sites of arrays) {
      const [first] = sites;
      const last = sites.at(-1);
      if (first === undefined || last === undefined) continue;
      if (!this.#quickValues(line, from, first.start - 1, scope, edits)) return undefined;
      for (const edit of this.#arrayEdits(text, sites, scope)) edits.push(edit);
      from = last.end + 1;
    }
    return this.#quickValues(line, from, end, scope, edits) ? edits : undefined;
  }

  /** The values between `from` and `to` of a line. False where one is not what it seems. */
  #quickValues(line: LineText, from: number, to: number, scope: LineScope, edits: Edit[]): boolean {
    const { text } = line;
    const { end } = scope;
    for (let value = line.nextValue(from); value !== -1 && value < to;) {
      const close = closingQuote(text, value - 1, end);
      const after = close === -1 ? -1 : text.charCodeAt(close + 1);
      // A string that does not end before a comma or a closing mark is not where it seems to be.
      if (after !== COMMA && after !== CLOSE_OBJECT) return false;
      const raw = text.slice(value, close);
      const colon = value - 3;
      // `"path":"`: nearly all of them.
      const isPath = text.charCodeAt(colon - 1) === 0x68 && text.startsWith('"path', colon - 5);
      const change = isPath ? this.#paths(raw) : this.#change(keyBefore(text, colon), raw, scope);
      if (change !== undefined) edits.push({ start: value, end: close, key: keyBefore(text, colon), change });
      // Behind the quote: where the value is empty it is its own end, and would be found again.
      value = line.nextValue(close + 1);
    }
    return true;
  }

  #change(rawKey: string, raw: string, scope: LineScope): Change | undefined {
    if (!this.#isByLine(rawKey)) return this.#changeAlone(rawKey, raw);
    const key = decodeKey(rawKey);
    const treatment = FIELD_TREATMENTS.get(key);
    if (treatment !== undefined && treatment.kind !== 'identity')
      return this.#values.field(raw, treatment, scope.learns());
    return scope.isPersonal() ? this.#values.fileName(raw) : this.#changeAlone(rawKey, raw);
  }

  /** By its key and its text alone. */
  #changeAlone(rawKey: string, raw: string): Change | undefined {
    const key = decodeKey(rawKey);
    if (FIELD_TREATMENTS.get(key)?.kind === 'identity') return this.#identities(raw);
    return isPathKey(key) ? this.#paths(raw) : this.#texts(raw);
  }

  #thoroughEdits(text: string, start: number, end: number): readonly Edit[] {
    const sites = findStrings(text, start, end);
    if (sites === undefined) {
      if (UNREADABLE.test(text.slice(start, end))) return [];
      return [
        {
          start,
          end,
          key: '',
          change: { raw: unreadableLine(end - start), kinds: ['unreadable'] },
        },
      ];
    }
    const edits: Edit[] = [];
    const add = (site: StringSite, change: Change | undefined) => {
      if (change !== undefined) edits.push({ start: site.start, end: site.end, key: site.key, change });
    };
    const scope = new LineScope(text, start, end);
    this.#learn(text, sites);
    for (let at = 0; at < sites.length;) {
      const site = sites[at];
      if (site === undefined) break;
      let after = at + 1;
      if (site.array === -1) {
        const raw = text.slice(site.start, site.end);
        if (!TIME_ALONE.test(raw)) add(site, this.#change(site.key, raw, scope));
      } else {
        while (sites[after]?.array === site.array) after += 1;
        for (const edit of this.#arrayEdits(text, sites.slice(at, after), scope)) edits.push(edit);
      }
      at = after;
    }
    return edits;
  }

  /** Before anything of a line is decided: what its environment says about whose it is. */
  #learn(text: string, sites: readonly StringSite[]): void {
    for (const site of sites) {
      if (site.array !== -1 && ENVIRONMENT_ARRAYS.has(decodeKey(site.key)))
        this.#learned(text.slice(site.start, site.end));
    }
  }

  /** The string elements of one array. */
  #arrayEdits(text: string, sites: readonly StringSite[], scope: LineScope): readonly Edit[] {
    const key = decodeKey(sites[0]?.key ?? '');
    if (ARGUMENT_ARRAYS.has(key)) return this.#argumentEdits(text, sites);
    const edits: Edit[] = [];
    for (const site of sites) {
      const raw = text.slice(site.start, site.end);
      const change = ENVIRONMENT_ARRAYS.has(key) ? this.#environment(raw) : this.#change(key, raw, scope);
      if (change !== undefined) edits.push({ start: site.start, end: site.end, key: site.key, change });
    }
    return edits;
  }

  #argumentEdits(text: string, sites: readonly StringSite[]): readonly Edit[] {
    const edits: Edit[] = [];
    for (const { index, change } of this.#vectors.editsOf(text, sites)) {
      const site = sites[index];
      if (site !== undefined) edits.push({ start: site.start, end: site.end, key: site.key, change });
    }
    return edits;
  }
}

/** What stands for a line that cannot be read. */
export function unreadableLine(bytes: number): string {
  return `[unreadable line, ${bytes} bytes]`;
}

function decodeKey(raw: string): string {
  return raw.includes('\\') ? decodeJsonText(raw).text : raw;
}

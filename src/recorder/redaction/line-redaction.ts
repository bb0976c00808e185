/**
 * What must change in one line.
 *
 * Most lines hold nothing to hide, and reading each as JSON would cost more than recording it. So there are two ways:
 * - the quick way finds string values by their left edge `":"`, skips times, and asks a memory of values seen before (the same few
 *   paths come again and again). It is taken for a line in eslogger's own spelling (no blanks between tokens) without string arrays;
 * - the thorough way reads the grammar of the whole line (exec events, lines other tools wrote) and also knows arguments and environments.
 *
 * A line that is no JSON is replaced whole, because nothing in it can be trusted to be where it seems.
 */
import { judgeArguments } from './arguments.ts';
import { ARGUMENT_ARRAYS, ENVIRONMENT_ARRAYS, FIELD_TREATMENTS, isPathKey } from './fields.ts';
import { decodeJsonText } from './json-text.ts';
import { findStrings, type StringSite } from './json-walk.ts';
import type { LearnedNames } from './names.ts';
import { ValueMemory } from './value-memory.ts';
import type { Change, ValueRedaction } from './value-redaction.ts';

/** An edit of one line, in offsets of the text it is in. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  /** The key the value stands under; empty for a whole line. */
  readonly key: string;
  readonly change: Change;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSE_OBJECT = 0x7d;
const UNREADABLE = /^\[unreadable line, \d+ bytes\]$/;
/** A time as eslogger writes it, `2026-08-12T15:28:33.510893468Z`. No name and no secret has that form. */
const TIME = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}Z$/;
/** A value that is no time, up to its end or the end of the line. */
const VALUE = /":"(?![12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}Z")([^"\\\n]*(?:\\[^][^"\\\n]*)*)["\n]?/g;

export class LineRedaction {
  readonly #names: LearnedNames;
  readonly #values: ValueRedaction;
  readonly #paths: ValueMemory;
  readonly #texts: ValueMemory;
  readonly #identities: ValueMemory;

  constructor(names: LearnedNames, values: ValueRedaction) {
    this.#names = names;
    this.#values = values;
    this.#paths = new ValueMemory(names, (raw) => values.path(raw));
    this.#texts = new ValueMemory(names, (raw) => values.text(raw));
    this.#identities = new ValueMemory(names, (raw) => values.text(raw, true));
  }

  /** The edits of the line `text[start, end)`, in order. `mayBeQuick`: no blanks between tokens, no array of strings. */
  editsOf(text: string, start: number, end: number, mayBeQuick: boolean): readonly Edit[] {
    for (;;) {
      const known = this.#names.generation;
      const edits =
        (mayBeQuick ? this.#quickEdits(text, start, end) : undefined) ??
        this.#thoroughEdits(text, start, end);
      // A name learned at the end of a line may stand at its beginning.
      if (this.#names.generation === known) return edits;
    }
  }

  /** Undefined: this line needs the thorough way. */
  #quickEdits(text: string, start: number, end: number): readonly Edit[] | undefined {
    if (!text.startsWith('{"', start) || text.charCodeAt(end - 1) !== CLOSE_OBJECT) return undefined;
    const edits: Edit[] = [];
    VALUE.lastIndex = start;
    for (let match = VALUE.exec(text); match !== null && match.index < end; match = VALUE.exec(text)) {
      const after = VALUE.lastIndex;
      // A string that does not end before a comma or a closing mark of this line is not where it seems to be.
      if (after >= end || text.charCodeAt(after - 1) !== QUOTE || !isAfterValue(text.charCodeAt(after)))
        return undefined;
      const [, raw = ''] = match;
      const change = this.#quickChange(text, match.index, raw, end);
      if (change !== undefined)
        edits.push({ start: match.index + 3, end: after - 1, key: keyBefore(text, match.index), change });
    }
    return edits;
  }

  #quickChange(text: string, colon: number, raw: string, end: number): Change | undefined {
    // `"path":"`: nearly all of them.
    if (text.charCodeAt(colon - 1) === 0x68 && text.startsWith('"path', colon - 5))
      return this.#paths.of(raw);
    return this.#change(keyBefore(text, colon), raw, () => mayLearn(text, colon, end));
  }

  #change(rawKey: string, raw: string, learns: () => boolean): Change | undefined {
    const key = decodeKey(rawKey);
    const treatment = FIELD_TREATMENTS.get(key);
    if (treatment === undefined) return (isPathKey(key) ? this.#paths : this.#texts).of(raw);
    if (treatment.kind === 'identity') return this.#identities.of(raw);
    return this.#values.field(raw, treatment, learns());
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
          change: { raw: `[unreadable line, ${end - start} bytes]`, kinds: ['unreadable'] },
        },
      ];
    }
    const edits: Edit[] = [];
    const add = (site: StringSite, change: Change | undefined) => {
      if (change !== undefined) edits.push({ start: site.start, end: site.end, key: site.key, change });
    };
    const learns = () => !/"success"\s*:\s*false/.test(text.slice(start, end));
    for (const site of sites) {
      if (isEnvironment(site)) this.#values.learnFromEnvironment(text.slice(site.start, site.end));
    }
    for (let at = 0; at < sites.length; at += 1) {
      const site = sites[at];
      if (site === undefined) continue;
      if (isEnvironment(site)) {
        add(site, this.#values.environment(text.slice(site.start, site.end)));
      } else if (site.array !== -1 && ARGUMENT_ARRAYS.has(decodeKey(site.key))) {
        let after = at + 1;
        while (sites[after]?.array === site.array) after += 1;
        for (const edit of this.#argumentEdits(text, sites.slice(at, after))) edits.push(edit);
        at = after - 1;
      } else {
        const raw = text.slice(site.start, site.end);
        if (!TIME.test(raw)) add(site, this.#change(site.key, raw, learns));
      }
    }
    return edits;
  }

  #argumentEdits(text: string, sites: readonly StringSite[]): readonly Edit[] {
    const raws = sites.map(({ start, end }) => text.slice(start, end));
    const verdicts = judgeArguments(raws.map((raw) => decodeJsonText(raw).text));
    const edits: Edit[] = [];
    for (const [index, site] of sites.entries()) {
      const raw = raws[index] ?? '';
      const verdict = verdicts[index] ?? { kind: 'detect' };
      let change: Change | undefined;
      if (verdict.kind === 'replace') change = this.#values.constant(raw, verdict.with, verdict.as);
      else if (verdict.kind === 'environment') change = this.#values.environment(raw);
      else if (verdict.kind === 'account') change = this.#values.account(raw, verdict.start, verdict.end);
      else if (verdict.kind === 'password-from') change = this.#values.password(raw, verdict.start);
      else change = this.#values.argument(raw);
      if (change !== undefined) edits.push({ start: site.start, end: site.end, key: site.key, change });
    }
    return edits;
  }
}

function isAfterValue(code: number): boolean {
  return code === COMMA || code === CLOSE_OBJECT;
}

function keyBefore(text: string, colon: number): string {
  return text.slice(text.lastIndexOf('"', colon - 1) + 1, colon);
}

function decodeKey(raw: string): string {
  return raw.includes('\\') ? decodeJsonText(raw).text : raw;
}

function isEnvironment(site: StringSite): boolean {
  return site.array !== -1 && ENVIRONMENT_ARRAYS.has(decodeKey(site.key));
}

/** Whether the event of this line succeeded, or says nothing about it. */
function mayLearn(text: string, inLine: number, end: number): boolean {
  const start = text.lastIndexOf('\n', inLine) + 1;
  return !text.slice(start, end).includes('"success":false');
}

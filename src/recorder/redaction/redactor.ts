/**
 * Redaction at capture time: lines in, the same lines without what is nobody's business out.
 * A changed line is edited in place: every byte that is not part of a finding stays as eslogger wrote it.
 */
import { decodeJsonText, encodeJsonText } from './json-text.ts';
import { SECRET_KINDS, type RedactionPolicy, type SecretKind } from './kinds.ts';
import { LineRedaction, unreadableLine, type Edit, type LineText, type Verdict } from './line-redaction.ts';
import { plainPart } from './plain-part.ts';
import { LearnedNames, type KnownName } from './names.ts';
import { Pseudonyms } from './pseudonym.ts';
import { findValue } from './value-finder.ts';
import { ValueRedaction, type Change } from './value-redaction.ts';

export type { Verdict };

export interface RedactorOptions {
  readonly policy: RedactionPolicy;
  /** At least 32 bytes, kept with the recorder's state and never in the trace: see newRedactionKey. */
  readonly key: Uint8Array;
  /** What is known of this Mac before the recording, and what earlier segments learned. */
  readonly names?: readonly KnownName[];
}

/** What redaction did. Holds counts only, no names. */
export interface RedactionReport {
  readonly policy: RedactionPolicy;
  readonly lines: number;
  readonly changedLines: number;
  /** Replacements by kind; every kind is there. */
  readonly replaced: Readonly<Record<SecretKind, number>>;
  /** Names told or learned, and those past the limit of names. */
  readonly namesKnown: number;
  readonly namesRefused: number;
}

const CARRIAGE_RETURN = 0x0d;
// What may stand beside a blank between tokens; inside a string it may too, which only costs time.
const MARKS = '"{}[],:';

export class Redactor {
  readonly #policy: RedactionPolicy;
  readonly #names: LearnedNames;
  readonly #values: ValueRedaction;
  readonly #line: LineRedaction;
  readonly #replaced = Object.fromEntries(SECRET_KINDS.map((kind) => [kind, 0])) as Record<
    SecretKind,
    number
  >;
  #lines = 0;
  #changedLines = 0;

  constructor(options: RedactorOptions) {
    this.#policy = options.policy;
    this.#names = new LearnedNames(options.names);
    this.#values = new ValueRedaction(options.policy, this.#names, new Pseudonyms(options.key));
    this.#line = new LineRedaction(this.#names, this.#values);
  }

  /** What to hand to the redactor of the next segment, so that it starts with what this one learned. Keep it with the key. */
  names(): readonly KnownName[] {
    return this.#names.list();
  }

  report(): RedactionReport {
    return {
      policy: this.#policy,
      lines: this.#lines,
      changedLines: this.#changedLines,
      replaced: { ...this.#replaced },
      namesKnown: this.#names.list().length,
      namesRefused: this.#names.refused,
    };
  }

  get policy(): RedactionPolicy {
    return this.#policy;
  }

  /** Grows with every name learned. */
  get generation(): number {
    return this.#names.generation;
  }

  /** What a text that was judged before has in it, in any letter case, if a name learned since could change its verdict; `anything`: all may change. */
  changedSince(generation: number): readonly string[] | 'anything' {
    const parts = this.#names.since(generation).map(({ text }) => plainPart(text));
    const plain = parts.filter((part) => part !== undefined);
    return plain.length === parts.length ? plain : 'anything';
  }

  /** What becomes of a value under this key, wherever the two stand. Raw: as latin1 text of the bytes between quotes. Counts nothing. */
  judgeValue(rawKey: string, raw: string): Verdict {
    return this.#line.judgeValue(rawKey, raw);
  }

  /** The same for all strings of an array: `raw` is what lies between its first and its last quote. */
  judgeArray(rawKey: string, raw: string): Verdict {
    return this.#line.judgeArray(rawKey, raw);
  }

  /** Lines that somebody else redacted by these verdicts, and the kinds of each replacement. */
  tally(lines: number, changedLines: number, replacements: readonly (readonly SecretKind[])[]): void {
    if (this.#policy === 'none') return;
    this.#lines += lines;
    this.#changedLines += changedLines;
    for (const kinds of replacements) for (const kind of kinds) this.#replaced[kind] += 1;
  }

  /** One line, without its line end. */
  redactLine(line: Buffer): Buffer {
    return this.redactLines(line);
  }

  /** Whole lines; a last line without a newline counts as whole. Returns the same buffer where nothing had to change. */
  redactLines(chunk: Buffer): Buffer {
    return this.#policy === 'none' ? chunk : this.redact(chunk, chunk.toString('latin1')).piece;
  }

  /** The same, with the edits, in order. `text` is the chunk as latin1. */
  redact(chunk: Buffer, text: string): { readonly piece: Buffer; readonly edits: readonly Edit[] } {
    if (this.#policy === 'none') return { piece: chunk, edits: [] };
    const edits: Edit[] = [];
    this.#eachEdits(text, (ofLine) => {
      this.#count(ofLine);
      for (const edit of ofLine) edits.push(edit);
    });
    return { piece: edits.length === 0 ? chunk : applyEdits(chunk, edits), edits };
  }

  /** What would change, line by line, without changing it. Offsets are those of the chunk. */
  eachLine(chunk: Buffer, visit: (edits: readonly Edit[], start: number) => void): void {
    this.#eachEdits(chunk.toString('latin1'), (edits, start) => {
      this.#count(edits);
      visit(edits, start);
    });
  }

  #eachEdits(text: string, visit: (edits: readonly Edit[], start: number) => void): void {
    const arrays = new Ahead((from) => nextArrayOfStrings(text, from));
    const values = new Ahead((from) => findValue(text, from));
    const blanks = new Ahead((from) => nextBlankBetweenTokens(text, from));
    const tabs = new Ahead((from) => text.indexOf('\t', from));
    const line: LineText = {
      text,
      nextArray: (from) => arrays.next(from),
      nextValue: (from) => values.next(from),
    };
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const next = newline === -1 ? text.length : newline + 1;
      let end = newline === -1 ? text.length : newline;
      if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
      if (end > start) {
        const mayBeQuick = !isWithin(blanks.next(start), end) && !isWithin(tabs.next(start), end);
        visit(this.#line.editsOf(line, start, end, mayBeQuick), start);
      }
      start = next;
    }
  }

  /** Text that is no line: a label, a file name, what a tool printed. Replacements count, the text is no line. */
  redactText(text: string): string {
    return this.#changeText(text, (raw) => this.#values.text(raw));
  }

  /** What was read of the system, where hashes and names drawn at random are content: only what is unmistakable goes. */
  redactReading(text: string): string {
    return this.#changeText(text, (raw) => this.#values.text(raw, true));
  }

  /** The sample to keep of a line of `bytes` bytes that is no event: all of a short one that can be read, of any other its size. */
  redactSample(sample: string, bytes: number): string {
    if (this.#policy === 'none') return sample;
    const line = Buffer.from(sample);
    const edits: Edit[] = [];
    this.#eachEdits(line.toString('latin1'), (ofLine) => edits.push(...ofLine));
    this.#countReplaced(edits);
    const isUnreadable = edits.some(({ change }) => change.kinds.includes('unreadable'));
    return isUnreadable ? unreadableLine(bytes) : applyEdits(line, edits).toString('utf8');
  }

  #changeText(text: string, decide: (raw: string) => Change | undefined): string {
    if (this.#policy === 'none') return text;
    const change = decide(encodeJsonText(text));
    if (change === undefined) return text;
    for (const kind of change.kinds) this.#replaced[kind] += 1;
    return decodeJsonText(change.raw).text;
  }

  #count(edits: readonly Edit[]): void {
    this.#lines += 1;
    if (edits.length > 0) this.#changedLines += 1;
    this.#countReplaced(edits);
  }

  #countReplaced(edits: readonly Edit[]): void {
    for (const { change } of edits) for (const kind of change.kinds) this.#replaced[kind] += 1;
  }
}

/** Looks for the next place of something, once for each place, however many lines ask. */
class Ahead {
  readonly #find: (from: number) => number;
  #from = 0;
  #found: number;

  constructor(find: (from: number) => number) {
    this.#find = find;
    this.#found = find(0);
  }

  /** The first place at or after `from`; -1 for none. */
  next(from: number): number {
    if (from < this.#from || (this.#found !== -1 && this.#found < from)) {
      this.#from = from;
      this.#found = this.#find(from);
    }
    return this.#found;
  }
}

function isWithin(place: number, end: number): boolean {
  return place !== -1 && place < end;
}

/** Arrays of objects and of numbers hold no strings of their own: eslogger has none that mixes them. */
const OTHER_ARRAY = /\[(?:\{|[-\d,]*\])/y;

function nextArrayOfStrings(text: string, from: number): number {
  for (let at = text.indexOf('[', from); at !== -1; at = text.indexOf('[', at + 1)) {
    OTHER_ARRAY.lastIndex = at;
    if (!OTHER_ARRAY.test(text)) return at;
  }
  return -1;
}

function nextBlankBetweenTokens(text: string, from: number): number {
  let at = text.indexOf(' ', from);
  while (at !== -1 && !MARKS.includes(text.charAt(at - 1)) && !MARKS.includes(text.charAt(at + 1)))
    at = text.indexOf(' ', at + 1);
  return at;
}

/** The chunk with its edits, in order. What lies between them is copied as bytes. */
function applyEdits(chunk: Buffer, edits: readonly Edit[]): Buffer {
  let size = chunk.length;
  for (const { start, end, change } of edits) size += change.raw.length - (end - start);
  const result = Buffer.allocUnsafe(size);
  let from = 0;
  let to = 0;
  for (const { start, end, change } of edits) {
    to += chunk.copy(result, to, from, start);
    to += result.write(change.raw, to, 'latin1');
    from = end;
  }
  chunk.copy(result, to, from);
  return result;
}

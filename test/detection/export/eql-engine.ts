/**
 * A reader of EQL, written from Elastic's syntax reference and on its own: event queries, sequences with a span, missing events, runs, and
 * samples. What it does not know it refuses, so that it is a check of the grammar too.
 */
import { patternOf } from '../../../src/detection/export/condition.ts';
import { plainRegex } from './plain-regex.ts';
import type { AgentEvent } from './agent-events.ts';

type Holds = (event: AgentEvent) => boolean;

interface Step {
  readonly holds: Holds;
  readonly isMissing: boolean;
  readonly runs: number;
}

export type Query =
  | { readonly kind: 'event'; readonly holds: Holds }
  | { readonly kind: 'sample'; readonly steps: readonly Step[] }
  | { readonly kind: 'sequence'; readonly spanS: number; readonly steps: readonly Step[] };

/** All queries of a file; comments are not looked at. */
export function readEql(text: string): readonly Query[] {
  const body = text
    .split('\n')
    .filter((line) => !line.startsWith('//'))
    .join('\n');
  return body
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block) => new Reader(block).query());
}

/** Samples look at all events given. */
export function matches(query: Query, events: readonly AgentEvent[]): boolean {
  switch (query.kind) {
    case 'event':
      return events.some(query.holds);
    case 'sample':
      return query.steps.every(({ holds }) => events.some(holds));
    case 'sequence':
      return hasSequence(query.steps, query.spanS, events);
  }
}

/** One event at most, with what must not come before it, or how often it must come. */
function hasSequence(steps: readonly Step[], spanS: number, events: readonly AgentEvent[]): boolean {
  const forbidding = steps.filter(({ isMissing }) => isMissing);
  const [wanted, ...more] = steps.filter(({ isMissing }) => !isMissing);
  if (wanted === undefined || more.length > 0 || steps.at(-1) !== wanted)
    throw new Error('no such sequence is written');
  return events.some((event) => {
    if (!wanted.holds(event)) return false;
    const before = events.filter(({ time }) => time <= event.time && time >= event.time - spanS);
    if (forbidding.some(({ holds }) => before.some(holds))) return false;
    return before.filter(wanted.holds).length >= wanted.runs;
  });
}

const TOKEN =
  /\s+|"(?:[^"\\]|\\(?:["\\nrt]|u\{[0-9a-fA-F]{2,8}\}))*"|[A-Za-z_][A-Za-z0-9_.]*|\d+[smhd]?|==|!=|[()[\],!=]/y;

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const start = TOKEN.lastIndex;
      const [token] = TOKEN.exec(text) ?? [];
      if (token === undefined) throw new Error(`no EQL at: ${text.slice(start, start + 40)}`);
      if (token.trim() !== '') tokens.push(token);
    }
    this.#tokens = tokens;
  }

  query(): Query {
    const query = this.#query();
    if (this.#at !== this.#tokens.length)
      throw new Error(`more than a query: ${this.#tokens[this.#at] ?? ''}`);
    return query;
  }

  #query(): Query {
    if (this.#takes('sample')) {
      this.#by();
      const steps = this.#steps();
      if (steps.length < 2 || steps.some(({ isMissing, runs }) => isMissing || runs > 1))
        throw new Error('no sample');
      return { kind: 'sample', steps };
    }
    if (this.#takes('sequence')) {
      this.#by();
      for (const word of ['with', 'maxspan', '=']) this.#expect(word);
      const spanS = secondsOf(this.#next());
      const steps = this.#steps();
      if (steps.every(({ isMissing }) => isMissing)) throw new Error('a sequence of what is missing');
      return { kind: 'sequence', spanS, steps };
    }
    return { kind: 'event', holds: this.#event() };
  }

  #by(): void {
    this.#expect('by');
    this.#expect('host.id');
  }

  #steps(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#tokens.length) {
      const isMissing = this.#takes('!');
      this.#expect('[');
      const holds = this.#event();
      this.#expect(']');
      let runs = 1;
      if (this.#takes('with')) {
        this.#expect('runs');
        this.#expect('=');
        runs = Number(this.#next());
      }
      steps.push({ holds, isMissing, runs });
    }
    return steps;
  }

  #event(): Holds {
    const category = this.#next();
    this.#expect('where');
    const condition = this.#any();
    return (event) =>
      event.elastic !== undefined &&
      (category === 'any' || event.elastic[0] === category) &&
      condition(event);
  }

  #any(): Holds {
    const parts = [this.#all()];
    while (this.#takes('or')) parts.push(this.#all());
    return (event) => parts.some((part) => part(event));
  }

  #all(): Holds {
    const parts = [this.#one()];
    while (this.#takes('and')) parts.push(this.#one());
    return (event) => parts.every((part) => part(event));
  }

  #one(): Holds {
    if (this.#takes('not')) {
      const inner = this.#one();
      return (event) => !inner(event);
    }
    if (this.#takes('(')) {
      const inner = this.#any();
      this.#expect(')');
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Holds {
    const field = this.#next();
    if (!/^[a-z]\w*(?:\.\w+)+$/.test(field)) throw new Error(`no field: ${field}`);
    const operator = this.#next();
    const values = this.#values(operator);
    return (event) => {
      const there = valuesOf(event, field);
      if (operator === '!=') return there.length > 0;
      return there.some((text) => values.some((matches) => matches(text)));
    };
  }

  #values(operator: string): readonly ((text: string) => boolean)[] {
    if (operator === '!=') {
      this.#expect('null');
      return [];
    }
    const asked = (): ((text: string) => boolean) => {
      const token = this.#next();
      const value = token.startsWith('"') ? unquoted(token) : token;
      if (operator === 'like') return (text) => plainRegex(patternOf(value)).test(text);
      if (operator === 'regex') return (text) => luceneRegex(value).test(text);
      return (text) => text === value;
    };
    if (operator === '==' || operator === 'like' || operator === 'regex') return [asked()];
    if (operator !== 'in') throw new Error(`no operator: ${operator}`);
    this.#expect('(');
    const values = [asked()];
    while (this.#takes(',')) values.push(asked());
    this.#expect(')');
    return values;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('the query breaks off');
    this.#at += 1;
    return token;
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new Error(`${token} was expected, not ${found}`);
  }
}

function valuesOf({ elastic, fields }: AgentEvent, field: string): readonly string[] {
  if (field === 'host.os.type') return ['macos'];
  if (field === 'event.category') return elastic === undefined ? [] : [elastic[0]];
  if (field === 'event.action') return elastic === undefined ? [] : [elastic[1]];
  return fields[field] ?? [];
}

/** Lucene matches the whole text and has no anchors; a backslash quotes any sign. */
function luceneRegex(value: string): RegExp {
  const source = value.replaceAll(/\\(.)|[$^/]/gsu, (whole, sign: string | undefined) =>
    (sign ?? whole).replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&'),
  );
  return new RegExp(`^(?:${source})$`, 'su');
}

function unquoted(token: string): string {
  return token
    .slice(1, -1)
    .replaceAll(/\\(?:u\{([0-9a-fA-F]+)\}|(.))/gs, (_whole, code: string | undefined, sign: string) =>
      code === undefined
        ? ({ n: '\n', r: '\r', t: '\t' }[sign] ?? sign)
        : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}

function secondsOf(span: string): number {
  const [, number = '', unit = ''] = /^(\d+)([smhd])$/.exec(span) ?? [];
  return Number(number) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? Number.NaN);
}

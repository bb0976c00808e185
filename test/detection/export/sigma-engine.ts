/**
 * A reader of Sigma, written from its specification 2.1 and on its own: it takes a YAML file, checks that it is made of what the specification
 * has, and says at which times its reported rules match. Fields are those of a log source that has them as an agent on Endpoint Security would.
 */
import { parseAllDocuments } from 'yaml';
import { patternOf } from '../../../src/detection/export/condition.ts';
import { plainRegex } from './plain-regex.ts';
import type { AgentEvent } from './agent-events.ts';

type Content = Readonly<Record<string, unknown>>;

export class SigmaFile {
  readonly #byName: ReadonlyMap<string, Content>;
  readonly #times = new Map<string, readonly number[]>();
  readonly #events: readonly AgentEvent[];

  constructor(text: string, events: readonly AgentEvent[]) {
    this.#events = events;
    this.#byName = new Map(contentsOf(text).map((content) => [String(content['name']), content]));
  }

  /** Seconds at which the rule that is reported matches. */
  alerts(rule: string): readonly number[] {
    return this.#timesOf(`esdrift_rule_${rule.replaceAll('-', '_')}_alert`);
  }

  #timesOf(name: string): readonly number[] {
    const known = this.#times.get(name);
    if (known !== undefined) return known;
    const content = this.#byName.get(name);
    if (content === undefined) throw new Error(`no document is called ${name}`);
    const times =
      'detection' in content ? this.#detected(content) : this.#correlated(mapOf(content['correlation']));
    this.#times.set(name, times);
    return times;
  }

  #detected(content: Content): readonly number[] {
    const source = mapOf(content['logsource']);
    const detection = mapOf(content['detection']);
    const holds = conditionOf(String(detection['condition']), detection);
    return this.#events
      .filter(({ category, fields }) => category === source['category'] && holds(fields))
      .map(({ time }) => time);
  }

  #correlated(correlation: Content): readonly number[] {
    const lists = listOf(correlation['rules']).map((name) => this.#timesOf(String(name)));
    const within = secondsOf(String(correlation['timespan']));
    const all = lists.flat().sort((a, b) => a - b);
    const since = (time: number) => (other: number) => other <= time && other >= time - within;
    const atLeast = Number(mapOf(correlation['condition'] ?? { gte: lists.length })['gte']);
    switch (correlation['type']) {
      case 'event_count':
        return all.filter((time) => all.filter(since(time)).length >= atLeast);
      case 'temporal':
        return all.filter((time) => lists.filter((list) => list.some(since(time))).length >= atLeast);
      default:
        throw new Error(`no correlation is called ${String(correlation['type'])}`);
    }
  }
}

export function contentsOf(text: string): readonly Content[] {
  return parseAllDocuments(text).map((document) => {
    if ('errors' in document && document.errors.length > 0) throw document.errors[0] ?? new Error('YAML');
    return mapOf(document.toJS());
  });
}

type Holds = (fields: Readonly<Record<string, readonly string[]>>) => boolean;

/** `selection_1 and (selection_2 or not (selection_3))` */
function conditionOf(text: string, detection: Content): Holds {
  const words = text.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const one = (): Holds => {
    const word = words[at++] ?? '';
    if (word === 'not') {
      const inner = one();
      return (fields) => !inner(fields);
    }
    if (word === '(') {
      const inner = any();
      if (words[at++] !== ')') throw new Error(`no end of a bracket: ${text}`);
      return inner;
    }
    return selectionOf(mapOf(detection[word]));
  };
  const all = (): Holds => {
    const parts = [one()];
    while (words[at] === 'and') {
      at += 1;
      parts.push(one());
    }
    return (fields) => parts.every((part) => part(fields));
  };
  const any = (): Holds => {
    const parts = [all()];
    while (words[at] === 'or') {
      at += 1;
      parts.push(all());
    }
    return (fields) => parts.some((part) => part(fields));
  };
  const condition = any();
  if (at !== words.length) throw new Error(`no condition: ${text}`);
  return condition;
}

function selectionOf(selection: Content): Holds {
  const tests = Object.entries(selection).map(([key, value]) => {
    const [field = '', modifier = ''] = key.split('|');
    const values = (Array.isArray(value) ? value : [value]).map((each) => matcher(String(each), modifier));
    return (fields: Readonly<Record<string, readonly string[]>>) =>
      (fields[field] ?? []).some((text) => values.some((matches) => matches(text)));
  });
  return (fields) => tests.every((test) => test(fields));
}

function matcher(value: string, modifier: string): (text: string) => boolean {
  if (modifier === 're') return (text) => new RegExp(value, 'su').test(text);
  const [before, after] = { '': ['', ''], startswith: ['', '*'], endswith: ['*', ''], contains: ['*', '*'] }[
    modifier
  ] ?? [undefined, undefined];
  if (before === undefined || after === undefined) throw new Error(`no modifier is called ${modifier}`);
  // A backslash quotes the next sign; unquoted wildcards are.
  const parts = [...(before + value + after).matchAll(/\\([\\*?])|([*?])|([^\\*?]+|\\)/gsu)].flatMap(
    ([, quoted, wildcard, text]) =>
      wildcard === undefined ? [{ kind: 'text' as const, text: quoted ?? text ?? '' }] : patternOf(wildcard),
  );
  const regex = plainRegex(parts, 'i');
  return (text) => regex.test(text);
}

function secondsOf(timespan: string): number {
  const [, number = '', unit = ''] = /^(\d+)([smhd])$/.exec(timespan) ?? [];
  const seconds = Number(number) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? Number.NaN);
  if (Number.isNaN(seconds)) throw new Error(`no timespan: ${timespan}`);
  return seconds;
}

function mapOf(value: unknown): Content {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no map');
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('no list');
  return value;
}

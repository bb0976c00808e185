/**
 * What a signal asks of one event type, as a tree that every target can walk: the shorthand of the rule language (prefix, contains, in) is
 * folded into words and patterns, and what the event type cannot have is decided here.
 */
import type { FieldTest, Signal, Where } from '../../model/rules.ts';
import { valuePasses } from '../field-test.ts';
import { fieldOf } from '../fields.ts';

export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Any characters, also none. */
  | { readonly kind: 'any' }
  /** One character. */
  | { readonly kind: 'one' };

export type Pattern = readonly PatternPart[];

export type Match =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  | { readonly kind: 'bits'; readonly bits: number }
  /** It has a value at all. */
  | { readonly kind: 'present' }
  /** One value must pass several. */
  | { readonly kind: 'several' };

export type Condition =
  | { readonly kind: 'field'; readonly field: string; readonly match: Match }
  /** Of none: always. */
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  /** Of none: never. */
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

const ALWAYS: Condition = { kind: 'all', of: [] };
const NEVER: Condition = { kind: 'any', of: [] };
const MANY_VALUES = /^(?:exec\.args$|ancestor\.|handoff\.)/;

export function conditionOn({ where, anyOf = [] }: Signal, eventType: string): Condition {
  const own = whereCondition(where, eventType);
  return anyOf.length === 0
    ? own
    : all([own, any(anyOf.map((alternative) => whereCondition(alternative, eventType)))]);
}

export function isAlways(condition: Condition): boolean {
  return condition.kind === 'all' && condition.of.length === 0;
}

export function isNever(condition: Condition): boolean {
  return condition.kind === 'any' && condition.of.length === 0;
}

export function patternOf(glob: string): Pattern {
  return glob
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part): PatternPart => (part === '*' ? ANY : part === '?' ? { kind: 'one' } : text(part)));
}

const ANY: PatternPart = { kind: 'any' };
const text = (words: string): PatternPart => ({ kind: 'text', text: words });

function whereCondition(where: Where, eventType: string): Condition {
  return all(Object.entries(where).map(([field, test]) => fieldCondition(field, test, eventType)));
}

function fieldCondition(field: string, test: FieldTest, eventType: string): Condition {
  const { not, absent, ...positive } = test;
  const isThere = fieldOf(field)?.isOn(eventType) ?? eventType === 'probe';
  const has = (matches: readonly Match[]): Condition => (isThere ? valueWith(field, matches) : NEVER);
  return all([
    ...(not === undefined ? [] : [negate(has(matchesOf(not)))]),
    ...(absent === undefined ? [] : [absent ? negate(has([])) : has([])]),
    ...(matchesOf(positive).length === 0 || absent !== undefined ? [] : [has(matchesOf(positive))]),
  ]);
}

/** Some value passes all of them. */
function valueWith(field: string, matches: readonly Match[]): Condition {
  const of = (match: Match): Condition => ({ kind: 'field', field, match });
  if (matches.some((match) => match.kind === 'words' && match.words.length === 0)) return NEVER;
  if (matches.length === 0) return of({ kind: 'present' });
  if (matches.length > 1 && MANY_VALUES.test(field)) return of({ kind: 'several' });
  return all(matches.map(of));
}

function matchesOf(test: FieldTest): readonly Match[] {
  const { equals, in: among, prefix, contains, glob, bits } = test;
  const words = equals === undefined ? among : [equals];
  if (words !== undefined)
    return [
      // No field has the empty text for a value; an empty argument is nothing to look for.
      { kind: 'words', words: [...new Set(words)].filter((word) => word !== '' && valuePasses(test, word)) },
    ];
  return [
    ...[
      ...(prefix === undefined ? [] : [[text(prefix), ANY]]),
      ...(contains === undefined ? [] : [[ANY, text(contains), ANY]]),
      ...(glob === undefined ? [] : [patternOf(glob)]),
    ].map(patternMatch),
    ...(bits === undefined ? [] : [{ kind: 'bits' as const, bits }]),
  ];
}

/** A pattern that anything fits asks for a value, whichever. */
function patternMatch(parts: Pattern): Match {
  const pattern = parts.filter(saysSomething);
  return pattern.every(({ kind }) => kind === 'any') ? { kind: 'present' } : { kind: 'pattern', pattern };
}

function saysSomething(part: PatternPart): boolean {
  return part.kind !== 'text' || part.text !== '';
}

function all(conditions: readonly Condition[]): Condition {
  const left = conditions.flatMap((each) => (each.kind === 'all' ? each.of : [each]));
  if (left.some(isNever)) return NEVER;
  const [only] = left;
  return left.length === 1 && only !== undefined ? only : { kind: 'all', of: left };
}

function any(conditions: readonly Condition[]): Condition {
  const left = conditions.flatMap((each) => (each.kind === 'any' ? each.of : [each]));
  if (left.some(isAlways)) return ALWAYS;
  const [only] = left;
  return left.length === 1 && only !== undefined ? only : { kind: 'any', of: left };
}

function negate(condition: Condition): Condition {
  if (isAlways(condition)) return NEVER;
  if (isNever(condition)) return ALWAYS;
  return { kind: 'not', of: condition };
}
